package import GRPCCore
internal import SyncWire
internal import Synchronization

/// Ends calls of peers that do not say what they want, or do not take what they asked for: gRPC honours only the deadline
/// that a client gives itself. A stream that waits for news on both sides is not slow.
package struct SlowCallers: ServerInterceptor {
    private let request: Duration
    private let taking: Duration
    private let sleep: @Sendable (Duration) async throws -> Void

    /// `request`: from the beginning of a call to its request; `taking`: for a message to be taken, at most twice that.
    package init(
        request: Duration = .seconds(10), taking: Duration = .seconds(60),
        sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        self.request = request
        self.taking = taking
        self.sleep = sleep
    }

    package func intercept<Input: Sendable, Output: Sendable>(
        request: StreamingServerRequest<Input>, context: ServerContext,
        next:
            @Sendable (
                _ request: StreamingServerRequest<Input>, _ context: ServerContext
            ) async throws -> StreamingServerResponse<Output>
    ) async throws -> StreamingServerResponse<Output> {
        var asked = request
        // Streams of requests have their own rules: an exchange must say Hello, a file may be read slowly. Of a content
        // each chunk has its time.
        if context.descriptor == Cartera_V1_Attachments.Method.Upload.descriptor {
            asked.messages = RPCAsyncSequence(
                wrapping: InTime(base: request.messages, isEach: true) {
                    try await sleep(taking)
                    throw Self.failure("The next bytes did not come in time.")
                })
        } else if context.descriptor.type?.isRequestStreaming == false {
            asked.messages = RPCAsyncSequence(
                wrapping: InTime(base: request.messages, isEach: false) {
                    try await sleep(self.request)
                    throw Self.failure("The request did not come in time.")
                })
        }
        var response = try await next(asked, context)
        if case .success(var contents) = response.accepted {
            let producer = contents.producer
            contents.producer = { writer in
                let taken = Taken()
                return try await limited {
                    try await producer(RPCWriter(wrapping: NotingWriter(base: writer, taken: taken)))
                } by: {
                    while true {
                        let before = taken.pending
                        try await sleep(taking)
                        if let before, before == taken.pending {
                            throw Self.failure("What was asked for was not taken in time.")
                        }
                    }
                }
            }
            response.accepted = .success(contents)
        }
        return response
    }

    private static func failure(_ message: String) -> ServiceFailure {
        ServiceFailure(.deadlineExceeded, code: "timed_out", message, hint: "Try again on a better connection.")
    }
}

/// The work's result, unless the watch throws first.
private func limited<T: Sendable>(
    _ work: @escaping @Sendable () async throws -> T, by watch: @escaping @Sendable () async throws -> Never
) async throws -> T {
    try await withThrowingTaskGroup(of: T.self) { group in
        group.addTask { try await work() }
        group.addTask { try await watch() }
        defer { group.cancelAll() }
        guard let first = try await group.next() else { throw CancellationError() }
        return first
    }
}

/// A sequence whose first element, or each, must come before `limit` throws.
private struct InTime<Base: AsyncSequence & Sendable>: AsyncSequence, Sendable where Base.Element: Sendable {
    let base: Base
    let isEach: Bool
    let limit: @Sendable () async throws -> Never

    final class Iterator: AsyncIteratorProtocol, @unchecked Sendable {
        // Used by one task at a time: whoever asks waits for the child that asks the base.
        private var base: Base.AsyncIterator
        private let limit: @Sendable () async throws -> Never
        private let isEach: Bool
        private var hasBegun = false

        init(base: Base.AsyncIterator, isEach: Bool, limit: @escaping @Sendable () async throws -> Never) {
            self.base = base
            self.isEach = isEach
            self.limit = limit
        }

        func next() async throws -> Base.Element? {
            if hasBegun, !isEach { return try await base.next() }
            hasBegun = true
            return try await limited({ try await self.base.next() }, by: limit)
        }
    }

    func makeAsyncIterator() -> Iterator { Iterator(base: base.makeAsyncIterator(), isEach: isEach, limit: limit) }
}

/// The number of the message that waits to be taken; nil when none does.
private final class Taken: Sendable {
    private let state = Mutex<(number: UInt64, isPending: Bool)>((0, false))
    var pending: UInt64? { state.withLock { $0.isPending ? $0.number : nil } }
    func begin() { state.withLock { $0 = ($0.number + 1, true) } }
    func end() { state.withLock { $0.isPending = false } }
}

private struct NotingWriter<Element: Sendable>: RPCWriterProtocol {
    let base: RPCWriter<Element>
    let taken: Taken

    func write(_ element: Element) async throws {
        taken.begin()
        defer { taken.end() }
        try await base.write(element)
    }

    func write(contentsOf elements: some Sequence<Element>) async throws {
        for element in elements { try await write(element) }
    }
}
