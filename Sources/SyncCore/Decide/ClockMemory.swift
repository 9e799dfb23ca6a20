package import FieldModel

/// A device's clocks at a contact, and what its wall clock was behind the server's then: kept by the server to see whether
/// it was set since, and by the device to know the time although it was.
package struct ClockMemory: Sendable, Hashable {
    /// Milliseconds, of the wall clock and since the boot.
    var wall: Int64
    var monotonic: Int64
    /// Empty when it is not known.
    var boot: String
    var offset: Int64

    package init(wall: Instant, monotonic: Int64, bootID: [UInt8], offset: Int64) {
        self.wall = wall.milliseconds
        self.monotonic = monotonic
        boot = bootID.prefix(16).map { String($0, radix: 16) }.joined(separator: ".")
        self.offset = offset
    }

    init(_ hello: Hello, offset: Int64) {
        self.init(wall: hello.wallClock, monotonic: hello.monotonic, bootID: hello.bootID, offset: offset)
    }

    package var text: String { "\(wall) \(monotonic) \(offset) \(boot)" }

    package init?(text: String) {
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 4, let wall = Int64(words[0]), let monotonic = Int64(words[1]),
            let offset = Int64(words[2])
        else { return nil }
        (self.wall, self.monotonic, self.offset, boot) = (wall, monotonic, offset, String(words[3]))
    }

    static func key(_ device: DeviceID) -> String { "clock.\(device)" }
}

extension ClockMemory {
    /// Whether the wall clock was set between `self` and `later`: against the monotonic clock within one boot, against
    /// the server's clock otherwise.
    func hasJumped(until later: ClockMemory, skew: Int64) -> Bool {
        (moved(until: later) ?? saturatingDifference(later.offset, offset)).magnitude > UInt64(skew)
    }

    /// What the wall clock is behind the server's by at a later reading, as far as the device can tell by itself: nobody
    /// sets the monotonic clock, so within one boot it shows by how much the other was set. What is less than clocks may
    /// differ by is their drift, and left alone. The later reading's own offset says nothing.
    package func offset(at later: ClockMemory) -> Int64 {
        guard let moved = moved(until: later), moved.magnitude > UInt64(Limits.clockSkewMilliseconds) else {
            return offset
        }
        return saturatingDifference(offset, moved)
    }

    /// How far the wall clock went beyond the monotonic one; nil across a boot.
    private func moved(until later: ClockMemory) -> Int64? {
        guard boot == later.boot, !boot.isEmpty else { return nil }
        return saturatingDifference(
            saturatingDifference(later.wall, wall), saturatingDifference(later.monotonic, monotonic))
    }
}
