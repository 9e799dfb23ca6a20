internal import FieldModel
internal import GRPCCore
internal import SyncCore

/// What a Hello leads to in the store: reading the facts, issuing a renewed certificate, keeping the contact.
struct DeviceContact: Sendable {
    let core: ServerCore
    let identity: PeerIdentity

    struct Result: Sendable {
        var greeting: Greeting
        var pushing: PushingDevice
        var incarnation: UInt32
        var accepted: [String]
        /// What is written once the Welcome is on its way.
        var record: ContactRecord
    }

    struct ContactRecord: Sendable {
        var hello: Hello
        var at: Instant
        var offset: Int64
        var isSuspect: Bool
    }

    func greet(_ hello: Hello) async throws -> Result {
        var facts = try await read(hello)
        let now = core.now
        if let reason = Greeter(hello: hello, facts: facts, identity: identity, now: now).newQuarantine {
            facts.device = try await quarantine(reason)
        }
        core.merge(hello.hlc)
        let greeter = Greeter(hello: hello, facts: facts, identity: identity, now: now)
        var renewed = ""
        let mayRenew = facts.device.state == .active && !facts.person.disabled
        if !hello.renewalRequest.isEmpty, mayRenew {
            renewed = try await CertificateIssue(core: core).renew(facts.device.id, request: hello.renewalRequest)
        }
        let pushing = PushingDevice(
            id: identity.device, scope: facts.scope, clockOffset: greeter.clockOffset,
            clockSuspect: greeter.isClockSuspect, previousContact: facts.device.lastContactAt)
        return Result(
            greeting: greeter.greeting(renewedCertificate: renewed), pushing: pushing,
            incarnation: facts.device.incarnation, accepted: hello.encodings,
            record: ContactRecord(
                hello: hello, at: now, offset: greeter.clockOffset, isSuspect: greeter.isClockSuspect))
    }

    private func read(_ hello: Hello) async throws -> DeviceFacts {
        let isFull = core.registry.isFull
        let id = identity.device
        return try await core.readers.read { reading in
            guard let device = try reading.device(id), let person = try reading.person(device.person) else {
                throw ServiceFailure(.unauthenticated, code: "unknown_device", "The server does not know this device.")
            }
            let scope = AuthorisationTable.scope(of: person)
            let acknowledged = try reading.operation(
                device: id, incarnation: device.incarnation, sequence: hello.lastAcknowledged.sequence)
            return DeviceFacts(
                device: device, person: person, scope: scope, head: try scope.map { try reading.head($0.branch) },
                chain: try reading.chainEnd(device: id, incarnation: device.incarnation),
                acknowledgedLink: acknowledged?.link,
                clock: try reading.setting(ClockMemory.key(id)).flatMap { ClockMemory(text: $0) }, isFull: isFull)
        }
    }

    private func quarantine(_ reason: String) async throws -> DeviceRecord {
        let id = identity.device
        return try await core.admit { admission in
            guard var device = try admission.transaction.device(id) else { throw DeviceContact.unknown }
            guard device.state == .active else { return device }
            device.state = .quarantined
            device.reason = reason
            try admission.transaction.save(device)
            try admission.log("device_quarantined", by: device.person, on: id, detail: reason)
            return device
        }
    }

    private static let unknown = ServiceFailure(
        .unauthenticated, code: "unknown_device", "The server does not know this device.")

    func keep(_ record: ContactRecord) async throws {
        let identity = identity
        try await core.writer.perform { transaction in
            guard var device = try transaction.device(identity.device) else { return }
            let hello = record.hello
            device.lastContactAt = record.at
            device.clockOffset = record.offset
            device.clockSuspect = record.isSuspect
            device.pending = min(hello.pending, UInt64(Int64.max))
            device.oldestUnsentAt = hello.oldestUnsentAt
            device.programVersion = String(hello.programVersion.prefix(64))
            device.generationUsed = max(device.generationUsed, identity.generation)
            if device.state != .revoked { device.leaseExpiresAt = record.at + Greeter.leaseMilliseconds }
            try transaction.save(device)
            try transaction.setSetting(
                ClockMemory.key(identity.device), ClockMemory(hello, offset: record.offset).text)
        }
    }

    /// Keeps what the device says it has applied; a checkpoint's comparison means that its round was worked off.
    func keep(_ applied: Applied) async throws {
        let id = identity.device
        let now = core.now
        try await core.writer.perform { transaction in
            guard var device = try transaction.device(id) else { return }
            let isOlder =
                applied.cursor.epoch == device.cursor.epoch && applied.cursor.branch == device.cursor.branch
                && applied.cursor.precedes(device.cursor)
            if !isOlder { device.cursor = applied.cursor }
            if !applied.comparison.isEmpty {
                device.digest = applied.comparison == "match" ? "match" : "mismatch"
                device.digestVerifiedAt = applied.comparison == "match" ? now : device.digestVerifiedAt
                device.pending = 0
                device.oldestUnsentAt = nil
            }
            try transaction.save(device)
            try transaction.confirmErasure(device: id, accounts: applied.erased)
        }
    }
}
