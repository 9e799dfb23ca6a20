internal import FieldModel

/// The server's side of one exchange as a value: each event returns what the shell is to do next, in order.
///
/// The shell performs one action at a time and reports what came of it (`greeted`, `admitted`, `pulled`); it looks for
/// signals between two actions. Whatever a peer sends out of turn ends the exchange with a `Bye` of a stable code.
package struct ServerSession: Sendable {
    private var state: State = .awaitingHello

    private enum State {
        case awaitingHello
        case greeting(live: Bool)
        case open(OpenExchange)
        case closed
    }

    package init() {}

    package enum Action: Hashable, Sendable {
        /// Look the device up, measure its clock, decide the verdict; then call `greeted`.
        case greet(Hello)
        case send(ServerFrame)
        /// Admit the operations, into quarantine when `quarantined`; then call `admitted`.
        case admit([SealedOperation], quarantined: Bool)
        /// Read and send the next page beyond `after`, and at the feed's end the checkpoint; then call `pulled`.
        case pull(scope: SyncScope, after: FeedPosition, round: UInt32)
        /// Keep what the device says it has applied; `lateThrough` when it has the late receipts up to there.
        case keep(Applied, lateThrough: UInt64?)
        case repair(RepairRequest, scope: SyncScope)
        /// Send the Bye and end the stream.
        case finish(Bye)
        /// The peer is gone without a Bye: end the stream.
        case abandon
    }
}

/// What the shell found out about the device that said Hello.
package struct Greeting: Hashable, Sendable {
    package enum Mode: Hashable, Sendable {
        /// Goes on from `cursor` (commit 0 to start over).
        case scoped(SyncScope, cursor: FeedPosition)
        /// No replica: an administrator's or auditor's device.
        case unscoped
        /// May push, and is sent nothing; ends with this Bye.
        case quarantined(Bye)
        /// The exchange ends here.
        case ended(Bye)
    }
    package var welcome: Welcome
    package var mode: Mode
    /// The sequence with which the device begins again, when what it sends ahead of this Welcome does not continue its
    /// chain here.
    package var resendsFrom: UInt64?

    package init(welcome: Welcome, mode: Mode, resendsFrom: UInt64? = nil) {
        self.welcome = welcome
        self.mode = mode
        self.resendsFrom = resendsFrom
    }
}

/// What became of a push.
package struct Admitted: Hashable, Sendable {
    package enum Next: Hashable, Sendable {
        case goOn
        /// The device is quarantined from here on.
        case quarantined(Bye)
        case ended(Bye)
    }
    package var receipts: [Receipt]
    package var next: Next

    package init(receipts: [Receipt], next: Next = .goOn) {
        self.receipts = receipts
        self.next = next
    }
}

/// How far a pull came. `page` is nil when nothing lay beyond; `end` when the checkpoint was reached.
package struct Pulled: Hashable, Sendable {
    package var page: Page?
    package var checkpoint: Checkpoint?
    package var reached: FeedPosition
    /// Receipts that became final since they were sent, to go before the checkpoint; their number is reported with the
    /// device's answer to it.
    package var late: [Receipt]
    package var lateThrough: UInt64

    package init(
        page: Page?, checkpoint: Checkpoint?, reached: FeedPosition, late: [Receipt] = [], lateThrough: UInt64 = 0
    ) {
        self.page = page
        self.checkpoint = checkpoint
        self.reached = reached
        self.late = late
        self.lateThrough = lateThrough
    }
}

/// An exchange that has been welcomed.
private struct OpenExchange {
    var mode: Greeting.Mode
    var live: Bool
    var cursor = FeedPosition()
    /// The sequence that the next push must begin with; what was sent ahead of the Welcome is ignored until then.
    var awaited: UInt64?
    var roundOperations = 0
    var waitingRounds: [UInt32] = []
    var isPulling = false
    var unacknowledged: [FeedPosition] = []
    var headMoved = false
    var hasEndedRound = false
    /// Per checkpoint that the device has not answered: where the late receipts before it end.
    var unanswered: [UInt64?] = []
}

extension ServerSession {
    package mutating func receive(_ frame: DeviceFrame) -> [Action] {
        switch (state, frame) {
        case (.closed, _): return []
        case (_, .bye): return close(Bye(reason: "done"))
        case (.awaitingHello, .hello(let hello)):
            state = .greeting(live: hello.live)
            return [.greet(hello)]
        case (.open(var open), let frame):
            let actions = receive(frame, &open)
            if case .closed = state { return actions }
            state = .open(open)
            return actions
        default: return close(Bye(reason: "unexpected_frame"))
        }
    }

    private mutating func receive(_ frame: DeviceFrame, _ open: inout OpenExchange) -> [Action] {
        switch frame {
        case .push(let operations): return push(operations, &open)
        case .endOfPush(let round): return endRound(round, &open)
        case .applied(let applied):
            if case .unscoped = open.mode {
                return applied.erased.isEmpty && !applied.nothingElse ? [] : [.keep(applied, lateThrough: nil)]
            }
            guard case .scoped = open.mode else { return [] }
            open.unacknowledged.removeAll { !applied.cursor.precedes($0) }
            let answered = applied.comparison.isEmpty || open.unanswered.isEmpty ? nil : open.unanswered.removeFirst()
            return [.keep(applied, lateThrough: answered)] + next(&open)
        case .repair(let request):
            guard case .scoped(let scope, _) = open.mode, scope.branch == request.branch else {
                return close(Bye(reason: "not_permitted"))
            }
            return [.repair(request, scope: scope)]
        case .hello, .bye: return close(Bye(reason: "unexpected_frame"))
        }
    }

    private mutating func push(_ operations: [SealedOperation], _ open: inout OpenExchange) -> [Action] {
        guard operations.count <= Limits.operationsPerBatch,
            operations.reduce(0, { $0 + $1.header.count + $1.body.count }) <= Limits.pushBatchBytes
        else { return close(Bye(reason: "batch_too_large")) }
        open.roundOperations += operations.count
        guard open.roundOperations <= Limits.operationsPerExchange else { return close(Bye(reason: "round_too_large")) }
        if operations.isEmpty { return [] }
        if case .quarantined = open.mode { return [.admit(operations, quarantined: true)] }
        return [.admit(operations, quarantined: false)]
    }

    private mutating func endRound(_ round: UInt32, _ open: inout OpenExchange) -> [Action] {
        open.roundOperations = 0
        if let awaited = open.awaited {
            // The first round was sent ahead of the Welcome; a later one had to begin with what is awaited.
            return round <= 1 ? [] : close(Bye(reason: "sequence_gap", detail: "expected sequence \(awaited)"))
        }
        guard round > 0 else { return close(Bye(reason: "malformed_frame")) }
        switch open.mode {
        case .quarantined(let bye), .ended(let bye): return close(bye)
        case .unscoped:
            open.hasEndedRound = true
            return [
                .send(.checkpoint(Checkpoint(at: FeedPosition(), digest: ScopeDigest(), caughtUp: true, round: round)))
            ]
        case .scoped:
            open.waitingRounds.append(round)
            guard open.waitingRounds.count <= Limits.waitingRounds else {
                return close(Bye(reason: "too_many_rounds"))
            }
            return next(&open)
        }
    }

    /// Starts or continues a pull when there is something to pull and the device has kept up.
    private func next(_ open: inout OpenExchange) -> [Action] {
        guard case .scoped(let scope, _) = open.mode, !open.isPulling,
            open.unacknowledged.count < Limits.unacknowledgedPages
        else { return [] }
        let liveIsDue = open.live && open.hasEndedRound && open.headMoved
        guard let round = open.waitingRounds.first ?? (liveIsDue ? 0 : nil) else { return [] }
        open.isPulling = true
        open.headMoved = false
        return [.pull(scope: scope, after: open.cursor, round: round)]
    }

    private mutating func close(_ bye: Bye) -> [Action] {
        if case .closed = state { return [] }
        state = .closed
        return [.finish(bye)]
    }
}

extension ServerSession {
    package mutating func greeted(_ greeting: Greeting) -> [Action] {
        guard case .greeting(let live) = state else { return [] }
        let welcome: Action = .send(.welcome(greeting.welcome))
        if case .ended(let bye) = greeting.mode { return [welcome] + close(bye) }
        var open = OpenExchange(mode: greeting.mode, live: live)
        if case .scoped(_, let cursor) = greeting.mode { open.cursor = cursor }
        open.awaited = greeting.resendsFrom
        state = .open(open)
        return [welcome]
    }

    /// Whether a push that begins with `sequence` was sent ahead of a Welcome that asked for others.
    package func ignoresPush(beginningWith sequence: UInt64) -> Bool {
        guard case .open(let open) = state, let awaited = open.awaited else { return false }
        return sequence != awaited
    }

    package mutating func admitted(_ result: Admitted) -> [Action] {
        guard case .open(var open) = state else { return [] }
        let actions: [Action] = result.receipts.isEmpty ? [] : [.send(.receipts(result.receipts))]
        switch result.next {
        case .goOn: if !result.receipts.isEmpty { open.awaited = nil }
        case .quarantined(let bye): open.mode = .quarantined(bye)
        case .ended(let bye): return actions + close(bye)
        }
        state = .open(open)
        return actions
    }

    package mutating func pulled(_ result: Pulled) -> [Action] {
        guard case .open(var open) = state else { return [] }
        var actions: [Action] = result.late.isEmpty ? [] : [.send(.receipts(result.late))]
        if let page = result.page {
            actions.append(.send(.page(page)))
            open.unacknowledged.append(page.reaches)
        }
        open.cursor = result.reached
        open.isPulling = false
        if let checkpoint = result.checkpoint {
            // An idle live session is not told of commits that do not concern it.
            if checkpoint.round > 0 || result.page != nil || !result.late.isEmpty {
                actions.append(.send(.checkpoint(checkpoint)))
                open.unanswered.append(result.late.isEmpty ? nil : result.lateThrough)
                if open.unanswered.count > Limits.unansweredCheckpoints {
                    return close(Bye(reason: "checkpoints_unanswered"))
                }
            }
            if checkpoint.round > 0, !open.waitingRounds.isEmpty {
                open.waitingRounds.removeFirst()
                open.hasEndedRound = true
            }
        } else {
            open.headMoved = true
        }
        actions += next(&open)
        state = .open(open)
        return actions
    }

    /// The branch has new commits.
    package mutating func headMoved() -> [Action] {
        guard case .open(var open) = state else { return [] }
        open.headMoved = true
        let actions = next(&open)
        state = .open(open)
        return actions
    }

    /// The server ends the exchange: superseded, revoked, stopping.
    package mutating func end(_ bye: Bye) -> [Action] { close(bye) }

    /// The device's side of the stream is over; without a Bye it was cut.
    package mutating func inputEnded() -> [Action] {
        if case .closed = state { return [] }
        state = .closed
        return [.abandon]
    }

    package var isWelcomed: Bool {
        if case .awaitingHello = state { return false }
        return true
    }
}
