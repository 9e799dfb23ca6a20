import FieldModel
import GRPCCore
import HostLibraries
import SyncCore
import SyncServer
import SyncStorage
import SyncWire
import Synchronization
import Testing

@testable import SyncClient

/// A file goes in several calls, because a connection has an age: none is long, and one that is cut is followed by another.
@Suite struct ImportCallsTests {
    private let batch = 500

    private func file(_ count: Int) -> String {
        "account_number,debtor_name,currency,balance,days_past_due\n"
            + (1...count).map { "A-\($0),Debtor \($0),MXN,100.50,\($0 % 100)\n" }.joined()
    }

    private func importing(
        _ rows: Int, _ harness: ServerHarness, _ accidents: CutCalls, as peer: PeerIdentity? = nil
    ) async throws -> ImportReport {
        var options = ImportOptions(today: CalendarDate("2026-11-24")!, hash: OpenSSLHash())
        options.branch = "Centro"
        let (chosen, now) = (options, harness.clock.now)
        let text = Mutex<[UInt8]?>(Array(file(rows).utf8))
        let chunk: @Sendable () throws -> [UInt8]? = { text.withLock { $0.take() } }
        return try await harness.administration(as: peer, through: [accidents]) {
            try await Administration($0, now: now).importAccounts(chosen, chunk: chunk)
        }
    }

    private func office() async throws -> ServerHarness {
        let harness = try await ServerHarness()
        _ = try await harness.addBranch()
        return harness
    }

    @Test("a call carries so many batches and no more", arguments: [0, 1])
    func share(beyond: Int) async throws {
        let calls = CutCalls()
        let report = try await importing(Limits.importBatchesPerCall * batch + beyond, try await office(), calls)
        #expect(report.created == Limits.importBatchesPerCall * batch + beyond)
        #expect(calls.answers == (beyond == 0 ? [8] : [8, 1]))
    }

    @Test("what was on a call that was cut goes on the next; what had been taken is not taken twice")
    func cut() async throws {
        let harness = try await office()
        let calls = CutCalls([.answers(2), .requests(1)])
        let report = try await importing(3_000, harness, calls)
        // The third batch of the first call was taken and its answer was lost.
        #expect(report.created + report.unchanged == 3_000 && report.updated == 0 && report.rejected == 0)
        #expect((500...1_500).contains(report.unchanged))
        #expect(calls.answers.count == 3 && calls.answers.prefix(2) == [2, 1])
        #expect(try harness.store.read { try $0.accounts(number: "A-3000").count } == 1)
        #expect(try await importing(3_000, harness, CutCalls()).unchanged == 3_000)
    }

    @Test("where no answer comes, it is tried once more and then told")
    func fruitless() async throws {
        let calls = CutCalls([.answers(1), .answers(0), .answers(0)])
        let error = await #expect(throws: RPCError.self) { try await importing(3_000, try await office(), calls) }
        #expect(error?.code == .unavailable && calls.answers == [1, 0, 0])
    }

    @Test("what the server says no to is not asked again")
    func refused() async throws {
        let harness = try await office()
        let norte = try await harness.addBranch("Norte")
        let carla = try await harness.addPerson("Carla", .collector, norte)
        let calls = CutCalls()
        let error = await #expect(throws: RPCError.self) { try await importing(10, harness, calls, as: carla.peer) }
        #expect(error?.code == .permissionDenied && calls.answers == [0])
    }
}

/// Breaks one call after the other: what the server sends back after so many answers, or what it is sent after so many
/// batches. Calls without an accident go through.
private final class CutCalls: ServerInterceptor {
    enum Accident {
        case answers(Int), requests(Int)
    }

    private let accidents: [Accident]
    private let sent = Mutex<[Int]>([])

    init(_ accidents: [Accident] = []) { self.accidents = accidents }

    /// How many answers each call gave.
    var answers: [Int] { sent.withLock { $0 } }

    func intercept<Input: Sendable, Output: Sendable>(
        request: StreamingServerRequest<Input>, context: ServerContext,
        next:
            @Sendable (
                _ request: StreamingServerRequest<Input>, _ context: ServerContext
            ) async throws -> StreamingServerResponse<Output>
    ) async throws -> StreamingServerResponse<Output> {
        let call = sent.withLock { calls in
            calls.append(0)
            return calls.count - 1
        }
        var request = request
        var most = Int.max
        if accidents.indices.contains(call) {
            switch accidents[call] {
            case .answers(let count): most = count
            case .requests(let count):
                request.messages = RPCAsyncSequence(wrapping: Ending(base: request.messages, left: count))
            }
        }
        var response = try await next(request, context)
        guard case .success(var contents) = response.accepted else { return response }
        let (producer, limit) = (contents.producer, most)
        contents.producer = { writer in
            try await producer(RPCWriter(wrapping: Counting(inner: writer, most: limit, call: call, cuts: self)))
        }
        response.accepted = .success(contents)
        return response
    }

    fileprivate func answered(_ call: Int, _ most: Int) throws {
        try sent.withLock { calls in
            guard calls[call] < most else { throw broken }
            calls[call] += 1
        }
    }
}

private let broken = RPCError(code: .unavailable, message: "Stream unexpectedly closed.")

private struct Counting<Output: Sendable>: RPCWriterProtocol {
    let inner: RPCWriter<Output>
    let most: Int
    let call: Int
    let cuts: CutCalls

    func write(_ element: Output) async throws {
        try cuts.answered(call, most)
        try await inner.write(element)
    }

    func write(contentsOf elements: some Sequence<Output>) async throws {
        for element in elements { try await write(element) }
    }
}

private struct Ending<Input: Sendable>: AsyncSequence, Sendable {
    let base: RPCAsyncSequence<Input, any Error>
    let left: Int

    struct Iterator: AsyncIteratorProtocol {
        var base: RPCAsyncSequence<Input, any Error>.AsyncIterator
        var left: Int

        mutating func next() async throws -> Input? {
            guard left > 0 else { throw broken }
            left -= 1
            return try await base.next()
        }
    }

    func makeAsyncIterator() -> Iterator { Iterator(base: base.makeAsyncIterator(), left: left) }
}
