import FieldModel
import Foundation
import GRPCCore
import HostLibraries
import SyncCore
import SyncWire
import Testing

@testable import SyncClient
@testable import SyncServer

/// What a laptop and one device on the server take at most: at the limit, and one beyond it.
@Suite("Limits of a laptop and of a device")
struct LimitTests {
    private func visit(_ laptop: Laptop, _ account: AccountID) throws -> ActResult {
        var words = VisitWords()
        words.outcome = "not_home"
        return try laptop.acting.recordVisit(account, words)
    }

    /// So many operations wait, each with a body of so many bytes.
    private func fill(_ laptop: Laptop, _ account: AccountID, count: Int, body: Int = 1) throws {
        let parts = laptop.parts
        try parts.store.write { transaction in
            let identity = try transaction.identity()
            var end = try transaction.chainNow()
            for _ in 0..<count {
                let header = OperationHeader(
                    id: parts.mintID(), device: identity.device, incarnation: end.incarnation,
                    sequence: end.sequence + 1, previousLink: end.link, account: account, kind: 1,
                    wallClock: parts.clock.now(), author: identity.person)
                end.sequence += 1
                try transaction.append(
                    OutboxEntry(
                        header: header,
                        sealed: SealedOperation(
                            header: try parts.operations.encodeHeader(header),
                            body: [UInt8](repeating: 7, count: body)),
                        link: [UInt8](repeating: 0, count: 32), state: .pending,
                        provisional: Outcome(state: .held)))
            }
        }
    }

    private func world() async throws -> (ClientWorld, AccountID) {
        let world = try await ClientWorld()
        try await world.ana.exchange()
        return (world, try world.account())
    }

    @Test("the outbox warns, and then refuses, by the number of operations that wait")
    func outboxCount() async throws {
        let (world, account) = try await world()
        let other = try world.account("A-2")
        try fill(world.ana, other, count: Limits.outboxWarning - 2)
        #expect(try visit(world.ana, account).outboxWarning == nil)
        #expect(try visit(world.ana, account).outboxWarning == Limits.outboxWarning)
        try fill(world.ana, other, count: Limits.outboxMost - Limits.outboxWarning - 1)
        #expect(try visit(world.ana, account).outboxWarning == Limits.outboxMost)
        let refused = #expect(throws: ClientFailure.self) { try visit(world.ana, account) }
        #expect(refused?.code == "outbox_full" && refused?.status == .tryLater && refused?.hint.isEmpty == false)
        #expect(try world.ana.parts.store.read { try $0.operationCount(states: [.pending]) } == Limits.outboxMost)
    }

    @Test("the outbox warns, and then refuses, by the bytes that wait")
    func outboxBytes() async throws {
        let (world, account) = try await world()
        let other = try world.account("A-2")
        func bytes() throws -> Int { try world.ana.parts.store.read { try $0.operationBytes(states: [.pending]) } }
        let body = Limits.intentBytes
        try fill(world.ana, other, count: Limits.outboxWarningBytes / body - 20, body: body)
        #expect(try visit(world.ana, account).outboxWarning == nil)
        try fill(world.ana, other, count: 1, body: Limits.outboxWarningBytes - (try bytes()) - 400)
        #expect(try bytes() < Limits.outboxWarningBytes)
        try fill(world.ana, other, count: 1, body: 500)
        #expect(try bytes() >= Limits.outboxWarningBytes)
        #expect(try visit(world.ana, account).outboxWarning != nil)
        let more = (Limits.outboxMostBytes - Limits.outboxWarningBytes) / body - 20
        try fill(world.ana, other, count: more, body: body)
        #expect(try visit(world.ana, account).outboxWarning != nil)
        try fill(world.ana, other, count: 1, body: Limits.outboxMostBytes - (try bytes()))
        let refused = #expect(throws: ClientFailure.self) { try visit(world.ana, account) }
        #expect(refused?.code == "outbox_bytes_full" && refused?.status == .tryLater)
        #expect(refused?.message.contains("\(Limits.outboxMostBytes >> 20) MB") == true)
    }

    @Test("a disk with the least free space takes an act, and with a byte less none")
    func freeSpace() async throws {
        let (world, account) = try await world()
        var parts = world.ana.parts
        var words = VisitWords()
        words.outcome = "not_home"
        parts.freeBytes = { Limits.leastFreeBytes }
        _ = try Acting(parts).recordVisit(account, words)
        parts.freeBytes = { Limits.leastFreeBytes - 1 }
        let acting = Acting(parts)
        let refused = #expect(throws: ClientFailure.self) { try acting.recordVisit(account, words) }
        #expect(refused?.code == "disk_low" && refused?.status == .inputOutput)
        #expect(try world.ana.parts.store.read { try $0.operationCount(states: [.pending]) } == 1)
        // What waits is sent all the same.
        #expect(try await world.ana.exchange().report.pushed == 1)
    }

    @Test("a device has so many calls under way and no more, and another is not held up by it")
    func calls() throws {
        let calls = DeviceCalls(mostCalls: Limits.callsPerDevice, mostConnections: Limits.connectionsPerDevice)
        let (one, other) = (Identifier(high: 1, low: 1), Identifier(high: 1, low: 2))
        var places = try (0..<Limits.callsPerDevice).map { _ in try calls.enter(one, from: "a") }
        let refused = #expect(throws: ServiceFailure.self) { try calls.enter(one, from: "a") }
        #expect(refused?.code == "too_many_calls" && refused?.status == .resourceExhausted)
        places.append(try calls.enter(other, from: "b"))
        places[0].leave()
        places[0].leave()
        places.append(try calls.enter(one, from: "a"))
        #expect(throws: ServiceFailure.self) { try calls.enter(one, from: "a") }
        #expect(calls.devices == 2)
        // What nobody holds any more is over.
        places = []
        #expect(calls.devices == 0)
    }

    @Test("a device uses so many connections and no more")
    func connections() throws {
        let calls = DeviceCalls(mostCalls: Limits.callsPerDevice, mostConnections: Limits.connectionsPerDevice)
        let device = Identifier(high: 1, low: 1)
        let places = try (0..<Limits.connectionsPerDevice).map { try calls.enter(device, from: "\($0)") }
        let refused = #expect(throws: ServiceFailure.self) { try calls.enter(device, from: "one more") }
        #expect(refused?.code == "too_many_connections" && refused?.status == .resourceExhausted)
        let second = try calls.enter(device, from: "0")
        places[0].leave()
        #expect(throws: ServiceFailure.self) { try calls.enter(device, from: "one more") }
        second.leave()
        let instead = try calls.enter(device, from: "one more")
        withExtendedLifetime((places, instead)) { #expect(calls.devices == 1) }
    }

    @Test("a server has so many open exchanges, and tells whoever comes then to come back later")
    func openExchanges() {
        let registry = SessionRegistry(places: Limits.openExchanges + 1)
        let (branch, now) = (Identifier(high: 9, low: 9), ServerHarness.start)
        var last: UInt64 = 0
        for number in 1...UInt64(Limits.openExchanges) {
            let device = Identifier(high: 1, low: number)
            #expect(registry.arrive(device, of: branch, at: now) == .enter)
            last = registry.enter(device, 1, nil, StreamMailbox())
        }
        let late = Identifier(high: 2, low: 1)
        let longest = UInt32(Limits.longestWaitMilliseconds)
        #expect(registry.arrive(late, of: branch, at: now) == .wait(milliseconds: longest))
        registry.leave(last)
        #expect(registry.arrive(late, of: branch, at: now) == .enter)
    }

    @Test("a server's services refuse one call more of a device with a code, and go on when one has ended")
    func interceptedCalls() async throws {
        let world = try await ClientWorld()
        let peer = world.ana.device.peer
        let limits = DeviceLimits(peer: { _ in peer }, calls: 2, connections: 2)
        let method = MethodDescriptor(fullyQualifiedService: "test.Any", method: "Ask", type: .unary)
        func call() async throws -> StreamingServerResponse<Int> {
            try await withServerContextRPCCancellationHandle { cancellation in
                let context = ServerContext(
                    descriptor: method, remotePeer: "test", localPeer: "test", cancellation: cancellation)
                let messages = RPCAsyncSequence<Int, any Error>(wrapping: AsyncThrowingStream { $0.finish() })
                return try await limits.intercept(
                    request: StreamingServerRequest(metadata: [:], messages: messages), context: context
                ) { _, _ in StreamingServerResponse { _ in [:] } }
            }
        }
        var open = [try await call(), try await call()]
        let refused = await #expect(throws: ServiceFailure.self) { _ = try await call() }
        #expect(refused?.code == "too_many_calls")
        open.removeLast()
        open.append(try await call())
        #expect(open.count == 2)
    }
}
