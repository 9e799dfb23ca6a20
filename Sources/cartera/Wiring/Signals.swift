internal import Glibc

/// Signals as calls on a thread of their own: the handler only writes a byte, which is all that one may do.
enum Signals {
    private nonisolated(unsafe) static var writingEnd: Int32 = -1

    static func forward(_ numbers: [Int32], _ body: @escaping @Sendable () -> Void) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        writingEnd = ends[1]
        let box = Unmanaged.passRetained(Forwarding(readingEnd: ends[0], body: body))
        var thread = pthread_t()
        let failed = pthread_create(
            &thread, nil,
            { pointer in
                let forwarding = Unmanaged<Forwarding>.fromOpaque(pointer!).takeRetainedValue()
                var byte: UInt8 = 0
                while true {
                    let count = read(forwarding.readingEnd, &byte, 1)
                    if count == 1 { forwarding.body() } else if count == 0 || errno != EINTR { return nil }
                }
            }, box.toOpaque())
        guard failed == 0 else { return box.release() }
        pthread_detach(thread)
        for number in numbers { signal(number) { _ in Signals.raise() } }
    }

    private static func raise() {
        var byte: UInt8 = 1
        _ = write(writingEnd, &byte, 1)
    }

    private final class Forwarding: Sendable {
        let readingEnd: Int32
        let body: @Sendable () -> Void
        init(readingEnd: Int32, body: @escaping @Sendable () -> Void) {
            self.readingEnd = readingEnd
            self.body = body
        }
    }
}
