import FieldModel
import SyncCore
import Testing

@Suite("The device's side of an exchange")
struct ClientSessionTests {
    private let branch = Identifier(high: 1, low: 1)

    private func welcome(_ verdict: WelcomeVerdict = .resume, chain: UInt64 = 0) -> ServerFrame {
        .welcome(
            Welcome(
                serverTime: Instant(milliseconds: 1), chain: ChainEnd(sequence: chain), verdict: verdict))
    }

    private func checkpoint(_ round: UInt32) -> Checkpoint {
        Checkpoint(
            at: FeedPosition(branch: branch, epoch: 1, commit: 5), digest: ScopeDigest(), caughtUp: true, round: round)
    }

    private var applied: Applied { Applied(cursor: FeedPosition(branch: branch), digest: ScopeDigest()) }

    @Test("speaks first, and ends with Bye when the digests agree")
    func plain() {
        var session = ClientSession(live: false)
        #expect(session.start() == [.push(from: .pending, round: 1)])
        _ = session.received(welcome())
        #expect(session.received(.checkpoint(checkpoint(1))) == [.reach(checkpoint(1))])
        let actions = session.reached(checkpoint(1), applied, equal: true, hasMore: false)
        #expect(actions == [.send(.applied(applied)), .send(.bye(Bye(reason: "done")))])
        #expect(session.received(.bye(Bye(reason: "done"))) == [.end(.done)])
        #expect(session.isConfirmed)
        #expect(session.roundTrips == 1)
    }

    @Test("what was sent ahead is sent again when the server asks for another beginning")
    func sendsAgain() {
        var session = ClientSession(live: false)
        _ = session.start()
        let actions = session.received(welcome(.sendFrom(sequence: 4)))
        #expect(actions.last == .push(from: .sequence(4), round: 2))
        // The checkpoint of the first round is answered, and does not end the exchange.
        _ = session.received(.checkpoint(checkpoint(1)))
        #expect(session.reached(checkpoint(1), applied, equal: true, hasMore: true) == [.send(.applied(applied))])
        #expect(session.reached(checkpoint(2), applied, equal: true, hasMore: false).count == 2)
        #expect(session.roundTrips == 2)
    }

    @Test("a rebaseline offers everything after what the server holds")
    func rebaseline() {
        var session = ClientSession(live: false)
        _ = session.start()
        let actions = session.received(welcome(.rebaseline(reason: "epoch"), chain: 7))
        #expect(actions.contains(.startOver(reason: "epoch")))
        #expect(actions.last == .push(from: .sequence(8), round: 2))
    }

    @Test("a mismatch is repaired once")
    func repairsOnce() {
        var session = ClientSession(live: false)
        _ = session.start()
        _ = session.received(welcome())
        let first = session.reached(checkpoint(1), applied, equal: false, hasMore: false)
        #expect(first == [.send(.applied(applied)), .beginRepair(branch)])
        let request = RepairRequest(branch: branch, ranges: [])
        #expect(session.repairAsked(request) == [.send(.repair(request))])
        #expect(session.repairEnded() == [.push(from: .pending, round: 2)])
        let second = session.reached(checkpoint(2), applied, equal: false, hasMore: false)
        #expect(second.last == .send(.bye(Bye(reason: "done"))))
    }

    @Test("a stream that closes without Bye was cut")
    func cut() {
        var session = ClientSession(live: false)
        _ = session.start()
        _ = session.received(welcome())
        #expect(session.streamClosed() == [.end(.cut)])
        #expect(!session.isConfirmed)
    }

    @Test("frames before the Welcome are the peer's fault")
    func outOfTurn() {
        for frame in [ServerFrame.receipts([]), .checkpoint(checkpoint(1))] {
            var session = ClientSession(live: false)
            _ = session.start()
            guard case .end(.peerFault)? = session.received(frame).last else {
                Issue.record("not refused: \(frame)")
                return
            }
        }
    }

    @Test("a live session rests, goes on when poked, and ends when told")
    func live() {
        var session = ClientSession(live: true)
        _ = session.start()
        _ = session.received(welcome())
        #expect(session.reached(checkpoint(1), applied, equal: true, hasMore: false) == [.send(.applied(applied))])
        #expect(session.isIdle)
        #expect(session.poked() == [.push(from: .pending, round: 2)])
        #expect(session.poked().isEmpty)
        _ = session.reached(checkpoint(2), applied, equal: true, hasMore: false)
        #expect(session.stop() == [.send(.bye(Bye(reason: "done")))])
        #expect(session.streamClosed() == [.end(.done)])
    }
}
