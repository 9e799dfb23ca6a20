internal import SyncCore

/// Stands in for SHA-256: 32 well-mixed bytes, fast, and no defence against anybody.
struct FastHash: Hashing {
    func sha256(_ bytes: [UInt8]) -> [UInt8] {
        var lanes: (UInt64, UInt64) = (0xCBF2_9CE4_8422_2325, 0x9AE1_6A3B_2F90_404F)
        for byte in bytes {
            lanes.0 = (lanes.0 ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
            lanes.1 = (lanes.1 &+ UInt64(byte) &+ 1) &* 0x9E37_79B9_7F4A_7C15
            lanes.1 ^= lanes.1 >> 29
        }
        var out = [UInt8]()
        out.reserveCapacity(32)
        var word = lanes.0 ^ UInt64(bytes.count)
        for salt in UInt64(0)..<4 {
            word = mixed(word &+ lanes.1 &+ salt)
            appendBigEndian(word, to: &out)
        }
        return out
    }
}
