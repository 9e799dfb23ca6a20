package import FieldModel

/// The repair keys that begin with `prefix`, and how they divide into the 256 ranges below it.
package struct RepairKeys {
    package let low: UInt32
    package let high: UInt32
    private let prefix: [UInt8]

    /// Nil for a prefix of more than 4 bytes, which no key begins with.
    package init?(prefix: [UInt8]) {
        guard prefix.count <= 4 else { return nil }
        self.prefix = prefix
        let free = UInt32(32 - 8 * prefix.count)
        let value = prefix.reduce(UInt64(0)) { $0 << 8 | UInt64($1) } << UInt64(free)
        low = UInt32(value)
        high = UInt32(value | ((1 << UInt64(free)) - 1))
    }

    /// Sums by the next byte of the key, ascending, only those with rows. A whole key has no next byte: one range.
    package struct Sums {
        private let prefix: [UInt8]
        private var digests = [ScopeDigest](repeating: ScopeDigest(), count: 256)

        package init(_ keys: RepairKeys) { prefix = keys.prefix }

        package mutating func add(_ key: UInt32, _ row: RowDigest) { digests[index(of: key)].add(row) }

        package var ranges: [(prefix: [UInt8], digest: ScopeDigest)] {
            digests.indices.filter { digests[$0].count > 0 }.map { index in
                (prefix.count == 4 ? prefix : prefix + [UInt8(index)], digests[index])
            }
        }

        private func index(of key: UInt32) -> Int {
            prefix.count == 4 ? 0 : Int(key >> UInt32(24 - 8 * prefix.count) & 255)
        }
    }
}

/// A replica's rows by their repair keys.
package struct RepairTable: Sendable {
    package struct Row: Sendable {
        package var key: UInt32
        package var kind: UInt16
        package var id: RecordID
        package var digest: RowDigest

        package init(key: UInt32, kind: UInt16, id: RecordID, digest: RowDigest) {
            self.key = key
            self.kind = kind
            self.id = id
            self.digest = digest
        }

        var sketched: RepairSketch.Row { RepairSketch.Row(key: key, digest: digest.high) }
    }
    private let rows: [Row]

    package init(_ rows: [Row]) { self.rows = rows.sorted { $0.key < $1.key } }

    package subscript(_ keys: RepairKeys) -> ArraySlice<Row> {
        let start = first { $0.key >= keys.low }
        return rows[start..<max(start, first { $0.key > keys.high })]
    }

    /// The digests of the ranges below `prefix`, ascending; only those with rows.
    package func ranges(below prefix: [UInt8]) -> [(prefix: [UInt8], digest: ScopeDigest)] {
        guard let keys = RepairKeys(prefix: prefix) else { return [] }
        var sums = RepairKeys.Sums(keys)
        for row in self[keys] { sums.add(row.key, row.digest) }
        return sums.ranges
    }

    /// Those of a kind; nil is all.
    func rows(of kind: UInt16?) -> [Row] { kind.map { kind in rows.filter { $0.kind == kind } } ?? rows }

    func digest(of prefix: [UInt8]) -> ScopeDigest {
        var sum = ScopeDigest()
        if let keys = RepairKeys(prefix: prefix) { for row in self[keys] { sum.add(row.digest) } }
        return sum
    }

    func named(_ prefix: [UInt8]) -> [KeyedRowDigest] {
        guard let keys = RepairKeys(prefix: prefix) else { return [] }
        return self[keys].sorted { ($0.kind, $0.id) < ($1.kind, $1.id) }.map {
            KeyedRowDigest(kind: $0.kind, id: $0.id, digest: $0.digest.bytes)
        }
    }

    /// The index of the first row that holds, which all after it do.
    private func first(_ holds: (Row) -> Bool) -> Int {
        var (low, high) = (0, rows.count)
        while low < high {
            let middle = (low + high) / 2
            if holds(rows[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

/// The four bytes of a repair key.
package func keyPrefix(_ key: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: key >> UInt32($0)) }
}
