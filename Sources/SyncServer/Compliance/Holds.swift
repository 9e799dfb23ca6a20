internal import FieldModel
internal import GRPCCore
internal import SyncCore
internal import SyncWire

/// Sets and lifts the legal hold of an account.
struct Holds: Sendable {
    let core: ServerCore
    let caller: Principal

    func set(_ request: Cartera_V1_SetHoldRequest) async throws -> Cartera_V1_Receipt {
        let caller = caller
        return try await core.admit { admission in
            let account = try Names(reading: admission.transaction).account(request.account)
            guard let placement = try admission.transaction.placement(account), caller.reaches(placement.branch),
                let branch = try admission.transaction.branch(placement.branch)
            else { throw Names.unknown("account") }
            var hold = admission.parts.mint()
            if request.lift {
                guard let standing = try Self.standing(account, admission) else {
                    throw ServiceFailure(
                        .failedPrecondition, code: "no_hold", "No legal hold stands on this account.")
                }
                hold = standing
            }
            let intent = SetHold(hold: hold, reason: request.reason, lift: request.lift)
            let receipt = try admission.submit(
                .setHold(intent), account: account, branch: branch, author: caller.person.id)
            guard receipt.outcome.state == .applied else { throw Self.failure(receipt.outcome.reason) }
            return receipt.proto()
        }
    }

    private static func standing(_ account: AccountID, _ admission: Admission) throws -> RecordID? {
        for row in try admission.transaction.rows(account: account) where Int(row.kind) == RecordKind.legalHold.rawValue
        {
            if case .legalHold(let hold)? = try? admission.parts.records.decode(kind: .legalHold, bytes: row.bytes),
                hold.liftedAt == nil
            {
                return row.id
            }
        }
        return nil
    }

    private static func failure(_ reason: String) -> ServiceFailure {
        switch ReasonCode(rawValue: reason) {
        case .alreadySo:
            ServiceFailure(.failedPrecondition, code: "hold_stands", "A legal hold stands on this account already.")
        case .textEmpty:
            .invalid("text_empty", "A legal hold is set and lifted with a reason.", hint: "Give it with --reason.")
        default: .invalid(reason, "The legal hold cannot be changed so.")
        }
    }
}
