internal import Synchronization

/// Bytes that have moved, counted where they move and read where somebody waits for them.
final class Progress: Sendable {
    private let count = Mutex<UInt64>(0)
    var bytes: UInt64 { count.withLock { $0 } }
    func add(_ bytes: Int) { count.withLock { $0 += UInt64(bytes) } }
}
