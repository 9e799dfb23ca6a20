import Glibc

/// A stream socket in a folder. Its address goes by way of the folder's descriptor, because a path of more than 107
/// bytes does not fit in one.
struct UnixSocket: Sendable {
    static let name = "control.sock"
    let descriptor: Int32

    static func listen(in folder: String) throws -> UnixSocket {
        remove(in: folder)
        let socket = try make()
        let bound = withAddress(in: folder) { bind(socket.descriptor, $0, $1) }
        guard bound == 0, Glibc.listen(socket.descriptor, 8) == 0 else {
            socket.close()
            throw ProgramFailure(.inputOutput, code: "io", "The control socket cannot be made (errno \(errno)).")
        }
        chmod("\(folder)/\(name)", 0o600)
        return socket
    }

    static func connect(in folder: String) -> UnixSocket? {
        guard let socket = try? make() else { return nil }
        guard withAddress(in: folder, { Glibc.connect(socket.descriptor, $0, $1) }) == 0 else {
            socket.close()
            return nil
        }
        return socket
    }

    static func remove(in folder: String) { unlink("\(folder)/\(name)") }

    func accept(waitMilliseconds: Int32) -> UnixSocket? {
        guard isReadable(waitMilliseconds) else { return nil }
        let peer = Glibc.accept(descriptor, nil, nil)
        return peer >= 0 ? UnixSocket(descriptor: peer) : nil
    }

    /// Nil when the peer closes, says too much, or is silent for too long.
    func readLine(most: Int, waitMilliseconds: Int32) -> [UInt8]? {
        var line: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while line.count <= most {
            guard isReadable(waitMilliseconds) else { return nil }
            let count = read(descriptor, &chunk, chunk.count)
            guard count > 0 else { return nil }
            line += chunk[..<count]
            if let end = line.firstIndex(of: UInt8(ascii: "\n")) { return Array(line[..<end]) }
        }
        return nil
    }

    func write(_ bytes: [UInt8]) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            sent += count
        }
    }

    func close() { Glibc.close(descriptor) }

    private func isReadable(_ waitMilliseconds: Int32) -> Bool {
        var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&waiting, 1, waitMilliseconds) > 0
    }

    private static func make() throws -> UnixSocket {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else {
            throw ProgramFailure(.inputOutput, code: "io", "A socket cannot be made (errno \(errno)).")
        }
        return UnixSocket(descriptor: descriptor)
    }

    private static func withAddress(
        in folder: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        let directory = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { return -1 }
        defer { Glibc.close(directory) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let path = Array("/proc/self/fd/\(directory)/\(name)".utf8)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}
