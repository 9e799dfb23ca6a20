internal import Dispatch
package import SyncCore
internal import Synchronization

/// The one writer: a thread of its own on which everything that waits shares one transaction and one fsync.
///
/// A job that throws takes the transaction with it; the others of its group then run one by one, so that nobody pays
/// for another's failure. An answer is given only after the write has returned.
package final class GroupWriter: Sendable {
    /// Jobs that share one transaction at most: what a failure makes run again stays small.
    package static let mostJobs = 64

    private let store: any ServerStore
    private let queue = DispatchQueue(label: "cartera.writer")
    private let state = Mutex(State())

    private struct State {
        var waiting: [any WriteJob] = []
        var isRunning = false
    }

    package init(store: any ServerStore) { self.store = store }

    /// Runs `body` in a durable transaction. It may run again and has no other effect than its result.
    package func perform<T: Sendable>(
        _ body: @escaping @Sendable (any ServerTransaction) throws -> T
    ) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            submit(Job(body: body, continuation: continuation))
        }
    }

    private func submit(_ job: any WriteJob) {
        let mustStart = state.withLock { state in
            state.waiting.append(job)
            defer { state.isRunning = true }
            return !state.isRunning
        }
        if mustStart { queue.async { self.drain() } }
    }

    private func drain() {
        while true {
            let jobs = state.withLock { state -> [any WriteJob] in
                let taken = Array(state.waiting.prefix(Self.mostJobs))
                state.waiting.removeFirst(taken.count)
                if taken.isEmpty { state.isRunning = false }
                return taken
            }
            if jobs.isEmpty { return }
            run(jobs)
        }
    }

    private func run(_ jobs: [any WriteJob]) {
        do {
            try store.write { transaction in
                for job in jobs { try job.attempt(transaction) }
            }
        } catch {
            if jobs.count == 1 { return jobs[0].fail(error) }
            return jobs.forEach { run([$0]) }
        }
        for job in jobs { job.succeed() }
    }
}

private protocol WriteJob: Sendable {
    func attempt(_ transaction: any ServerTransaction) throws
    func succeed()
    func fail(_ error: any Error)
}

private final class Job<T: Sendable>: WriteJob {
    private let body: @Sendable (any ServerTransaction) throws -> T
    private let continuation: CheckedContinuation<T, any Error>
    private let result = Mutex<T?>(nil)

    init(
        body: @escaping @Sendable (any ServerTransaction) throws -> T, continuation: CheckedContinuation<T, any Error>
    ) {
        self.body = body
        self.continuation = continuation
    }

    func attempt(_ transaction: any ServerTransaction) throws {
        let value = try body(transaction)
        result.withLock { $0 = value }
    }

    func succeed() {
        guard let value = result.withLock({ $0 }) else { preconditionFailure("a job succeeded that never ran") }
        continuation.resume(returning: value)
    }

    func fail(_ error: any Error) { continuation.resume(throwing: error) }
}

/// Threads for reading: blocking calls stay off the cooperative pool, and never more run than there are threads here.
package final class StoreReaders: Sendable {
    package static let threads = 4

    private let store: any ServerStore
    private let queues: [DispatchQueue]
    private let turn = Mutex(0)

    package init(store: any ServerStore) {
        self.store = store
        queues = (0..<Self.threads).map { DispatchQueue(label: "cartera.reader-\($0)") }
    }

    /// Runs `body` on a consistent snapshot.
    package func read<T: Sendable>(_ body: @escaping @Sendable (any ServerReading) throws -> T) async throws -> T {
        let index = turn.withLock { turn in
            turn = (turn + 1) % queues.count
            return turn
        }
        return try await withCheckedThrowingContinuation { continuation in
            queues[index].async {
                continuation.resume(with: Result { try self.store.read(body) })
            }
        }
    }
}
