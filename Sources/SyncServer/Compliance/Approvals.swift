internal import FieldModel
internal import FieldRules
internal import GRPCCore
internal import SwiftProtobuf
internal import SyncCore
internal import SyncWire

/// What waits for somebody's yes: operations that a rule holds, and documents that one person has put forward. Nobody
/// says yes to his own.
struct Approvals: Sendable {
    static let most = 10_000

    let core: ServerCore
    let caller: Principal

    func list(_ request: Cartera_V1_ListRequest) async throws -> [Cartera_V1_ApprovalEntry] {
        let caller = caller
        let parts = core.parts
        return try await core.readers.read { reading in
            var entries: [Cartera_V1_ApprovalEntry] = []
            for branch in try caller.branches(request.branch, in: reading) {
                for stored in try Self.held(branch.id, reading) {
                    entries.append(try Self.entry(stored, branch, reading, parts))
                }
            }
            if caller.reaches(nil) {
                entries += try Proposal.all(reading, parts).map { try Self.entry($0, reading) }
            }
            return entries
        }
    }

    func decide(_ request: Cartera_V1_DecideApprovalRequest) async throws -> Cartera_V1_ApprovalEntry {
        let caller = caller
        return try await core.admit { admission in
            let named = { (id: OperationID) in Self.isNamed(request.approval, id) }
            let proposals = try Proposal.all(admission.transaction, admission.parts).filter {
                named($0.receipt.operation)
            }
            if let proposal = proposals.first, caller.reaches(nil) {
                return try Self.decide(proposal, request, caller, &admission)
            }
            let found = try admission.transaction.branches().filter { caller.reaches($0.id) }.flatMap { branch in
                try Self.held(branch.id, admission.transaction).map { (branch, $0) }
            }.filter { named($0.1.header.id) }
            if found.isEmpty, let stuck = try Self.stuck(caller, admission.transaction, named) {
                return try Self.decide(stuck.stored, stuck.branch, request, caller, &admission)
            }
            guard let (branch, stored) = found.first else { throw Names.unknown("approval") }
            if found.count > 1 { throw Names.ambiguous("approval") }
            return try Self.decide(stored, branch, request, caller, &admission)
        }
    }

    private static func isNamed(_ text: String, _ id: OperationID) -> Bool {
        if let whole = Identifier(text) { return whole == id }
        return Names.ending(text).map { id.hexadecimal.hasSuffix($0) } ?? false
    }

    private static func held(_ branch: BranchID, _ reading: any ServerReading) throws -> [StoredOperation] {
        try reading.operations(OperationFilter(branch: branch, state: .held, limit: most))
            .filter { $0.receipt.outcome.reason == ReasonCode.approval.rawValue && !$0.header.account.isNil }
    }

    /// An operation that waits in quarantine or for an upgrade: whoever administers the organisation may end that.
    private static func stuck(
        _ caller: Principal, _ reading: any ServerReading, _ named: (OperationID) -> Bool
    ) throws -> (branch: BranchRecord, stored: StoredOperation)? {
        guard caller.reaches(nil), caller.person.role == .administrator else { return nil }
        let reasons = [AdmissionReason.quarantine, AdmissionReason.unsupported]
        let found = try reading.operations(OperationFilter(state: .held, limit: most)).filter {
            reasons.contains($0.receipt.outcome.reason) && named($0.receipt.operation)
        }
        if found.count > 1 { throw Names.ambiguous("approval") }
        guard let stored = found.first, let placement = try reading.placement(stored.header.account),
            let branch = try reading.branch(placement.branch)
        else { return nil }
        return (branch, stored)
    }

    private static func demandAnother(_ author: PersonID, _ caller: Principal) throws {
        guard author == caller.person.id else { return }
        throw ServiceFailure(
            .permissionDenied, code: "second_person", "Somebody else must say yes to this.",
            hint: "Ask a person with the authority who did not put it forward.")
    }
}

extension Approvals {
    private static func decide(
        _ proposal: Proposal, _ request: Cartera_V1_DecideApprovalRequest, _ caller: Principal,
        _ admission: inout Admission
    ) throws -> Cartera_V1_ApprovalEntry {
        guard caller.reach == .organisation, caller.person.role == .administrator || caller.person.role == .compliance
        else { throw ServiceFailure.notPermitted("The role \(caller.person.role.rawValue) may not do this.") }
        if request.granted {
            try demandAnother(proposal.receipt.author, caller)
            try Documents.activate(proposal, by: caller.person.id, in: &admission)
        } else {
            try Documents.deny(proposal, by: caller.person.id, reason: request.reason, in: &admission)
        }
        return try entry(proposal, admission.transaction)
    }

    private static func decide(
        _ stored: StoredOperation, _ branch: BranchRecord, _ request: Cartera_V1_DecideApprovalRequest,
        _ caller: Principal, _ admission: inout Admission
    ) throws -> Cartera_V1_ApprovalEntry {
        var header = stored.header
        // As it is kept: its own name may have been taken.
        header.id = stored.receipt.operation
        let first = firstApproval(stored)
        if request.granted {
            try demandAnother(header.author, caller)
            if let first { try demandAnother(first, caller) }
            let row = try demandAuthority(stored, branch, caller, admission)
            if row?.secondApprover ?? false, first == nil, stored.receipt.outcome.rule == ProposeSettlement.authority {
                return try waitForSecond(stored, branch, caller, &admission)
            }
        }
        let decision = DecideOperation(
            operation: header.id, device: header.device, granted: request.granted, reason: request.reason,
            firstApprovalBy: request.granted ? first : nil)
        let receipt = try admission.submit(
            .decideOperation(decision), account: header.account, branch: branch, author: caller.person.id)
        guard receipt.outcome.state == .applied, let decided = try admission.transaction.operation(header.id) else {
            throw Self.undecided(receipt.outcome.reason)
        }
        return try entry(decided, branch, admission.transaction, admission.parts)
    }

    private static func undecided(_ reason: String) -> ServiceFailure {
        let unreadable: [ReasonCode] = [.bodyMissing, .bodyNewer, .bodyUnreadable]
        let hint =
            unreadable.contains { $0.rawValue == reason }
            ? "End it with `cartera admin approval deny`; what is of a newer program the server decides when it is upgraded."
            : "Look at it with `cartera admin operation show`."
        return ServiceFailure(.failedPrecondition, code: reason, "This cannot be decided now.", hint: hint)
    }

    /// Who said yes already, where the matrix asks for two.
    private static func firstApproval(_ stored: StoredOperation) -> PersonID? {
        let outcome = stored.receipt.outcome
        guard outcome.rule == ProposeSettlement.secondApprover else { return nil }
        return outcome.verdicts.first { $0.rule.hasPrefix(approvedBy) }
            .flatMap { Identifier(String($0.rule.dropFirst(approvedBy.count))) }
    }

    private static let approvedBy = "approved-by/"

    /// The first of two has said yes: the operation waits for the second.
    private static func waitForSecond(
        _ stored: StoredOperation, _ branch: BranchRecord, _ caller: Principal, _ admission: inout Admission
    ) throws -> Cartera_V1_ApprovalEntry {
        var waiting = stored
        waiting.receipt.outcome.rule = ProposeSettlement.secondApprover
        waiting.receipt.outcome.verdicts.append(
            VerdictNote(
                rule: approvedBy + caller.person.id.description, verdict: VerdictWord.allowed.description,
                packVersion: 0))
        try admission.transaction.update(waiting.receipt)
        return try entry(waiting, branch, admission.transaction, admission.parts)
    }

    /// Who lets a settlement pass must have the authority for it himself; gives the row that says so.
    private static func demandAuthority(
        _ stored: StoredOperation, _ branch: BranchRecord, _ caller: Principal, _ admission: Admission
    ) throws -> SettlementRow? {
        let parts = admission.parts
        // One that cannot be read is not granted anyway: the decision says why.
        guard let body = try? parts.operations.decodeBody(stored.sealed.body).intent,
            case .proposeSettlement(let offer)? = try? parts.operations.decodeIntent(body)
        else { return nil }
        let account = stored.header.account
        let rows = try admission.transaction.rows(account: account).compactMap { row in
            RecordKind(rawValue: Int(row.kind)).map {
                AggregateRow(key: RecordKey(kind: $0, id: row.id), bytes: row.bytes)
            }
        }
        let aggregate = Aggregate(account: account, rows: rows, codec: parts.records)
        let zone = try parts.zones(admission.transaction, branch.id)
            .clock(aggregate[Account.self, account]?.resolvedZone ?? "", branch.timeZone)
        guard let rules = try parts.rules(admission.transaction, branch.id),
            let check = SettlementCheck(
                offer, aggregate, rules, zone: zone, edges: [], on: zone.localDate(at: admission.now)),
            check.isWithin(caller.person.role.rawValue)
        else {
            throw ServiceFailure(
                .permissionDenied, code: "beyond_limit", "The settlement is beyond your own limits too.",
                hint: "Ask somebody with more authority.")
        }
        return check.row(caller.person.role.rawValue)
    }

    private static func entry(
        _ stored: StoredOperation, _ branch: BranchRecord, _ reading: any ServerReading, _ parts: some CodingParts
    ) throws -> Cartera_V1_ApprovalEntry {
        let row = try reading.row(kind: .account, id: stored.header.account)
        let account = try? row.map { try Cartera_V1_Account(serializedBytes: $0.bytes) }
        let body = try? parts.operations.decodeBody(stored.sealed.body).intent
        let intent = try? body.map(parts.operations.decodeIntent)
        let author = try reading.person(stored.header.author)?.name ?? ""
        return .with {
            $0.id = stored.header.id.data
            $0.kind = intent.map { "\($0)".wordOfCase } ?? ""
            $0.account = stored.header.account.data
            $0.subject = account?.number ?? ""
            $0.rule = stored.receipt.outcome.rule
            $0.authorName = author
            $0.receivedAt = stored.receipt.receivedAt.milliseconds
            $0.branch = branch.name
            $0.outcome = stored.receipt.outcome.proto()
        }
    }

    private static func entry(_ proposal: Proposal, _ reading: any ServerReading) throws -> Cartera_V1_ApprovalEntry {
        let waiting = proposal.receipt
        let author = try reading.person(waiting.author)?.name ?? ""
        let outcome = try reading.receipt(operation: waiting.operation, device: waiting.device)?.outcome
        return .with {
            $0.id = waiting.operation.data
            $0.kind = "write_document"
            $0.subject = proposal.document.title
            $0.authorName = author
            $0.receivedAt = waiting.at.milliseconds
            $0.outcome = (outcome ?? Outcome(state: .held)).proto()
        }
    }
}

extension String {
    /// `make_promise` of a value that prints as `makePromise(…)`.
    fileprivate var wordOfCase: String {
        var word = ""
        for character in prefix(while: { $0 != "(" }) {
            if character.isUppercase { word += "_" + character.lowercased() } else { word.append(character) }
        }
        return word
    }
}
