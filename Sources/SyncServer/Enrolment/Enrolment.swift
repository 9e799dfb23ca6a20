internal import FieldModel
internal import GRPCCore
internal import SyncCore
internal import Synchronization

/// An invitation being used: once, or again with the same request, which gives the same device.
struct Enrolment: Sendable {
    let token: [UInt8]
    let request: [UInt8]
    let name: String
    /// The device that this home was enrolled as before.
    let device: DeviceID?
    /// The newest incarnation of its chains.
    var incarnation: UInt32 = 0

    /// What an older home may claim: beyond it the numbers of lanes begin.
    private static let mostIncarnation: UInt32 = 1 << 16

    func check() throws {
        guard token.count == Invitations.tokenBytes else { throw Self.unknown }
        guard !request.isEmpty, request.count <= 4096 else {
            throw ServiceFailure.invalid(
                "certificate_request_refused", "The certificate request is empty or too large.")
        }
        guard name.utf8.count <= Limits.nameBytes, !name.unicodeScalars.contains(where: { $0.value < 32 }) else {
            throw ServiceFailure.invalid("name_invalid", "The device's name is too long or has control characters.")
        }
    }

    func run(in admission: inout Admission, _ parts: ServerParts) throws -> DeviceRecord {
        let transaction = admission.transaction
        guard var invitation = try transaction.invitation(tokenHash: parts.hash.sha256(token)) else {
            throw Self.unknown
        }
        if invitation.revoked {
            throw ServiceFailure(
                .permissionDenied, code: "invitation_revoked", "This invitation was revoked.",
                hint: "Ask the administrator for a new one.")
        }
        guard let person = try transaction.person(invitation.person), !person.disabled else {
            throw ServiceFailure(.permissionDenied, code: "person_disabled", "This person is disabled.")
        }
        if let used = invitation.usedBy {
            guard let device = try transaction.device(used), device.requestHash == parts.hash.sha256(request) else {
                throw ServiceFailure(
                    .permissionDenied, code: "invitation_used", "This invitation was used before.",
                    hint: "Ask the administrator for a new one.")
            }
            return device
        }
        guard admission.now < invitation.expiresAt else {
            throw ServiceFailure(
                .permissionDenied, code: "invitation_expired", "This invitation has expired.",
                hint: "Ask the administrator for a new one.")
        }
        var record = try enrolled(for: person, in: admission)
        record.leaseExpiresAt = admission.now + Greeter.leaseMilliseconds
        if !name.isEmpty { record.name = name }
        _ = try CertificateIssue.issue(request, to: &record, branch: person.branch, in: transaction, parts: parts)
        invitation.usedBy = record.id
        try transaction.save(invitation)
        try admission.log("device_enrolled", by: person.id, on: record.id)
        return record
    }

    /// The same device when the home was this person's and is not revoked, else a new one.
    private func enrolled(for person: PersonRecord, in admission: Admission) throws -> DeviceRecord {
        let transaction = admission.transaction
        if let device, let known = try transaction.device(device), known.person == person.id, known.state != .revoked {
            return known
        }
        var record = DeviceRecord(
            id: admission.parts.mint(), name: name, code: try Self.nextCode(transaction), person: person.id,
            enrolledAt: admission.now, leaseExpiresAt: admission.now)
        if device != nil { record.incarnation = min(incarnation, Self.mostIncarnation) + 1 }
        return record
    }

    private static let unknown = ServiceFailure(
        .permissionDenied, code: "invitation_unknown", "This invitation is not one of this server's.",
        hint: "Check that it was copied whole, and that it is for this server.")

    static func nextCode(_ transaction: any ServerTransaction) throws -> String {
        let number = (try transaction.setting("devices.counter").flatMap { UInt64($0) } ?? 0) + 1
        try transaction.setSetting("devices.counter", String(number))
        return code(number)
    }

    /// Digits and capitals without I, L, O and U, at least three.
    static func code(_ number: UInt64) -> String {
        let letters = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
        var rest = number
        var code = ""
        while rest > 0 || code.count < 3 {
            code = String(letters[Int(rest % 32)]) + code
            rest /= 32
        }
        return code
    }
}

/// A certificate that ran out being replaced: its key signed the server's nonce.
struct Renewal: Sendable {
    let presented: PresentedCertificate
    let request: [UInt8]

    /// The record may come back quarantined: an older certificate than one used since means a copied laptop.
    func run(in admission: inout Admission, _ parts: ServerParts) throws -> DeviceRecord {
        let transaction = admission.transaction
        let known = try UnknownDevice.adopt(
            presented.device, generation: presented.generation, incarnation: 1, in: admission)
        guard var device = known, let person = try transaction.person(of: device) else {
            throw ServiceFailure(.unauthenticated, code: "unknown_device", "The server does not know this device.")
        }
        if device.state == .revoked || person.disabled {
            throw ServiceFailure(.permissionDenied, code: "revoked", "This device is revoked.")
        }
        guard admission.now < device.leaseExpiresAt else {
            throw ServiceFailure(
                .permissionDenied, code: "lease_ended", "This device was silent for longer than its lease.",
                hint: "Enrol it again on the same home: nothing that it has recorded is lost.")
        }
        guard device.state == .active else { return device }
        if presented.generation < device.generationUsed {
            device.state = .quarantined
            device.reason = DeviceReason.oldCertificate
            try transaction.save(device)
            try admission.log("device_quarantined", by: device.person, on: device.id, detail: device.reason)
            return device
        }
        device.generationUsed = max(device.generationUsed, presented.generation)
        device.generationIssued = max(device.generationIssued, presented.generation)
        _ = try CertificateIssue.issue(
            request, to: &device, branch: person.branch, in: transaction, parts: parts)
        try transaction.save(device)
        return device
    }
}

/// Nonces that were given out: two minutes, one use.
final class NonceBook: Sendable {
    static let bytes = 32
    static let lifeMilliseconds: Int64 = 120_000
    static let most = 10_000

    private let given = Mutex<[[UInt8]: Instant]>([:])

    func add(_ nonce: [UInt8], now: Instant) {
        given.withLock { given in
            if given.count >= Self.most { given = given.filter { now < $0.value } }
            if given.count < Self.most { given[nonce] = now + Self.lifeMilliseconds }
        }
    }

    func take(_ nonce: [UInt8], now: Instant) -> Bool {
        given.withLock { $0.removeValue(forKey: nonce).map { now < $0 } ?? false }
    }
}
