import FieldModel
import SyncCore
import Testing

@Suite("The server's side of an exchange")
struct ServerSessionTests {
    private let id = Identifier(high: 1, low: 2)
    private var scope: SyncScope { .branch(id) }
    private var start: FeedPosition { FeedPosition(branch: id, epoch: 1) }

    private func opened(_ verdict: WelcomeVerdict = .resume, resendsFrom: UInt64? = nil) -> ServerSession {
        var session = ServerSession()
        _ = session.receive(.hello(Hello(incarnation: 1, wallClock: Instant(seconds: 1))))
        let welcome = Welcome(serverTime: Instant(seconds: 1), verdict: verdict)
        _ = session.greeted(
            Greeting(welcome: welcome, mode: .scoped(scope, cursor: start), resendsFrom: resendsFrom))
        return session
    }

    @Test("ends a round that did not begin with what it asked for, instead of waiting for it")
    func awaitedNeverCame() {
        var session = opened(.sendFrom(sequence: 3), resendsFrom: 3)
        #expect(session.receive(.endOfPush(round: 1)).isEmpty)
        #expect(session.ignoresPush(beginningWith: 4))
        #expect(
            session.receive(.endOfPush(round: 2)) == [
                .finish(Bye(reason: "sequence_gap", detail: "expected sequence 3"))
            ])
    }

    @Test("sends late receipts before a checkpoint, and knows by its answer that they arrived")
    func lateReceipts() {
        var session = opened()
        _ = session.receive(.endOfPush(round: 1))
        let receipt = Receipt(
            operation: id, device: id, sequence: 1, outcome: Outcome(state: .refused), receivedAt: Instant(seconds: 2))
        let checkpoint = Checkpoint(at: start, digest: ScopeDigest(), caughtUp: true, round: 1)
        let sent = session.pulled(
            Pulled(page: nil, checkpoint: checkpoint, reached: start, late: [receipt], lateThrough: 7))
        #expect(sent == [.send(.receipts([receipt])), .send(.checkpoint(checkpoint))])
        let underWay = Applied(cursor: start, digest: ScopeDigest())
        #expect(session.receive(.applied(underWay)) == [.keep(underWay, lateThrough: nil)])
        let answer = Applied(cursor: start, digest: ScopeDigest(), comparison: "match")
        #expect(session.receive(.applied(answer)) == [.keep(answer, lateThrough: 7)])
        #expect(session.receive(.applied(answer)) == [.keep(answer, lateThrough: nil)])
    }

    @Test("ends an exchange whose checkpoints are not answered")
    func unanswered() {
        var session = opened()
        for number in 1...UInt32(Limits.unansweredCheckpoints + 1) {
            _ = session.receive(.endOfPush(round: number))
            let checkpoint = Checkpoint(at: start, digest: ScopeDigest(), caughtUp: true, round: number)
            let actions = session.pulled(Pulled(page: nil, checkpoint: checkpoint, reached: start))
            let isLast = Int(number) > Limits.unansweredCheckpoints
            #expect(
                actions == [isLast ? .finish(Bye(reason: "checkpoints_unanswered")) : .send(.checkpoint(checkpoint))])
        }
    }

    @Test("a round takes so many operations and ends with one more; the next begins anew")
    func roundLimit() {
        let operation = SealedOperation(header: [1], body: [])
        func push(_ count: Int, to session: inout ServerSession) -> [ServerSession.Action] {
            session.receive(.push([SealedOperation](repeating: operation, count: count)))
        }
        var session = opened()
        for round in 1...UInt32(2) {
            var left = Limits.operationsPerExchange
            while left > 0 {
                let some = min(left, Limits.operationsPerBatch)
                guard case .admit(let operations, false)? = push(some, to: &session).first else {
                    Issue.record("\(left) operations before the limit")
                    return
                }
                left -= operations.count
            }
            if round == 1 { _ = session.receive(.endOfPush(round: round)) }
        }
        #expect(push(1, to: &session) == [.finish(Bye(reason: "round_too_large"))])
    }

    @Test("a batch takes so many bytes and so many operations, and the exchange ends with one more", arguments: [0, 1])
    func batchLimit(beyond: Int) {
        let body = [UInt8](repeating: 7, count: Limits.pushBatchBytes - 1 + beyond)
        let full = [SealedOperation(header: [1], body: body)]
        let many = [SealedOperation](
            repeating: SealedOperation(header: [1], body: []), count: Limits.operationsPerBatch + beyond)
        for batch in [full, many] {
            var session = opened()
            let answer = session.receive(.push(batch))
            #expect(
                answer
                    == [beyond == 0 ? .admit(batch, quarantined: false) : .finish(Bye(reason: "batch_too_large"))])
        }
    }

    @Test("so many rounds wait for their pull and no more")
    func waitingRounds() {
        var session = opened()
        // The first is being pulled, and waits until its checkpoint is sent.
        for round in 1...UInt32(Limits.waitingRounds) {
            let answer = session.receive(.endOfPush(round: round))
            #expect(answer.isEmpty == (round > 1))
        }
        let last = session.receive(.endOfPush(round: UInt32(Limits.waitingRounds) + 1))
        #expect(last == [.finish(Bye(reason: "too_many_rounds"))])
    }

    @Test("a slow reader is sent so many pages and no more, whatever happens in its branch meanwhile")
    func slowReader() {
        var session = ServerSession()
        _ = session.receive(.hello(Hello(incarnation: 1, wallClock: Instant(seconds: 1), live: true)))
        let welcome = Welcome(serverTime: Instant(seconds: 1), verdict: .resume)
        _ = session.greeted(Greeting(welcome: welcome, mode: .scoped(scope, cursor: start)))
        var asked = session.receive(.endOfPush(round: 1))
        var commit: UInt64 = 0
        var pages = 0
        func nextPage() -> Page {
            commit += 1
            let reached = FeedPosition(branch: id, epoch: 1, commit: commit)
            return Page(encoding: "identity", rawSize: 0, content: [], reaches: reached)
        }
        while asked.contains(where: { if case .pull = $0 { true } else { false } }) {
            let page = nextPage()
            pages += 1
            asked = session.pulled(Pulled(page: page, checkpoint: nil, reached: page.reaches))
        }
        #expect(pages == Limits.unacknowledgedPages)
        // Ten thousand commits later there is still nothing kept for it, and nothing sent.
        for _ in 0..<10_000 { #expect(session.headMoved().isEmpty) }
        // It has caught up with one page: it pulls on from where it stands.
        let caughtUp = Applied(cursor: FeedPosition(branch: id, epoch: 1, commit: 1), digest: ScopeDigest())
        let next = session.receive(.applied(caughtUp))
        let cursor = FeedPosition(branch: id, epoch: 1, commit: commit)
        #expect(next.contains(.pull(scope: scope, after: cursor, round: 1)))
    }
}
