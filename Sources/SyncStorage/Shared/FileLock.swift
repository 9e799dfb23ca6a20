internal import Glibc
internal import SyncCore

/// A lock between processes: an exclusive `flock` on a file of its own, which is never deleted.
///
/// The kernel drops it with the process that held it. Each `FileLock` opens the file for itself, so that two of them
/// exclude each other within one process too; a thread that holds one must not wait for another of the same file.
package struct FileLock: Sendable {
    package var path: String

    package init(path: String) { self.path = path }

    /// Held while a connection to the replica opens, writes, checkpoints or closes.
    package static func home(of folder: String) -> FileLock { FileLock(path: "\(folder)/home.lock") }
    /// Held by the one process that talks to the server.
    package static func exchange(of folder: String) -> FileLock { FileLock(path: "\(folder)/exchange.lock") }
    /// Held by the one process that has the server's data open.
    package static func data(of folder: String) -> FileLock { FileLock(path: "\(folder)/data.lock") }

    /// Nil when another holds it.
    package func tryHold() throws -> Holding? {
        let file = try open()
        guard try Self.tryLock(file) else {
            close(file)
            return nil
        }
        return Holding(file)
    }

    /// Waits for at most `timeoutMilliseconds`, then throws `locked`.
    package func hold(timeoutMilliseconds: Int = 30_000) throws -> Holding {
        let file = try open()
        var waited = 0
        while try !Self.tryLock(file) {
            guard waited < timeoutMilliseconds else {
                close(file)
                throw StoreFailure(code: "locked", message: "another process has held \(name) for too long: try again")
            }
            let pause = min(10, 1 + waited / 20)
            usleep(UInt32(pause) * 1000)
            waited += pause
        }
        return Holding(file)
    }

    package func withHold<T>(timeoutMilliseconds: Int = 30_000, _ body: () throws -> T) throws -> T {
        let holding = try hold(timeoutMilliseconds: timeoutMilliseconds)
        defer { holding.release() }
        return try body()
    }

    /// A lock that is held until `release`, or until nothing refers to it any more. Not for use by two threads at once.
    package final class Holding: @unchecked Sendable {
        private var file: Int32

        fileprivate init(_ file: Int32) { self.file = file }

        deinit { release() }

        package func release() {
            guard file >= 0 else { return }
            close(file)
            file = -1
        }
    }

    private var name: String { String(path.split(separator: "/").last ?? "") }

    private func open() throws -> Int32 {
        let file = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        if file >= 0 { return file }
        switch errno {
        case EROFS, EACCES, EPERM:
            throw StoreFailure(
                code: "read_only", message: "\(name) cannot be written to: check the folder's owner and mode")
        case ENOENT, ENOTDIR: throw StoreFailure(code: "not_found", message: "there is no folder for \(name)")
        case ENOSPC, EDQUOT: throw StoreFailure(code: "disk_full", message: "the disk is full: free some space")
        default: throw StoreFailure(code: "io", message: "\(name) cannot be opened (errno \(errno))")
        }
    }

    private static func tryLock(_ file: Int32) throws -> Bool {
        while flock(file, LOCK_EX | LOCK_NB) != 0 {
            if errno == EWOULDBLOCK { return false }
            guard errno == EINTR else {
                let code = errno
                close(file)
                throw StoreFailure(code: "io", message: "a lock file cannot be locked (errno \(code))")
            }
        }
        return true
    }
}
