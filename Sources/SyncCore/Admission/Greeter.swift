package import FieldModel

/// What the server knows of a device at the moment of its Hello, read in one snapshot.
package struct DeviceFacts: Sendable, Hashable {
    package var device: DeviceRecord
    package var person: PersonRecord
    package var scope: SyncScope?
    var head: FeedPosition?
    /// Of the device's present incarnation.
    var chain: ChainEnd
    /// The number that was renewed to be the device's present incarnation; nil when an administrator gave that.
    var renewedIncarnation: UInt32?
    /// Link of the operation at the position that the device says was acknowledged last; nil when there is none.
    var acknowledgedLink: [UInt8]?
    var clock: ClockMemory?
    var contacts: ContactHistory
    var arrived: Set<ContactHistory.Place>
    /// Commits of the branch up to which the feed has forgotten deletions and evictions.
    var fence: UInt64
    /// The last commit that the restore which began the present epoch left in the branch.
    var epochBase: UInt64?
    /// The scope in which it last answered; nil when that was never noted.
    var answeredScope: String?
    /// What the device is told to wait before it may begin.
    package var wait: UInt32?

    package init(_ hello: Hello, of id: DeviceID, in reading: any ServerReading) throws {
        guard let device = try reading.device(id), let person = try reading.person(of: device) else {
            throw AdmissionFailure.unknownDevice
        }
        self.device = device
        self.person = person
        scope = person.scope
        head = try person.scope.map { try reading.head($0.branch) }
        fence = try person.scope.map { try FeedFence.commit($0.branch, in: reading) } ?? 0
        epochBase = try person.scope.flatMap { scope in
            try RestoreRecord.all(in: reading).last?.head(of: scope.branch, in: reading)
        }
        answeredScope = try DeviceScope.known(id, reading)
        chain = try reading.chainEnd(device: id, incarnation: device.incarnation)
        renewedIncarnation = try Incarnations.renewed(device, in: reading)
        acknowledgedLink = try reading.operation(
            device: id, incarnation: device.incarnation, sequence: hello.lastAcknowledged.sequence)?.link
        clock = try reading.setting(ClockMemory.key(id)).flatMap { ClockMemory(text: $0) }
        contacts = try ContactHistory.of(id, in: reading) ?? ContactHistory(incarnation: hello.incarnation)
        arrived = try contacts.arrived(with: hello, of: id, in: reading)
    }
}

/// The answer to a Hello, decided from facts: no I/O.
package struct Greeter {
    private let hello: Hello
    private let facts: DeviceFacts
    /// Of the certificate that the device showed.
    private let generation: UInt32
    private let now: Instant

    package init(hello: Hello, facts: DeviceFacts, generation: UInt32, now: Instant) {
        self.hello = hello
        self.facts = facts
        self.generation = generation
        self.now = now
    }

    /// Days that a device may be silent before it loses its lease.
    package static let leaseMilliseconds: Int64 = 90 * 86_400_000

    /// What a peer may claim stays within what can be counted.
    package var clockOffset: Int64 {
        let (difference, overflow) = now.milliseconds.subtractingReportingOverflow(hello.wallClock.milliseconds)
        return overflow ? 0 : difference
    }

    package var isClockSuspect: Bool {
        facts.clock?.hasJumped(
            until: ClockMemory(hello, offset: clockOffset), skew: Limits.clockSkewMilliseconds) ?? false
    }

    /// Why the device is to be quarantined from here on; nil when it is sound, or not active anyway.
    package var newQuarantine: String? {
        guard facts.device.state == .active else { return nil }
        if generation < facts.device.generationUsed { return DeviceReason.oldCertificate }
        if hello.incarnation > facts.device.incarnation { return DeviceReason.chainFork }
        guard hello.incarnation == facts.device.incarnation else {
            // Another laptop has gone on with the number that was given for this one.
            let isCopy = hello.incarnation == facts.renewedIncarnation && facts.chain.sequence > 0
            return isCopy ? DeviceReason.chainBehind : nil
        }
        if hello.lastMinted.sequence < facts.chain.sequence { return DeviceReason.chainBehind }
        if hello.lastMinted.sequence == facts.chain.sequence, hello.lastMinted.link != facts.chain.link {
            return DeviceReason.chainFork
        }
        let acknowledged = hello.lastAcknowledged
        guard acknowledged.sequence > 0, acknowledged.sequence <= facts.chain.sequence else { return nil }
        return facts.acknowledgedLink == acknowledged.link ? nil : DeviceReason.chainFork
    }

    /// What the server knows of the device while it pushes: with this contact, which is kept once the Welcome is on its
    /// way.
    package var pushing: PushingDevice {
        var contacts = facts.contacts
        contacts.add(hello, at: now, offset: clockOffset, isSuspect: isClockSuspect, arrived: facts.arrived)
        return PushingDevice(id: facts.device.id, scope: facts.scope, contacts: contacts, isOriginal: isOriginal)
    }

    private var isOriginal: Bool { hello.isOriginal(of: facts.device, chain: facts.chain, generation: generation) }

    package var contact: DeviceContact {
        DeviceContact(
            hello: hello, at: now, offset: clockOffset, isSuspect: isClockSuspect, generation: generation)
    }

    /// Behind the fence, and beyond a backup or the head, the feed does not say what to drop, whatever else the verdict
    /// is about.
    private var compares: Bool { hello.isComparing || isBehindFence || isBeyondBackup }

    private var isBeyondBackup: Bool {
        guard hello.comparesEpochs, let head = facts.head, let cursor = hello.positions.first?.cursor else {
            return false
        }
        guard cursor.branch == head.branch, cursor.epoch != 0 else { return false }
        return cursor.epoch != head.epoch || cursor.commit > head.commit
    }

    private var isBehindFence: Bool {
        guard let head = facts.head, let cursor = hello.positions.first?.cursor else { return false }
        return cursor.branch == head.branch && cursor.epoch == head.epoch && cursor.commit < facts.fence
    }

    package func greeting(renewedCertificate: String = "") -> Greeting {
        let verdict = verdict
        var welcome = Welcome(serverTime: now, verdict: verdict)
        welcome.chain = facts.chain
        if !facts.person.id.isNil {
            welcome.role = facts.person.role.rawValue
            welcome.person = facts.person.id
        }
        welcome.leaseExpiresAt = now + Self.leaseMilliseconds
        welcome.clockOffset = clockOffset
        welcome.compares = compares
        welcome.renewedCertificate = renewedCertificate
        welcome.scope = "none"
        let resendsFrom = resendsFrom(verdict)
        guard let mode = mode(verdict) else {
            guard let scope = facts.scope, !mustHearFirst(verdict) else {
                if let scope = facts.scope { welcome.scope = scope.name }
                welcome.heads = epochAlone
                return Greeting(welcome: welcome, mode: .unscoped, resendsFrom: resendsFrom)
            }
            welcome.scope = scope.name
            welcome.heads = facts.head.map { [$0] } ?? []
            return Greeting(
                welcome: welcome, mode: .scoped(scope, cursor: cursor(verdict, scope)), resendsFrom: resendsFrom)
        }
        welcome.heads = epochAlone
        return Greeting(welcome: welcome, mode: mode, resendsFrom: resendsFrom)
    }

    /// Whoever is not sent changes learns of a restore all the same.
    private var epochAlone: [FeedPosition] {
        facts.head.map { [FeedPosition(branch: $0.branch, epoch: $0.epoch)] } ?? []
    }

    /// A device that had more acknowledged than the server still has, after a restore, sends that first.
    private func resendsFrom(_ verdict: WelcomeVerdict) -> UInt64? {
        switch verdict {
        case .sendFrom(let sequence): return sequence
        case .rebaseline, .scopeChanged, .quarantined, .revoked:
            let hasLost =
                hello.incarnation == facts.device.incarnation && hello.lastAcknowledged.sequence > facts.chain.sequence
            return hasLost ? facts.chain.sequence + 1 : nil
        case .resume, .newIncarnation, .upgrade, .wait: return nil
        }
    }

    /// A device that has to change its chain and its scope hears of the one after the other: it is sent nothing until it
    /// knows that its rows are of a scope that is over.
    private func mustHearFirst(_ verdict: WelcomeVerdict) -> Bool {
        if case .newIncarnation = verdict { return hasAnotherScope }
        return false
    }

    /// Whether the replica's rows are of another scope than the person's.
    private var hasAnotherScope: Bool {
        guard !hello.positions.isEmpty else { return false }
        guard let scope = facts.scope else { return true }
        guard hello.positions.count == 1, hello.positions[0].cursor.branch == scope.branch else { return true }
        let known = hello.scope.isEmpty ? facts.answeredScope : hello.scope
        return known.map { $0 != scope.name } ?? false
    }

    /// How a verdict other than "go on" ends the exchange.
    private func mode(_ verdict: WelcomeVerdict) -> Greeting.Mode? {
        switch verdict {
        case .revoked(let reason): .quarantined(Bye(reason: "revoked", detail: reason))
        case .quarantined(let reason): .quarantined(Bye(reason: "quarantined", detail: reason))
        case .upgrade: .ended(Bye(reason: "upgrade"))
        case .wait(let milliseconds): .ended(Bye(reason: "wait", retryAfterMilliseconds: milliseconds))
        case .resume, .sendFrom, .newIncarnation, .scopeChanged, .rebaseline: nil
        }
    }

    private var verdict: WelcomeVerdict {
        if hello.protocolVersion != protocolVersion {
            let side = hello.protocolVersion < protocolVersion ? "client" : "server"
            return .upgrade(oldest: protocolVersion, newest: protocolVersion, oldSide: side)
        }
        if facts.person.disabled { return .revoked(reason: DeviceReason.personDisabled) }
        switch facts.device.state {
        case .revoked: return .revoked(reason: facts.device.reason)
        case .quarantined: if !isOriginal { return .quarantined(reason: facts.device.reason) }
        case .active: break
        }
        if let wait = facts.wait { return .wait(milliseconds: wait) }
        if hello.incarnation < facts.device.incarnation { return .newIncarnation(facts.device.incarnation) }
        return placeVerdict
    }

    private var placeVerdict: WelcomeVerdict {
        if hasAnotherScope { return .scopeChanged }
        let positions = hello.positions
        if let head = facts.head, !positions.isEmpty {
            if positions[0].cursor.epoch != head.epoch, positions[0].cursor.epoch != 0 {
                return .rebaseline(reason: hello.comparesEpochs ? WelcomeVerdict.comparedEpoch : "epoch")
            }
            if positions[0].cursor.commit > head.commit {
                return .rebaseline(reason: hello.comparesEpochs ? WelcomeVerdict.comparedEpoch : "ahead")
            }
            if isBehindFence { return .rebaseline(reason: WelcomeVerdict.fence) }
        }
        if hello.lastAcknowledged.sequence > facts.chain.sequence {
            return .sendFrom(sequence: facts.chain.sequence + 1)
        }
        return .resume
    }

    private func cursor(_ verdict: WelcomeVerdict, _ scope: SyncScope) -> FeedPosition {
        let start = FeedPosition(branch: scope.branch, epoch: facts.head?.epoch ?? 0)
        switch verdict {
        case .scopeChanged: return start
        case .rebaseline(WelcomeVerdict.comparedEpoch): return backedUpCursor(scope) ?? start
        case .rebaseline where !(verdict.comparesByKeys && hello.comparesKeys): return start
        default:
            guard let position = hello.positions.first?.cursor, position.branch == scope.branch,
                position.epoch == start.epoch
            else { return start }
            return position
        }
    }

    /// Where a device of an older epoch goes on: up to the backup's head the feed is the same, and what the device holds
    /// beyond it is found by comparing. Only after the last restore: of earlier ones less is in common than this head.
    ///
    /// A store that was set back by hand begins no epoch and gives out commits that it has given out before. Where that
    /// began nobody knows, so a device beyond the head goes on from there, and all before it is compared too.
    private func backedUpCursor(_ scope: SyncScope) -> FeedPosition? {
        guard let head = facts.head, let held = hello.positions.first?.cursor, held.branch == scope.branch else {
            return nil
        }
        if held.epoch == head.epoch { return head }
        guard let base = facts.epochBase else { return nil }
        let isWithin = held.commit < min(base, head.commit)
        return FeedPosition(
            branch: scope.branch, epoch: head.epoch, commit: min(held.commit, base, head.commit),
            lastKey: isWithin ? held.lastKey : [])
    }
}
