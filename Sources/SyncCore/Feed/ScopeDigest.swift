package import FieldModel

/// The sum, mod 2^128, of the row digests of a scope's confirmed records: order, pages and history do not matter.
///
/// It finds accidents, not an adversary; that is the audit log's work.
package struct ScopeDigest: Hashable, Sendable, Codable {
    package var high: UInt64
    package var low: UInt64
    package var count: Int64

    package init(high: UInt64 = 0, low: UInt64 = 0, count: Int64 = 0) {
        self.high = high
        self.low = low
        self.count = count
    }

    package mutating func add(_ row: RowDigest) {
        let (sum, carry) = low.addingReportingOverflow(row.low)
        low = sum
        high = high &+ row.high &+ (carry ? 1 : 0)
        count &+= 1
    }

    package mutating func remove(_ row: RowDigest) {
        let (difference, borrow) = low.subtractingReportingOverflow(row.low)
        low = difference
        high = high &- row.high &- (borrow ? 1 : 0)
        count &-= 1
    }

    package static func + (a: ScopeDigest, b: ScopeDigest) -> ScopeDigest {
        var sum = a
        sum.add(RowDigest(high: b.high, low: b.low))
        sum.count = a.count &+ b.count
        return sum
    }

    package static func - (a: ScopeDigest, b: ScopeDigest) -> ScopeDigest {
        var difference = a
        difference.remove(RowDigest(high: b.high, low: b.low))
        difference.count = a.count &- b.count
        return difference
    }

    /// 16 bytes, big-endian.
    package var bytes: [UInt8] { Identifier(high: high, low: low).bytes }

    /// Nil unless 16 bytes.
    package init?(bytes: some Sequence<UInt8>, count: Int64) {
        guard let pair = Identifier(bytes: bytes) else { return nil }
        self.init(high: pair.high, low: pair.low, count: count)
    }
}

/// The first 16 bytes of SHA-256(kind, id, version, bytes).
package struct RowDigest: Hashable, Sendable {
    package var high: UInt64
    package var low: UInt64

    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    package init(kind: UInt16, id: RecordID, version: RecordVersion, bytes: [UInt8], hash: any Hashing) {
        var content = [UInt8]()
        content.reserveCapacity(34 + bytes.count)
        content.append(UInt8(kind >> 8))
        content.append(UInt8(kind & 255))
        for word in [id.high, id.low, version.epoch, version.commit] { appendBigEndian(word, to: &content) }
        content += bytes
        let digest = hash.sha256(content)
        high = bigEndianWord(digest[0..<8])
        low = bigEndianWord(digest[8..<16])
    }

    package init(of row: FeedRow, hash: any Hashing) {
        self.init(kind: row.kind, id: row.id, version: row.version, bytes: row.bytes, hash: hash)
    }

    package var bytes: [UInt8] { Identifier(high: high, low: low).bytes }

    /// The first 4 bytes of SHA-256(kind, id): where repair looks for the row.
    package static func repairKey(kind: UInt16, id: RecordID, hash: any Hashing) -> UInt32 {
        let digest = hash.sha256([UInt8(kind >> 8), UInt8(kind & 255)] + id.bytes)
        return UInt32(truncatingIfNeeded: bigEndianWord(digest[0..<4]))
    }
}

package func appendBigEndian(_ word: UInt64, to bytes: inout [UInt8]) {
    for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(shift))) }
}

package func bigEndianWord(_ bytes: some Sequence<UInt8>) -> UInt64 {
    bytes.reduce(0) { $0 << 8 | UInt64($1) }
}
