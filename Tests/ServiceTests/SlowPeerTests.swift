import FieldModel
import GRPCCore
import SyncCore
import SyncWire
import Synchronization
import Testing

@testable import SyncClient
@testable import SyncServer

/// Waits that tests let end; one that is gone ends them all.
private final class Gate: Sendable {
    private let stream: AsyncStream<Void>
    private let feed: AsyncStream<Void>.Continuation
    init() { (stream, feed) = AsyncStream.makeStream(of: Void.self) }
    func open() { feed.yield() }

    @Sendable func wait() async throws {
        for await _ in stream { return }
        throw CancellationError()
    }
}

/// A server that takes everything and says nothing, or says Welcome and then nothing.
private struct MuteExchange: Cartera_V1_Exchange.StreamingServiceProtocol {
    let began: @Sendable () -> Void

    func exchange(
        request: StreamingServerRequest<Cartera_V1_DeviceFrame>, context: ServerContext
    ) async throws -> StreamingServerResponse<Cartera_V1_ServerFrame> {
        StreamingServerResponse { _ in
            for try await message in request.messages {
                if case .endOfPush? = message.frame { began() }
            }
            try await context.cancellation.cancelled
            return [:]
        }
    }
}

@Suite(.timeLimit(.minutes(1)))
struct SlowPeerTests {
    @Test func anExchangeOnWhichNothingMovesIsGivenUpAndNothingIsLost() async throws {
        let world = try await ClientWorld()
        try await world.ana.exchange()
        var visit = VisitWords()
        visit.outcome = "not_home"
        _ = try world.ana.acting.recordVisit(try world.account(), visit)
        let gate = Gate()
        var options = ExchangeRunner.Options()
        // Two waits: during the first the frames went out, during the second nothing did.
        options.silence = { try await gate.wait() }
        let (parts, chosen) = (world.ana.parts, options)
        let failure = await #expect(throws: ClientFailure.self) {
            try await Laptop.talk(
                to: MuteExchange {
                    gate.open()
                    gate.open()
                }
            ) { try await ExchangeRunner(parts, options: chosen).run($0) }
        }
        #expect(failure?.code == "timed_out" && failure?.status == .unreachable && failure?.hint.isEmpty == false)
        let result = try await world.ana.exchange()
        #expect(result.report.pushed == 1 && result.report.digest == "match")
    }

    @Test func aLiveSessionMayRestAsLongAsItLikes() async throws {
        let world = try await ClientWorld()
        let gate = Gate()
        let rounds = Gate()
        var options = ExchangeRunner.Options()
        options.isLive = true
        let waits = Mutex(0)
        options.silence = {
            try await gate.wait()
            if waits.withLock({
                $0 += 1; return $0
            }) == 3 {
                rounds.open()
            }
        }
        options.roundEnded = { _ in for _ in 0..<3 { gate.open() } }
        let (parts, harness, device, chosen) = (world.ana.parts, world.harness, world.ana.device, options)
        let peer = PeerIdentity(device: device.id, generation: 1, certificateEnds: ServerHarness.start + 1 << 40)
        let result = try await Laptop.talk(to: ExchangeService(core: harness.core, peer: { _ in peer })) { client in
            let runner = ExchangeRunner(parts, options: chosen)
            async let ended = runner.run(client)
            try await rounds.wait()
            await runner.stop()
            return try await ended
        }
        #expect(result.ending == .done)
    }

    /// What becomes of a call whose request is `messages` and whose answer is written to `writer`.
    private func call(
        _ watch: SlowCallers, _ messages: AsyncStream<Int>, to writer: RPCWriter<Int>
    ) async throws {
        let method = MethodDescriptor(fullyQualifiedService: "test.Slow", method: "Ask", type: .serverStreaming)
        try await withServerContextRPCCancellationHandle { cancellation in
            let context = ServerContext(
                descriptor: method, remotePeer: "test", localPeer: "test", cancellation: cancellation)
            let request = StreamingServerRequest(
                metadata: [:], messages: RPCAsyncSequence(wrapping: Fallible(messages)))
            let response = try await watch.intercept(request: request, context: context) { request, _ in
                for try await _ in request.messages { break }
                return StreamingServerResponse { writer in
                    try await writer.write(1)
                    return [:]
                }
            }
            _ = try await response.accepted.get().producer(writer)
        }
    }

    @Test func aCallerWhoDoesNotSayWhatHeWantsIsEnded() async throws {
        let (silent, _) = AsyncStream.makeStream(of: Int.self)
        let failure = await #expect(throws: ServiceFailure.self) {
            try await call(SlowCallers { _ in }, silent, to: RPCWriter(wrapping: Taking()))
        }
        #expect(failure?.status == .deadlineExceeded && failure?.code == "timed_out")
    }

    @Test func whatIsAskedInTimeIsAnswered() async throws {
        let (asked, feed) = AsyncStream.makeStream(of: Int.self)
        feed.yield(7)
        let (taking, never) = (Taking(), Gate())
        try await call(SlowCallers { _ in try await never.wait() }, asked, to: RPCWriter(wrapping: taking))
        #expect(taking.taken.withLock { $0 } == [1])
    }

    @Test func aContentWhoseNextBytesDoNotComeIsEnded() async throws {
        let (sent, feed) = AsyncStream.makeStream(of: Int.self)
        feed.yield(7)
        let waits = Mutex(0)
        // The first chunk comes in time, the next one never.
        let watch = SlowCallers { _ in
            let number = waits.withLock {
                $0 += 1
                return $0
            }
            if number == 1 { try await Gate().wait() }
        }
        let read = Mutex<[Int]>([])
        let failure = await #expect(throws: ServiceFailure.self) {
            try await withServerContextRPCCancellationHandle { cancellation in
                let context = ServerContext(
                    descriptor: Cartera_V1_Attachments.Method.Upload.descriptor, remotePeer: "test", localPeer: "test",
                    cancellation: cancellation)
                let request = StreamingServerRequest(
                    metadata: [:], messages: RPCAsyncSequence(wrapping: Fallible(sent)))
                _ = try await watch.intercept(request: request, context: context) { request, _ in
                    for try await number in request.messages { read.withLock { $0.append(number) } }
                    return StreamingServerResponse<Int> { _ in [:] }
                }
            }
        }
        #expect(failure?.code == "timed_out" && read.withLock { $0 } == [7])
    }

    @Test func aCallerWhoDoesNotTakeWhatHeAskedForIsEnded() async throws {
        let (asked, feed) = AsyncStream.makeStream(of: Int.self)
        feed.yield(7)
        let (began, never) = (Gate(), Gate())
        // The watch wakes once a message waits.
        let watch = SlowCallers(request: .seconds(1), taking: .seconds(2)) { limit in
            try await (limit == .seconds(1) ? never : began).wait()
        }
        let failure = await #expect(throws: ServiceFailure.self) {
            try await call(watch, asked, to: RPCWriter(wrapping: Refusing(began: began)))
        }
        #expect(failure?.status == .deadlineExceeded)
    }
}

private final class Taking: RPCWriterProtocol {
    let taken = Mutex<[Int]>([])
    func write(_ element: Int) async throws { taken.withLock { $0.append(element) } }
    func write(contentsOf elements: some Sequence<Int>) async throws {
        for element in elements { try await write(element) }
    }
}

/// Takes nothing, for as long as it is waited for.
private struct Refusing: RPCWriterProtocol {
    let began: Gate
    let never = Gate()

    func write(_ element: Int) async throws {
        for _ in 0..<3 { began.open() }
        try await never.wait()
    }
    func write(contentsOf elements: some Sequence<Int>) async throws {
        for element in elements { try await write(element) }
    }
}

private struct Fallible: AsyncSequence, Sendable {
    let base: AsyncStream<Int>
    init(_ base: AsyncStream<Int>) { self.base = base }

    struct Iterator: AsyncIteratorProtocol {
        var base: AsyncStream<Int>.Iterator
        mutating func next() async throws -> Int? {
            let element = await base.next()
            if element == nil { try Task.checkCancellation() }
            return element
        }
    }

    func makeAsyncIterator() -> Iterator { Iterator(base: base.makeAsyncIterator()) }
}
