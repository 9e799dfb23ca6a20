internal import FieldModel
internal import SyncCore

/// What the server knows of a device at the moment of its Hello, read in one snapshot.
struct DeviceFacts: Sendable, Hashable {
    var device: DeviceRecord
    var person: PersonRecord
    var scope: SyncScope?
    var head: FeedPosition?
    /// Of the device's present incarnation.
    var chain: ChainEnd
    /// Link of the operation at the position that the device says was acknowledged last; nil when there is none.
    var acknowledgedLink: [UInt8]?
    var clock: ClockMemory?
    var isFull: Bool
}

/// The device's clocks at its contact before this one.
struct ClockMemory: Sendable, Hashable {
    var wall: Int64
    var monotonic: Int64
    var boot: String
    var offset: Int64

    static func key(_ device: DeviceID) -> String { "clock.\(device)" }

    var text: String { "\(wall) \(monotonic) \(offset) \(boot)" }

    init(_ hello: Hello, offset: Int64) {
        wall = hello.wallClock.milliseconds
        monotonic = hello.monotonic
        boot = hello.bootID.prefix(16).map { String($0, radix: 16) }.joined(separator: ".")
        self.offset = offset
    }

    init?(text: String) {
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 4, let wall = Int64(words[0]), let monotonic = Int64(words[1]),
            let offset = Int64(words[2])
        else { return nil }
        (self.wall, self.monotonic, self.offset, boot) = (wall, monotonic, offset, String(words[3]))
    }

    /// Whether the wall clock was set between `self` and `later`: against the monotonic clock within one boot, against
    /// the server's clock otherwise.
    func hasJumped(until later: ClockMemory, skew: Int64) -> Bool {
        let moved: Int64
        if boot == later.boot, !boot.isEmpty {
            let wallPassed = later.wall.subtractingReportingOverflow(wall)
            let truePassed = later.monotonic.subtractingReportingOverflow(monotonic)
            if wallPassed.overflow || truePassed.overflow { return true }
            moved = wallPassed.partialValue &- truePassed.partialValue
        } else {
            moved = later.offset &- offset
        }
        return moved.magnitude > UInt64(skew)
    }
}

/// The answer to a Hello, decided from facts: no I/O.
struct Greeter {
    let hello: Hello
    let facts: DeviceFacts
    let identity: PeerIdentity
    let now: Instant

    /// Days that a device may be silent before it loses its lease.
    static let leaseMilliseconds: Int64 = 90 * 86_400_000

    /// What a peer may claim stays within what can be counted.
    var clockOffset: Int64 {
        let (difference, overflow) = now.milliseconds.subtractingReportingOverflow(hello.wallClock.milliseconds)
        return overflow ? 0 : difference
    }

    var isClockSuspect: Bool {
        facts.clock?.hasJumped(
            until: ClockMemory(hello, offset: clockOffset), skew: Limits.clockSkewMilliseconds) ?? false
    }

    /// Why the device is to be quarantined from here on; nil when it is sound, or not active anyway.
    var newQuarantine: String? {
        guard facts.device.state == .active else { return nil }
        if identity.generation < facts.device.generationUsed { return DeviceReason.oldCertificate }
        if hello.incarnation > facts.device.incarnation { return DeviceReason.chainFork }
        guard hello.incarnation == facts.device.incarnation else { return nil }
        if hello.lastMinted.sequence < facts.chain.sequence { return DeviceReason.chainBehind }
        if hello.lastMinted.sequence == facts.chain.sequence, hello.lastMinted.link != facts.chain.link {
            return DeviceReason.chainFork
        }
        let acknowledged = hello.lastAcknowledged
        guard acknowledged.sequence > 0, acknowledged.sequence <= facts.chain.sequence else { return nil }
        return facts.acknowledgedLink == acknowledged.link ? nil : DeviceReason.chainFork
    }

    func greeting(renewedCertificate: String = "") -> Greeting {
        let verdict = verdict
        var welcome = Welcome(serverTime: now, verdict: verdict)
        welcome.chain = facts.chain
        welcome.role = facts.person.role.rawValue
        welcome.person = facts.person.id
        welcome.leaseExpiresAt = now + Self.leaseMilliseconds
        welcome.clockOffset = clockOffset
        welcome.renewedCertificate = renewedCertificate
        welcome.scope = "none"
        guard let mode = mode(verdict) else {
            guard let scope = facts.scope else { return Greeting(welcome: welcome, mode: .unscoped) }
            welcome.scope = scope.name
            welcome.heads = facts.head.map { [$0] } ?? []
            return Greeting(welcome: welcome, mode: .scoped(scope, cursor: cursor(verdict, scope)))
        }
        return Greeting(welcome: welcome, mode: mode)
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
        case .quarantined: return .quarantined(reason: facts.device.reason)
        case .active: break
        }
        if facts.isFull { return .wait(milliseconds: wait) }
        if hello.incarnation < facts.device.incarnation { return .newIncarnation(facts.device.incarnation) }
        return placeVerdict
    }

    /// Devices that are told to wait come back spread over the half minute after the first five seconds.
    private var wait: UInt32 { 5_000 + UInt32(facts.device.id.low % 30_000) }

    private var placeVerdict: WelcomeVerdict {
        let positions = hello.positions
        if let scope = facts.scope, let head = facts.head, !positions.isEmpty {
            guard positions.count == 1, positions[0].cursor.branch == scope.branch else { return .scopeChanged }
            if positions[0].cursor.epoch != head.epoch, positions[0].cursor.epoch != 0 {
                return .rebaseline(reason: "epoch")
            }
            if positions[0].cursor.commit > head.commit { return .rebaseline(reason: "ahead") }
        }
        if facts.scope == nil, !positions.isEmpty { return .scopeChanged }
        if hello.lastAcknowledged.sequence > facts.chain.sequence {
            return .sendFrom(sequence: facts.chain.sequence + 1)
        }
        return .resume
    }

    private func cursor(_ verdict: WelcomeVerdict, _ scope: SyncScope) -> FeedPosition {
        let start = FeedPosition(branch: scope.branch, epoch: facts.head?.epoch ?? 0)
        switch verdict {
        case .scopeChanged, .rebaseline: return start
        default:
            guard let position = hello.positions.first?.cursor, position.branch == scope.branch,
                position.epoch == start.epoch
            else { return start }
            return position
        }
    }
}
