internal import Glibc

/// A laptop's folder: the replica beside the device's key and certificates.
package struct Home: Hashable, Sendable {
    package var path: String

    package init(path: String) { self.path = path }

    package var keyPath: String { "\(path)/device.key" }
    package var certificatePath: String { "\(path)/device.pem" }
    package var rootPath: String { "\(path)/root.pem" }
    package var requestPath: String { "\(path)/device.csr" }
    package var socketPath: String { "\(path)/exchange.sock" }
    /// Contents of attachments.
    package var attachmentsPath: String { "\(path)/attachments" }

    /// Makes the folder, for its owner only.
    package func create() throws {
        var done = ""
        for part in path.split(separator: "/", omittingEmptySubsequences: false) {
            done += done.isEmpty && !path.hasPrefix("/") ? String(part) : "/\(part)"
            done = done == "//" ? "/" : done.replacing("//", with: "/")
            if done.isEmpty || done == "/" { continue }
            if mkdir(done, 0o700) != 0, errno != EEXIST, errno != EISDIR {
                throw Self.failure("The home's folder cannot be made", status: .cannotCreate)
            }
        }
    }

    package func exists(_ file: String) -> Bool { access(file, F_OK) == 0 }

    /// Nil when there is no such file.
    package func read(_ file: String) throws -> [UInt8]? {
        let descriptor = open(file, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw Self.failure("A file of the home cannot be read", status: .inputOutput)
        }
        defer { close(descriptor) }
        var content: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count == 0 { return content }
            guard count > 0 || errno == EINTR else {
                throw Self.failure("A file of the home cannot be read", status: .inputOutput)
            }
            if count > 0 { content += buffer[0..<count] }
        }
    }

    package func readText(_ file: String) throws -> String? {
        try read(file).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Replaces the file in one step, on disk before it returns.
    package func write(_ content: [UInt8], to file: String, mode: UInt32 = 0o600) throws {
        let temporary = "\(file).new"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw Self.failure("A file of the home cannot be written", status: .cannotCreate) }
        var isWritten = fchmod(descriptor, mode) == 0
        var rest = content[...]
        while isWritten, !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 { rest = rest.dropFirst(count) } else if errno != EINTR { isWritten = false }
        }
        isWritten = isWritten && fsync(descriptor) == 0
        isWritten = close(descriptor) == 0 && isWritten
        guard isWritten, rename(temporary, file) == 0, synchronise() else {
            throw Self.failure("A file of the home cannot be written", status: .inputOutput)
        }
    }

    package func write(_ text: String, to file: String) throws { try write(Array(text.utf8), to: file) }

    package func remove(_ file: String) { unlink(file) }

    private func synchronise() -> Bool {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return fsync(descriptor) == 0
    }

    private static func failure(_ what: String, status: ExitStatus) -> ClientFailure {
        switch errno {
        case EACCES, EPERM, EROFS:
            ClientFailure(
                "home_read_only", "\(what): no permission.", hint: "Check the folder's owner and mode.", status: status)
        case ENOSPC, EDQUOT:
            ClientFailure("disk_full", "\(what): the disk is full.", hint: "Free some space.", status: .inputOutput)
        default: ClientFailure("home_io", "\(what).", hint: "Check the home's path and the disk.", status: status)
        }
    }
}
