internal import FieldModel
internal import SyncCore

/// What a Hello leads to in the store: reading the facts, issuing a renewed certificate, keeping the contact.
struct DeviceDesk: Sendable {
    let core: ServerCore
    let identity: PeerIdentity

    struct Result: Sendable {
        var greeting: Greeting
        var pushing: PushingDevice
        var person: PersonID
        var incarnation: UInt32
        var accepted: [String]
        /// What is written once the Welcome is on its way.
        var contact: DeviceContact
        /// The place that it takes among the exchanges at work; nil when it was told to wait.
        var place: Place?
    }

    /// A place among the exchanges at work.
    struct Place: Sendable {
        var branch: BranchID?
        var enteredAt: Instant
    }

    func greet(_ hello: Hello) async throws -> Result {
        let id = identity.device
        try await adoptUnknown(hello)
        var facts = try await core.readers.read { try DeviceFacts(hello, of: id, in: $0) }
        let now = core.now
        if let reason = greeter(hello, facts, now).newQuarantine {
            _ = try await core.admit { try $0.quarantine(id, because: reason, incarnation: hello.incarnation) }
            facts = try await core.readers.read { try DeviceFacts(hello, of: id, in: $0) }
        }
        if facts.needsIncarnation(hello) {
            try await core.writer.perform { try Incarnations.give(to: id, insteadOf: hello.incarnation, in: $0) }
            facts = try await core.readers.read { try DeviceFacts(hello, of: id, in: $0) }
        }
        let branch = facts.scope?.branch
        var place: Place? = Place(branch: branch, enteredAt: now)
        if case .wait(let milliseconds) = core.registry.arrive(id, of: branch, at: now) {
            facts.wait = milliseconds
            place = nil
        }
        core.merge(hello.hlc)
        let greeter = greeter(hello, facts, now)
        var renewed = ""
        let mayRenew = facts.device.state == .active && !facts.person.disabled
        if !hello.renewalRequest.isEmpty, mayRenew {
            do {
                renewed = try await CertificateIssue(core: core).renew(identity, request: hello.renewalRequest)
            } catch {
                if let place { leave(place) }
                throw error
            }
        }
        var greeting = greeter.greeting(renewedCertificate: renewed)
        greeting.welcome.bodyDays = core.parts.policy.bodyDays
        return Result(
            greeting: greeting, pushing: greeter.pushing, person: facts.person.id,
            incarnation: facts.device.incarnation, accepted: hello.encodings, contact: greeter.contact, place: place)
    }

    func leave(_ place: Place) { core.registry.leave(place.branch, enteredAt: place.enteredAt, at: core.now) }

    /// Rows of the device's replica differed and were sent again.
    func noteRepair(rows: Int, isFirst: Bool) async throws {
        let id = identity.device
        let now = core.now
        try await core.writer.perform {
            try RepairHistory.note(rows: rows, isFirst: isFirst, of: id, at: now, in: $0)
        }
    }

    /// A device that the store does not know may be younger than the backup that the store came from.
    private func adoptUnknown(_ hello: Hello) async throws {
        let identity = identity
        if try await core.readers.read({ try $0.device(identity.device) != nil }) { return }
        _ = try await core.admit { admission in
            try UnknownDevice.adopt(
                identity.device, generation: identity.generation, incarnation: hello.incarnation, in: admission)
        }
    }

    private func greeter(_ hello: Hello, _ facts: DeviceFacts, _ now: Instant) -> Greeter {
        Greeter(hello: hello, facts: facts, generation: identity.generation, now: now)
    }

    func keep(_ contact: DeviceContact) async throws {
        let id = identity.device
        try await core.writer.perform { try contact.keep(id, in: $0) }
    }

    /// `lateThrough`: the device has the late receipts before that number.
    func keep(_ applied: Applied, in scope: SyncScope?, lateThrough: UInt64?) async throws {
        let id = identity.device
        let now = core.now
        try await core.writer.perform { transaction in
            try applied.keep(id, in: scope, at: now, in: transaction)
            if let lateThrough { try LateReceipts.strike(through: lateThrough, of: id, transaction) }
        }
    }
}
