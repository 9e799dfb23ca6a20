internal import FieldModel
internal import FoundationEssentials
internal import GRPCCore
internal import SwiftProtobuf
package import SyncCore
internal import SyncWire

/// Invitations: a token of 160 bits that is shown once and stored as its hash, for one person, one use, 24 hours.
package struct Invitations: Sendable {
    package static let lifeMilliseconds: Int64 = 24 * 3_600_000
    static let tokenBytes = 20
    /// What an invitation begins with, before the base64url of its content.
    package static let prefix = "cartera1-"

    let core: ServerCore

    package init(core: ServerCore) { self.core = core }

    /// Makes one for a person who is not disabled; logged as an act of `actor`.
    func make(
        for person: PersonRecord, by actor: Identifier, in admission: inout Admission
    ) throws -> (record: InvitationRecord, text: String) {
        if person.disabled {
            throw ServiceFailure(.failedPrecondition, code: "person_disabled", "This person is disabled.")
        }
        let parts = core.parts
        let token = parts.randomBytes(Self.tokenBytes)
        let record = InvitationRecord(
            id: parts.mint(), tokenHash: parts.hash.sha256(token), person: person.id, createdAt: admission.now,
            expiresAt: admission.now + Self.lifeMilliseconds)
        try admission.transaction.save(record)
        try admission.log("invitation_made", by: actor, on: record.id, detail: person.id.description)
        return (record, try Self.text(token: token, organisation: parts.organisation))
    }

    private static func text(token: [UInt8], organisation: OrganisationInfo) throws -> String {
        let content = Cartera_V1_Invitation.with {
            $0.hosts = organisation.hosts
            $0.authority = organisation.authority
            $0.rootFingerprint = Data(organisation.rootFingerprint)
            $0.token = Data(token)
            $0.organisation = organisation.name
        }
        let bytes: Data = try content.serializedBytes()
        let base64 = bytes.base64EncodedString().filter { $0 != "=" }
        return prefix + String(base64.map { $0 == "+" ? "-" : $0 == "/" ? "_" : $0 })
    }
}

extension Invitations {
    /// The invitation of a new person with that role, for when no device can ask: the first one, and break-glass.
    /// A second person of that name gets a number behind it.
    package func makeForNewPerson(name: String, role: Role) async throws -> String {
        let core = core
        return try await core.admit { admission in
            let taken = Set(try admission.transaction.persons().map(\.name))
            var free = name
            var number = 1
            while taken.contains(free) {
                number += 1
                free = "\(name) \(number)"
            }
            let person = PersonRecord(
                id: core.parts.mint(), name: free, role: role, branch: nil, createdAt: admission.now)
            try admission.transaction.save(person)
            try admission.log("person_added", by: person.id, on: person.id, detail: role.rawValue)
            for branch in try admission.transaction.branches() {
                try admission.write(.person(Person(person)), id: person.id, branch: branch, author: person.id)
            }
            return try Invitations(core: core).make(for: person, by: person.id, in: &admission).text
        }
    }
}

extension Person {
    init(_ record: PersonRecord) {
        self.init(name: record.name, role: record.role.rawValue, branch: record.branch, disabled: record.disabled)
    }
}
