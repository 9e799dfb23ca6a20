internal import Glibc
import SyncClient

/// The socket by which commands of one home talk to its live sync: `poke` (something was written) and `round` (do one
/// and answer with its report as a line of JSON).
enum LiveSocket {
    enum Request: Sendable {
        case poke
        case round(Reply)
    }

    /// A caller who waits for a round.
    final class Reply: @unchecked Sendable {
        private let descriptor: Int32
        fileprivate init(_ descriptor: Int32) { self.descriptor = descriptor }
        deinit { close(descriptor) }

        func send(_ line: String) {
            let bytes = Array(line.utf8) + [UInt8(ascii: "\n")]
            _ = bytes.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        }
    }

    /// Says that something was written; nobody listening is no failure.
    static func poke(_ home: Home) {
        _ = isAnswered(home)
    }

    static func isAnswered(_ home: Home) -> Bool {
        guard let descriptor = connected(home) else { return false }
        send(descriptor, "poke\n")
        close(descriptor)
        return true
    }

    /// Nil when no live sync answers.
    static func round(_ home: Home, timeoutSeconds: Int) -> String? {
        guard let descriptor = connected(home) else { return nil }
        defer { close(descriptor) }
        var limit = timeval(tv_sec: timeoutSeconds, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        send(descriptor, "round\n")
        var line: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            if count <= 0 { return nil }
            line += buffer[0..<count]
            if line.last == UInt8(ascii: "\n") { return String(decoding: line.dropLast(), as: UTF8.self) }
        }
    }

    /// Listens until `Listener` is closed; the caller holds the exchange's lock, so that a file left behind is stale.
    static func listen(_ home: Home) throws -> (listener: Listener, requests: AsyncStream<Request>) {
        unlink(home.socketPath)
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        let previous = umask(0o177)
        let isBound = descriptor >= 0 && withAddress(home) { bind(descriptor, $0, $1) } == 0
        umask(previous)
        guard isBound, Glibc.listen(descriptor, 16) == 0 else {
            if descriptor >= 0 { close(descriptor) }
            throw ClientFailure(
                "socket_unavailable", "The home's socket cannot be made.", hint: "Is the home's path very long?",
                status: .cannotCreate)
        }
        let (requests, feed) = AsyncStream.makeStream(of: Request.self)
        let listener = Listener(descriptor, path: home.socketPath, feed: feed)
        listener.start()
        return (listener, requests)
    }

    /// Accepts on a thread of its own: `accept` blocks.
    final class Listener: @unchecked Sendable {
        private let descriptor: Int32
        private let path: String
        private let feed: AsyncStream<Request>.Continuation

        fileprivate init(_ descriptor: Int32, path: String, feed: AsyncStream<Request>.Continuation) {
            self.descriptor = descriptor
            self.path = path
            self.feed = feed
        }

        fileprivate func start() {
            var thread = pthread_t()
            let box = Unmanaged.passRetained(self)
            let failed = pthread_create(
                &thread, nil,
                { pointer in
                    Unmanaged<Listener>.fromOpaque(pointer!).takeRetainedValue().accept()
                    return nil
                }, box.toOpaque())
            if failed == 0 { pthread_detach(thread) } else { box.release() }
        }

        private func accept() {
            while true {
                let peer = Glibc.accept(descriptor, nil, nil)
                if peer < 0 {
                    if errno == EINTR { continue }
                    break
                }
                var limit = timeval(tv_sec: 1, tv_usec: 0)
                setsockopt(peer, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
                var buffer = [UInt8](repeating: 0, count: 16)
                let count = max(0, recv(peer, &buffer, buffer.count, 0))
                switch String(decoding: buffer[0..<count], as: UTF8.self) {
                case "poke\n":
                    close(peer)
                    feed.yield(.poke)
                case "round\n": feed.yield(.round(Reply(peer)))
                default: close(peer)
                }
            }
            feed.finish()
        }

        func stop() {
            unlink(path)
            shutdown(descriptor, Int32(SHUT_RDWR))
        }
    }

    private static func connected(_ home: Home) -> Int32? {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        if withAddress(home, { connect(descriptor, $0, $1) }) == 0 { return descriptor }
        close(descriptor)
        return nil
    }

    private static func send(_ descriptor: Int32, _ text: String) {
        let bytes = Array(text.utf8)
        _ = bytes.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
    }

    private static func withAddress(
        _ home: Home, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let path = Array(home.socketPath.utf8)
        guard path.count < MemoryLayout.size(ofValue: address.sun_path) else { return -1 }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}
