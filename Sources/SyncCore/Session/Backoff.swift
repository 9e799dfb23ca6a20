internal import FieldModel

/// Pauses between attempts: each twice as long as the one before, up to a cap, and a part of each drawn by lot, so that
/// devices that lost the server together do not come back together. The same seed gives the same pauses.
package struct Backoff: Sendable {
    private var state: UInt64
    private var pause = Limits.shortestPauseMilliseconds

    package init(seed: UInt64) { state = seed }

    /// Between half and the whole of the present pause.
    package mutating func next() -> Int64 {
        let most = pause
        pause = min(pause * 2, Limits.longestPauseMilliseconds)
        return most / 2 + Int64(draw() % UInt64(most / 2 + 1))
    }

    /// It worked: the next pause is a short one.
    package mutating func reset() { pause = Limits.shortestPauseMilliseconds }

    /// SplitMix64.
    private mutating func draw() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}
