internal import Glibc

/// The kernel's random bytes drawn 256 at a time.
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

    /// getentropy is getrandom for at most 256 bytes, which the kernel never cuts short.
    private static func fill(_ bytes: UnsafeMutableRawBufferPointer) {
        for start in stride(from: 0, to: bytes.count, by: 256) {
            let failed = getentropy(bytes.baseAddress! + start, min(256, bytes.count - start))
            precondition(failed == 0, "the kernel has no random bytes")
        }
    }
}
