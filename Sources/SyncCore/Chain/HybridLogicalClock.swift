package import FieldModel

/// 48 bits of milliseconds and 16 of counter: orders what one device knows of, whatever its wall clock does.
///
/// Never orders money or promises; those go by the server's commits.
package struct HybridLogicalClock: Hashable, Sendable, Comparable, Codable {
    package var packed: UInt64

    package init(packed: UInt64) { self.packed = packed }

    package init(milliseconds: Int64, counter: UInt16) {
        packed = UInt64(truncatingIfNeeded: max(0, min(milliseconds, 0xFFFF_FFFF_FFFF))) << 16 | UInt64(counter)
    }

    package static let zero = HybridLogicalClock(packed: 0)

    package var milliseconds: Int64 { Int64(packed >> 16) }

    package static func < (a: HybridLogicalClock, b: HybridLogicalClock) -> Bool { a.packed < b.packed }

    /// The stamp of a local event: later than every stamp before, at least the wall clock.
    package mutating func tick(now: Instant) -> HybridLogicalClock {
        let wall = HybridLogicalClock(milliseconds: now.milliseconds, counter: 0)
        packed = wall.packed > packed ? wall.packed : (packed == .max ? packed : packed + 1)
        return self
    }

    /// Takes in a peer's stamp, but only up to `now` + `skewMilliseconds`: a wrong clock does not infect others.
    package mutating func merge(_ other: HybridLogicalClock, now: Instant, skewMilliseconds: Int64) {
        let limit = HybridLogicalClock(milliseconds: now.milliseconds &+ skewMilliseconds, counter: .max)
        packed = max(packed, min(other.packed, limit.packed))
    }
}
