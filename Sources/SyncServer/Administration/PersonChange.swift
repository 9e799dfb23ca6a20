internal import FieldModel
internal import GRPCCore
internal import SwiftProtobuf
internal import SyncCore
internal import SyncWire

/// A person's role or branch changes. What he may do is asked of the store at each call and each push, so it changes at
/// once; what his devices hold changes with their next contact.
extension Persons {
    func set(_ request: Cartera_V1_SetPersonRequest) async throws -> Cartera_V1_PersonEntry {
        guard request.reason.utf8.count <= Limits.reasonBytes else {
            throw ServiceFailure.invalid("text_too_long", "The reason is too long.")
        }
        guard !request.role.isEmpty || !request.branch.isEmpty else {
            throw ServiceFailure.invalid("usage", "Name a role or a branch.")
        }
        let caller = caller
        let (id, devices) = try await core.admit { admission in try Self.change(request, by: caller, in: &admission) }
        // A live session is of the old scope: it comes back at once, and is told of the new one.
        for device in devices {
            core.registry.end(
                device, Bye(reason: "shutting_down", detail: "scope_changed", retryAfterMilliseconds: 100))
        }
        return try await entry(id)
    }

    private static func change(
        _ request: Cartera_V1_SetPersonRequest, by caller: Principal, in admission: inout Admission
    ) throws -> (PersonID, [DeviceID]) {
        let transaction = admission.transaction
        let before = try Names(reading: transaction).person(request.person)
        let after = try changed(before, request, transaction)
        if after == before { return (before.id, []) }
        // Two people are needed for what asks for two, and somebody stays who can administer.
        guard before.id != caller.person.id else {
            throw ServiceFailure(
                .permissionDenied, code: "own_role", "Nobody changes his own role or branch.",
                hint: "Ask another administrator.")
        }
        try demandHandedOver(before, after, transaction)
        try save(after, by: caller.person.id, in: &admission)
        if let left = before.branch, let branch = try transaction.branch(left), after.branch != nil,
            after.branch != left
        {
            try admission.write(.person(Person(after)), id: after.id, branch: branch, author: caller.person.id)
        }
        if let old = before.scope, old != after.scope { try admission.changeScope(of: after.id, from: old) }
        for var invitation in try transaction.invitations()
        where invitation.person == after.id && invitation.usedBy == nil && !invitation.revoked {
            invitation.revoked = true
            try transaction.save(invitation)
            try admission.log("invitation_revoked", by: caller.person.id, on: invitation.id)
        }
        let branch = after.branch.map { " \($0)" } ?? ""
        try admission.log(
            "person_changed", by: caller.person.id, on: after.id, detail: after.role.rawValue + branch)
        return (after.id, try transaction.devices().filter { $0.person == after.id }.map(\.id))
    }

    private static func changed(
        _ person: PersonRecord, _ request: Cartera_V1_SetPersonRequest, _ reading: any ServerReading
    ) throws -> PersonRecord {
        var changed = person
        if !request.role.isEmpty { changed.role = try role(request.role) }
        let isOfBranch = rolesOfBranch.contains(changed.role)
        if !request.branch.isEmpty {
            changed.branch = try Names(reading: reading).branch(request.branch).id
        } else if !isOfBranch {
            changed.branch = nil
        }
        _ = try Self.isOfBranch(changed.role, hasBranch: changed.branch != nil)
        return changed
    }

    /// Accounts belong to collectors of their branch: who stops being one gives his on first.
    private static func demandHandedOver(
        _ before: PersonRecord, _ after: PersonRecord, _ reading: any ServerReading
    ) throws {
        guard before.role == .collector, let branch = before.branch,
            after.role != .collector || after.branch != branch,
            try !reading.accounts(branch: branch, audience: .collector(before.id), after: nil, limit: 1).isEmpty
        else { return }
        throw ServiceFailure(
            .failedPrecondition, code: "accounts_assigned", "This person still has accounts.",
            hint: "Give them on first: `cartera admin assign --from PERSON --to PERSON`.")
    }
}
