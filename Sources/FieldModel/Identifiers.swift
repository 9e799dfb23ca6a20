/// A 16-byte UUIDv7, the name of every record, operation, person, device and branch.
///
/// The first 48 bits are the milliseconds since 1970 at birth, so that names sort by time and inserts land at an
/// index's end. Minted where the thing is born, written to disk before use, never changed.
package struct Identifier: Hashable, Sendable, Comparable, Codable {
    package let high: UInt64
    package let low: UInt64

    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    package static let nil_ = Identifier(high: 0, low: 0)

    package var isNil: Bool { high == 0 && low == 0 }

    package static func < (a: Identifier, b: Identifier) -> Bool {
        a.high != b.high ? a.high < b.high : a.low < b.low
    }
}

extension Identifier {
    /// Nil unless `bytes` are exactly 16.
    package init?(bytes: some Sequence<UInt8>) {
        // A page of rows is a thousand ids: bytes that lie side by side are read as two words.
        let whole = bytes.withContiguousStorageIfAvailable { bytes -> Identifier? in
            guard bytes.count == 16 else { return nil }
            let raw = UnsafeRawBufferPointer(bytes)
            return Identifier(
                high: UInt64(bigEndian: raw.loadUnaligned(as: UInt64.self)),
                low: UInt64(bigEndian: raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
        }
        if let whole {
            guard let whole else { return nil }
            self = whole
            return
        }
        var words: (UInt64, UInt64) = (0, 0)
        var count = 0
        for byte in bytes {
            if count < 8 {
                words.0 = words.0 << 8 | UInt64(byte)
            } else {
                words.1 = words.1 << 8 | UInt64(byte)
            }
            count += 1
            if count > 16 { return nil }
        }
        guard count == 16 else { return nil }
        self.init(high: words.0, low: words.1)
    }

    /// Big-endian, as on the wire and in the stores.
    package var bytes: [UInt8] {
        var out = [UInt8]()
        out.reserveCapacity(16)
        for word in [high, low] {
            for shift in stride(from: 56, through: 0, by: -8) {
                out.append(UInt8(truncatingIfNeeded: word >> UInt64(shift)))
            }
        }
        return out
    }

    /// RFC 9562, version 7: 48 bits of time, 12 and 62 bits of randomness.
    package static func version7(
        at now: Instant, using generator: inout some RandomNumberGenerator
    ) -> Identifier {
        let time = UInt64(truncatingIfNeeded: max(0, now.milliseconds)) & 0xFFFF_FFFF_FFFF
        return Identifier(
            high: time << 16 | 0x7000 | (generator.next() & 0xFFF),
            low: 0x8000_0000_0000_0000 | (generator.next() & 0x3FFF_FFFF_FFFF_FFFF))
    }

    /// A UUIDv7-shaped name made from `time` and the first 10 bytes of a hash, for records that laptop and server must
    /// name alike. Traps when `hash` is shorter than 10 bytes: the caller gives a whole SHA-256.
    package static func derived(time48: UInt64, hash: [UInt8]) -> Identifier {
        let a = UInt64(hash[0]) << 8 | UInt64(hash[1])
        var b: UInt64 = 0
        for byte in hash[2..<10] { b = b << 8 | UInt64(byte) }
        return Identifier(
            high: (time48 & 0xFFFF_FFFF_FFFF) << 16 | 0x7000 | (a & 0xFFF),
            low: 0x8000_0000_0000_0000 | (b & 0x3FFF_FFFF_FFFF_FFFF))
    }

    package var time48: UInt64 { high >> 16 }
}

extension Identifier: CustomStringConvertible {
    /// `018f3c1e-7b2a-7cc0-9f00-3a5b6c7d8e9f`, lower case.
    package var description: String {
        let digits = Array("0123456789abcdef".utf8)
        var out = [UInt8]()
        out.reserveCapacity(36)
        for (index, byte) in bytes.enumerated() {
            if [4, 6, 8, 10].contains(index) { out.append(UInt8(ascii: "-")) }
            out.append(digits[Int(byte >> 4)])
            out.append(digits[Int(byte & 15)])
        }
        return String(decoding: out, as: UTF8.self)
    }

    /// The last 8 characters: what lists show. Beginnings are alike because names begin with time.
    package var ending: String { String(description.suffix(8)) }

    /// Accepts the printed form, with or without hyphens.
    package init?(_ text: some StringProtocol) {
        var nibbles = [UInt8]()
        for byte in text.utf8 where byte != UInt8(ascii: "-") {
            guard let nibble = hexadecimalValue(byte) else { return nil }
            nibbles.append(nibble)
        }
        guard nibbles.count == 32 else { return nil }
        self.init(bytes: stride(from: 0, to: 32, by: 2).map { nibbles[$0] << 4 | nibbles[$0 + 1] })
    }
}

func hexadecimalValue(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
}

package typealias RecordID = Identifier
package typealias OperationID = Identifier
package typealias AccountID = Identifier
package typealias DeviceID = Identifier
package typealias PersonID = Identifier
package typealias BranchID = Identifier
