internal import Glibc

/// The kernel's random bytes (getrandom), drawn 256 at a time.
///
/// For names, salts and tokens. A struct: give each owner its own, and never copy one that was used.
package struct SystemRandom: RandomNumberGenerator {
    private static let words = 32
    private var buffer: [UInt64] = []

    package init() {}

    package mutating func next() -> UInt64 {
        if buffer.isEmpty { buffer = Self.fresh() }
        return buffer.removeLast()
    }

    package static func bytes(_ count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { bytes, initialised in
            fill(UnsafeMutableRawBufferPointer(bytes))
            initialised = count
        }
    }

    private static func fresh() -> [UInt64] {
        [UInt64](unsafeUninitializedCapacity: words) { words, initialised in
            fill(UnsafeMutableRawBufferPointer(words))
            initialised = words.count
        }
    }

    /// Requests of at most 256 bytes are never cut short once the kernel's pool is ready; the loop covers the rest.
    private static func fill(_ bytes: UnsafeMutableRawBufferPointer) {
        var done = 0
        while done < bytes.count {
            let read = getrandom(bytes.baseAddress! + done, bytes.count - done, 0)
            precondition(read > 0 || errno == EINTR, "the kernel has no random bytes")
            done += max(0, read)
        }
    }
}
