package import FieldModel

/// The device's side of one exchange: what each of the server's frames means where it stands.
///
/// Pure: the shell performs the actions in order and reports back with `reached`, `repairAsked` and `repairEnded`.
/// A device speaks first and at length (Hello, its operations, EndOfPush), so that a reconnect costs one round trip.
package struct ClientSession: Sendable {
    /// How an exchange came to its end.
    package enum Ending: Hashable, Sendable {
        case done
        /// The stream closed without the peer's Bye.
        case cut
        case wait(milliseconds: UInt32)
        case upgrade(oldSide: String, oldest: UInt32, newest: UInt32)
        case quarantined(reason: String)
        case revoked(reason: String)
        /// Another exchange of this device took its place.
        case superseded
        case shuttingDown(retryAfterMilliseconds: UInt32)
        /// The server gave up with a stable code.
        case refused(code: String, detail: String)
        /// The server said what it may not say here.
        case peerFault(String)
    }

    package enum PushStart: Hashable, Sendable {
        /// What is not acknowledged.
        case pending
        /// The same of every chain: in quarantine an operation keeps the place that it has.
        case pendingOfAllChains
        /// Everything of the chain from here, acknowledged or not: the server asks for it.
        case sequence(UInt64)
        /// The same, and after it what is not acknowledged of the chains before it.
        case allChains(from: UInt64)
    }

    package enum Action: Hashable, Sendable {
        case keepWelcome(Welcome)
        /// Positions start over; rows are compared, the outbox stays.
        case startOver(reason: String)
        case rechain(incarnation: UInt32)
        /// Batches, then EndOfPush of the round.
        case push(from: PushStart, round: UInt32)
        case keepReceipts([Receipt])
        case applyPage(Page)
        /// Take the checkpoint's position, compare digests, answer with `reached`.
        case reach(Checkpoint)
        case beginRepair(BranchID)
        case takeRepair(RepairReply)
        case send(DeviceFrame)
        case end(Ending)
    }

    private enum State: Hashable, Sendable {
        case greeting
        case round(UInt32)
        case repairing
        case idle
        case leaving(Ending)
        case ended(Ending)
    }

    private var state = State.greeting
    private let isLive: Bool
    package private(set) var round: UInt32 = 1
    /// A quarantined or revoked device pushes, and is sent no change.
    private var restriction: Ending?
    private var repairs = 0
    /// Exchanges of words in which the device had to wait for the server.
    package private(set) var roundTrips = 1
    /// Whether the server confirmed the end: what was reported last has arrived.
    package private(set) var isConfirmed = false

    private static let mostRepairs = 1

    package init(live: Bool) { isLive = live }

    package var isIdle: Bool { state == .idle }
    package var isRestricted: Bool { restriction != nil }

    package var ending: Ending? {
        if case .ended(let ending) = state { return ending }
        return nil
    }
}

extension ClientSession {
    /// What follows Hello at once. `wasRestricted`: by the server's last word work goes into quarantine.
    package mutating func start(wasRestricted: Bool = false) -> [Action] {
        [.push(from: wasRestricted ? .pendingOfAllChains : .pending, round: round)]
    }

    package mutating func received(_ frame: ServerFrame) -> [Action] {
        if case .ended = state { return [] }
        switch frame {
        case .bye(let bye): return left(bye)
        case .welcome(let welcome): return welcomed(welcome)
        case .receipts(let receipts): return isGreeting ? fault("receipts") : [.keepReceipts(receipts)]
        case .page(let page):
            if isLeaving { return [] }
            return isGreeting || isRestricted ? fault("page") : [.applyPage(page)]
        case .checkpoint(let checkpoint):
            if isLeaving { return [] }
            if isGreeting { return fault("checkpoint") }
            if let restriction { return leave(restriction) }
            return [.reach(checkpoint)]
        case .repair(let reply):
            if isLeaving { return [] }
            return state == .repairing ? [.takeRepair(reply)] : fault("repair")
        }
    }

    /// The checkpoint was compared. `hasMore` says that operations wait for another round.
    package mutating func reached(_ checkpoint: Checkpoint, _ applied: Applied, equal: Bool, hasMore: Bool) -> [Action]
    {
        guard state == .round(checkpoint.round) || state == .idle else { return [.send(.applied(applied))] }
        if !equal, repairs < Self.mostRepairs, let branch = checkpoint.at.branch {
            repairs += 1
            state = .repairing
            return [.send(.applied(applied)), .beginRepair(branch)]
        }
        if hasMore { return [.send(.applied(applied))] + nextRound() }
        if isLive {
            state = .idle
            return [.send(.applied(applied))]
        }
        return [.send(.applied(applied))] + leave(.done)
    }

    package mutating func repairAsked(_ request: RepairRequest) -> [Action] {
        guard state == .repairing else { return [] }
        roundTrips += 1
        return [.send(.repair(request))]
    }

    /// The rows that differed were replaced: a further round proves it.
    package mutating func repairEnded() -> [Action] { state == .repairing ? nextRound() : [] }

    /// Somebody wrote on this home, or asks for a round.
    package mutating func poked() -> [Action] { state == .idle ? nextRound() : [] }

    /// Ends a live session in peace.
    package mutating func stop() -> [Action] {
        switch state {
        case .leaving, .ended: []
        default: leave(.done)
        }
    }

    package mutating func streamClosed() -> [Action] {
        switch state {
        case .ended: return []
        case .leaving(let ending): return end(ending)
        default: return end(.cut)
        }
    }
}

extension ClientSession {
    private var isGreeting: Bool { state == .greeting }

    private var isLeaving: Bool {
        if case .leaving = state { return true }
        return false
    }

    private mutating func welcomed(_ welcome: Welcome) -> [Action] {
        guard isGreeting else { return isLeaving ? [] : fault("welcome") }
        let keep = Action.keepWelcome(welcome)
        let onwards = welcome.chain.sequence &+ 1
        switch welcome.verdict {
        case .resume:
            state = .round(round)
            return [keep]
        case .sendFrom(let sequence):
            return [keep] + again(.sequence(sequence))
        case .newIncarnation(let incarnation):
            return [keep, .rechain(incarnation: incarnation)] + again(.pending)
        case .scopeChanged:
            return [keep, .startOver(reason: "scope_changed")] + again(.sequence(onwards))
        case .rebaseline where welcome.verdict.comparesByKeys:
            return [keep] + again(.sequence(onwards))
        case .rebaseline(let reason):
            return [keep, .startOver(reason: reason)] + again(.sequence(onwards))
        case .quarantined(let reason):
            restriction = .quarantined(reason: reason)
            return [keep] + again(.allChains(from: onwards))
        case .revoked(let reason):
            restriction = .revoked(reason: reason)
            return [keep] + again(.allChains(from: onwards))
        case .upgrade(let oldest, let newest, let oldSide):
            return leave(.upgrade(oldSide: oldSide, oldest: oldest, newest: newest))
        case .wait(let milliseconds):
            return [keep] + leave(.wait(milliseconds: milliseconds))
        }
    }

    /// What was sent ahead of a Welcome that is no `resume` was ignored.
    private mutating func again(_ start: PushStart) -> [Action] {
        round += 1
        roundTrips += 1
        state = .round(round)
        return [.push(from: start, round: round)]
    }

    private mutating func nextRound() -> [Action] { again(.pending) }

    private mutating func left(_ bye: Bye) -> [Action] {
        isConfirmed = bye.reason == "done"
        if case .leaving(let ending) = state { return end(ending) }
        if let restriction { return end(restriction) }
        switch bye.reason {
        case "done": return end(.done)
        case "superseded": return end(.superseded)
        case "wait": return end(.wait(milliseconds: bye.retryAfterMilliseconds))
        case "shutting_down": return end(.shuttingDown(retryAfterMilliseconds: bye.retryAfterMilliseconds))
        case "revoked": return end(.revoked(reason: bye.detail))
        case "quarantined": return end(.quarantined(reason: bye.detail))
        default: return end(.refused(code: bye.reason, detail: bye.detail))
        }
    }

    private mutating func leave(_ ending: Ending) -> [Action] {
        state = .leaving(ending)
        return [.send(.bye(Bye(reason: "done")))]
    }

    private mutating func fault(_ what: String) -> [Action] {
        [.send(.bye(Bye(reason: "error", detail: "unexpected \(what)")))] + end(.peerFault(what))
    }

    private mutating func end(_ ending: Ending) -> [Action] {
        state = .ended(ending)
        return [.end(ending)]
    }
}
