internal import FieldModel
internal import GRPCCore
internal import SwiftProtobuf
internal import SyncCore
internal import SyncWire

/// Gives accounts to a collector, or to nobody: an operation of the system device each, some hundred to a transaction.
struct Assignment: Sendable {
    static let mostAccounts = 100_000
    static let accountsPerTransaction = 200

    let core: ServerCore
    let caller: Principal

    func assign(_ request: Cartera_V1_AssignRequest) async throws -> Cartera_V1_AssignReply {
        guard request.from.isEmpty != request.accounts.isEmpty, request.accounts.count <= Self.mostAccounts else {
            throw ServiceFailure.invalid("usage", "Name either accounts or the collector whose accounts are given.")
        }
        let to = try await collector(request.to)
        var wanted = request.accounts
        if !request.from.isEmpty { wanted = try await accounts(of: request.from).map(\.description) }
        var reply = Cartera_V1_AssignReply()
        for start in stride(from: 0, to: wanted.count, by: Self.accountsPerTransaction) {
            let chunk = Array(wanted[start..<min(start + Self.accountsPerTransaction, wanted.count)])
            let part = try await assign(chunk, to: to, acrossBranches: request.acrossBranches)
            reply.assigned += part.assigned
            reply.unchanged += part.unchanged
            reply.failed += part.failed
        }
        return reply
    }

    private func collector(_ name: String) async throws -> PersonRecord? {
        if name.isEmpty { return nil }
        let caller = caller
        return try await core.readers.read { reading in
            let person = try Names(reading: reading).person(name)
            guard caller.reaches(person.branch) else {
                throw ServiceFailure.notPermitted("This person is not of your branch.")
            }
            guard person.role == .collector, !person.disabled else {
                throw ServiceFailure.invalid(
                    "not_a_collector", "Accounts are given to collectors who are not disabled.")
            }
            return person
        }
    }

    private func accounts(of name: String) async throws -> [AccountID] {
        let caller = caller
        return try await core.readers.read { reading in
            let person = try Names(reading: reading).person(name)
            guard let branch = person.branch, caller.reaches(branch) else {
                throw ServiceFailure.notPermitted("This person is not of your branch.")
            }
            return try reading.accounts(
                branch: branch, audience: .collector(person.id), after: nil, limit: Self.mostAccounts)
        }
    }

    private func assign(
        _ accounts: [String], to person: PersonRecord?, acrossBranches: Bool
    ) async throws -> Cartera_V1_AssignReply {
        let caller = caller
        return try await core.admit { admission in
            var reply = Cartera_V1_AssignReply()
            var told: Set<PersonID>?
            for text in accounts {
                do {
                    let changed = try Self.assign(
                        text, to: person, acrossBranches: acrossBranches, caller, told: &told, in: &admission)
                    if changed { reply.assigned += 1 } else { reply.unchanged += 1 }
                } catch let failure as ServiceFailure {
                    reply.failed.append(
                        .with {
                            $0.key = text
                            $0.value = failure.code
                        })
                }
            }
            return reply
        }
    }

    /// To a collector of another branch the account moves, by an operation of that branch.
    private static func assign(
        _ text: String, to person: PersonRecord?, acrossBranches: Bool, _ caller: Principal,
        told: inout Set<PersonID>?, in admission: inout Admission
    ) throws -> Bool {
        let id = try Names(reading: admission.transaction).account(text)
        guard let placement = try admission.transaction.placement(id) else { throw Names.unknown("account") }
        guard caller.reaches(placement.branch) else {
            throw ServiceFailure.notPermitted("The account is not of your branch.")
        }
        let target = person?.branch ?? placement.branch
        guard target == placement.branch || acrossBranches else {
            throw ServiceFailure.invalid("other_branch", "The collector belongs to another branch than the account.")
        }
        guard let branch = try admission.transaction.branch(target) else { throw Names.unknown("branch") }
        let intent = Intent.assignAccount(
            AssignAccount(assignee: person?.id, branch: target == placement.branch ? nil : target))
        let result = try admission.submitIfChanging(intent, account: id, branch: branch, author: caller.person.id)
        guard result.outcome.state == .applied else {
            throw ServiceFailure.invalid(result.outcome.reason, "The account could not be assigned.")
        }
        if target != placement.branch {
            try tellNames(of: id, from: placement, in: branch, by: caller.person.id, told: &told, &admission)
        }
        return result.changes
    }

    /// Who wrote under the account, or held it last and may have something unsent, has a name in the new branch too.
    /// `told` are those who have one there: read once for all accounts of a transaction, which go to the same branch.
    private static func tellNames(
        of account: AccountID, from placement: AccountPlacement, in branch: BranchRecord, by author: PersonID,
        told: inout Set<PersonID>?, _ admission: inout Admission
    ) throws {
        let reading = admission.transaction
        var known =
            try told ?? Set(reading.rows(kind: .person, branch: branch.id, after: nil, limit: .max).map(\.id))
        var people = Set(try reading.operations(OperationFilter(account: account, limit: .max)).map(\.header.author))
        if case .collector(let person) = placement.audience { people.insert(person) }
        for id in people.subtracting(known).sorted() {
            guard let person = try reading.person(id) else { continue }
            try admission.write(.person(Person(person)), id: id, branch: branch, author: author)
            known.insert(id)
        }
        told = known
    }
}
