internal import Glibc
internal import SyncCore

/// Remembers that writing has ended for this process: on top of a failed write to the disk nothing more is written.
///
/// A pthread lock and not `Mutex`, which the thread sanitizer reports falsely.
final class WritingEnd: @unchecked Sendable {
    private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private var cause: StoreFailure?

    init() {
        lock.initialize(to: pthread_mutex_t())
        pthread_mutex_init(lock, nil)
    }

    deinit {
        pthread_mutex_destroy(lock)
        lock.deallocate()
    }

    var failure: StoreFailure? { locked { cause } }

    func guarding<T>(_ body: () throws -> T) throws -> T {
        if let failure { throw failure }
        do { return try body() } catch {
            if let failure = endsWriting(error) { locked { cause = cause ?? failure } }
            throw error
        }
    }

    private func locked<T>(_ body: () -> T) -> T {
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        return body()
    }
}
