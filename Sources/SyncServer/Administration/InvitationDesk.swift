internal import FieldModel
internal import GRPCCore
internal import SwiftProtobuf
internal import SyncCore
internal import SyncWire

/// Invitations as administrators see them.
struct InvitationDesk: Sendable {
    let core: ServerCore
    let caller: Principal

    func invite(_ request: Cartera_V1_NameRequest) async throws -> Cartera_V1_InvitationReply {
        let core = core
        let actor = caller.person.id
        let (record, text) = try await core.admit { admission in
            let person = try Names(reading: admission.transaction).person(request.name)
            return try Invitations(core: core).make(for: person, by: actor, in: &admission)
        }
        return .with {
            $0.id = record.id.data
            $0.invitation = text
            $0.expiresAt = record.expiresAt.milliseconds
        }
    }

    func list(_ request: Cartera_V1_ListRequest) async throws -> [Cartera_V1_InvitationEntry] {
        let caller = caller
        let now = core.now
        return try await core.readers.read { reading in
            let branches = Set(try caller.branches(request.branch, in: reading).map(\.id))
            return try reading.invitations().sorted { $0.id < $1.id }.compactMap { invitation in
                let person = try reading.person(invitation.person)
                let isWanted = person?.branch.map(branches.contains) ?? (request.branch.isEmpty && caller.reaches(nil))
                return isWanted ? Self.entry(invitation, person, now: now) : nil
            }
        }
    }

    func revoke(_ request: Cartera_V1_NameRequest) async throws -> Cartera_V1_InvitationEntry {
        let actor = caller.person.id
        let now = core.now
        return try await core.admit { admission in
            let transaction = admission.transaction
            var invitation = try Names(reading: transaction).invitation(request.name)
            guard invitation.usedBy == nil else {
                throw ServiceFailure(
                    .failedPrecondition, code: "invitation_used", "This invitation was used.",
                    hint: "Revoke the device that it made.")
            }
            invitation.revoked = true
            try transaction.save(invitation)
            try admission.log("invitation_revoked", by: actor, on: invitation.id)
            return Self.entry(invitation, try transaction.person(invitation.person), now: now)
        }
    }

    private static func entry(
        _ invitation: InvitationRecord, _ person: PersonRecord?, now: Instant
    ) -> Cartera_V1_InvitationEntry {
        .with {
            $0.id = invitation.id.data
            $0.person = invitation.person.data
            $0.personName = person?.name ?? ""
            $0.createdAt = invitation.createdAt.milliseconds
            $0.expiresAt = invitation.expiresAt.milliseconds
            $0.device = invitation.usedBy.data
            $0.state =
                invitation.usedBy != nil
                ? "used" : invitation.revoked ? "revoked" : now >= invitation.expiresAt ? "expired" : "open"
        }
    }
}
