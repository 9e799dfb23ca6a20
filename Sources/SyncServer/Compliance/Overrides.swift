internal import FieldModel
internal import GRPCCore
internal import SyncCore
internal import SyncWire

/// Asks for an override of a rule for one act, and grants it as the second person.
struct Overrides: Sendable {
    let core: ServerCore
    let caller: Principal

    func ask(_ request: Cartera_V1_OverrideRequest) async throws -> Cartera_V1_Receipt {
        let caller = caller
        return try await core.admit { admission in
            let account = try Names(reading: admission.transaction).account(request.account)
            let intent = OverrideVerdict(
                rule: request.rule, act: request.act, reason: request.reason,
                until: request.until == 0 ? nil : Instant(milliseconds: request.until),
                override: admission.parts.mint())
            return try Self.submit(intent, account, caller, &admission)
        }
    }

    func grant(_ request: Cartera_V1_NameRequest) async throws -> Cartera_V1_Receipt {
        let caller = caller
        return try await core.admit { admission in
            let row = try Names(reading: admission.transaction).record(.override, request.name)
            guard let account = row.account else { throw Names.unknown("override") }
            let intent = OverrideVerdict(rule: "", act: "", confirms: row.id)
            return try Self.submit(intent, account, caller, &admission)
        }
    }

    private static func submit(
        _ intent: OverrideVerdict, _ account: AccountID, _ caller: Principal, _ admission: inout Admission
    ) throws -> Cartera_V1_Receipt {
        guard let placement = try admission.transaction.placement(account), caller.reaches(placement.branch),
            let branch = try admission.transaction.branch(placement.branch)
        else { throw Names.unknown("account") }
        let receipt = try admission.submit(
            .overrideVerdict(intent), account: account, branch: branch, author: caller.person.id)
        guard receipt.outcome.state == .applied else { throw failure(receipt.outcome.reason) }
        return receipt.proto()
    }

    private static func failure(_ reason: String) -> ServiceFailure {
        switch ReasonCode(rawValue: reason) {
        case .notOverridable:
            ServiceFailure(
                .failedPrecondition, code: reason, "This rule cannot be overridden.",
                hint: "Only a rule of an active pack that says overridable can be; the law never is.")
        case .secondPerson:
            ServiceFailure(
                .permissionDenied, code: reason, "Somebody else must say yes to this.",
                hint: "Ask a person of role compliance who did not ask for it.")
        case .alreadySo:
            ServiceFailure(.failedPrecondition, code: "override_granted", "This override was granted before.")
        case .unknownWord:
            .invalid(reason, "There is no such act.", hint: "Acts: \(OverrideVerdict.acts.joined(separator: ", ")).")
        case .textEmpty: .invalid(reason, "An override needs a rule and a reason.", hint: "Give --rule and --reason.")
        case .badRange:
            .invalid(
                reason, "An override ends within \(OverrideVerdict.mostDays) days.", hint: "Give another --until.")
        case .dueDatePast: .invalid(reason, "The time of this override has passed.", hint: "Ask for it again.")
        default: .invalid(reason, "The override was refused: \(reason).")
        }
    }
}
