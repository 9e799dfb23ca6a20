internal import Synchronization

/// Names in a folder, none of which is given twice.
final class NumberedNames: Sendable {
    private let folder: String
    private let count = Mutex<UInt64>(0)

    init(folder: String) { self.folder = folder }

    func next(_ kind: String) -> String {
        let number = count.withLock { count in
            count += 1
            return count
        }
        return "\(folder)/\(kind)-\(number)"
    }
}
