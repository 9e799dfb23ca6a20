import ArgumentParser
internal import Glibc
import SyncClient
import Synchronization

/// Bytes to a descriptor, in large pieces.
final class FileSink: Sendable {
    private let descriptor: Int32
    private let buffer = Mutex<[UInt8]>([])
    private static let size = 64 * 1024

    static let standardOutput = FileSink(descriptor: STDOUT_FILENO)

    private init(descriptor: Int32) { self.descriptor = descriptor }

    /// A new or emptied file that only its owner can read: what is exported is people's data.
    init(creating path: String) throws {
        descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw ClientFailure(
                "cannot_create", "The file “\(printable(path))” cannot be written: \(Self.reason).",
                hint: "Check the folder and its permissions.", status: .cannotCreate)
        }
        fchmod(descriptor, 0o600)
    }

    /// A file that must not be there yet.
    init(new path: String) throws {
        descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw ClientFailure(
                errno == EEXIST ? "exists" : "cannot_create",
                "The file “\(printable(path))” cannot be written: \(Self.reason).",
                hint: "Check the folder and its permissions, or name another.", status: .cannotCreate)
        }
    }

    func write(_ bytes: [UInt8]) throws {
        try buffer.withLock { buffer in
            buffer += bytes
            if buffer.count >= Self.size { try flush(&buffer) }
        }
    }

    func finish() throws {
        try buffer.withLock { try flush(&$0) }
        if descriptor != STDOUT_FILENO, close(descriptor) != 0 { throw failure }
    }

    private func flush(_ buffer: inout [UInt8]) throws {
        var rest = buffer[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 { rest = rest.dropFirst(count) } else if errno != EINTR { throw failure }
        }
        buffer.removeAll(keepingCapacity: true)
    }

    static var reason: String { String(cString: strerror(errno)) }

    private var failure: any Error {
        // Who reads has seen enough, such as `head`: no failure to speak of, and the status that other programs end with.
        if errno == EPIPE, descriptor == STDOUT_FILENO { return ExitCode(128 + SIGPIPE) }
        return ClientFailure(
            errno == ENOSPC || errno == EDQUOT ? "disk_full" : "cannot_write",
            "The output cannot be written: \(Self.reason).",
            status: .inputOutput)
    }
}

/// A file that is read in pieces, once or again from its beginning.
struct FileSource: Sendable {
    private static let size = 64 * 1024

    let descriptor: Int32
    /// A pipe can be read only once.
    let isRegular: Bool
    private let device: dev_t
    private let inode: ino_t

    /// `-` is standard input.
    init(_ path: String) throws {
        descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        var facts = stat()
        guard descriptor >= 0, fstat(descriptor, &facts) == 0 else {
            throw ClientFailure(
                errno == ENOENT ? "file_not_found" : "cannot_read",
                "The file “\(printable(path))” cannot be read: \(FileSink.reason).", hint: "Check its name.",
                status: errno == ENOENT ? .badInput : .inputOutput)
        }
        guard facts.st_mode & S_IFMT != S_IFDIR else {
            throw ClientFailure.badInput("not_a_file", "“\(printable(path))” is a folder.")
        }
        isRegular = facts.st_mode & S_IFMT == S_IFREG
        device = facts.st_dev
        inode = facts.st_ino
    }

    func isSame(as path: String) -> Bool {
        var facts = stat()
        return stat(path, &facts) == 0 && facts.st_dev == device && facts.st_ino == inode
    }

    func rewind() { if isRegular { lseek(descriptor, 0, SEEK_SET) } }

    func close() { if descriptor != STDIN_FILENO { Glibc.close(descriptor) } }

    /// Nil at the end.
    @Sendable func next() throws -> [UInt8]? {
        while true {
            var failed = false
            let bytes = [UInt8](unsafeUninitializedCapacity: Self.size) { buffer, count in
                let got = read(descriptor, buffer.baseAddress, Self.size)
                failed = got < 0
                count = max(0, got)
            }
            if !failed { return bytes.isEmpty ? nil : bytes }
            guard errno == EINTR else {
                throw ClientFailure(
                    "cannot_read", "The file cannot be read: \(FileSink.reason).", status: .inputOutput)
            }
        }
    }
}
