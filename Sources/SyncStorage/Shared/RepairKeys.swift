internal import FieldModel
internal import SyncCore

/// The repair keys that begin with `prefix`, and how they divide into the 256 ranges below it.
struct RepairKeys {
    let low: UInt32
    let high: UInt32
    private let prefix: [UInt8]

    /// Nil for a prefix of more than 4 bytes, which no key begins with.
    init?(prefix: [UInt8]) {
        guard prefix.count <= 4 else { return nil }
        self.prefix = prefix
        let free = UInt32(32 - 8 * prefix.count)
        let value = prefix.reduce(UInt64(0)) { $0 << 8 | UInt64($1) } << UInt64(free)
        low = UInt32(value)
        high = UInt32(value | ((1 << UInt64(free)) - 1))
    }

    /// Sums by the next byte of the key, ascending, only those with rows. A whole key has no next byte: one range.
    struct Sums {
        private let prefix: [UInt8]
        private var digests = [ScopeDigest](repeating: ScopeDigest(), count: 256)

        init(_ keys: RepairKeys) { prefix = keys.prefix }

        mutating func add(_ key: UInt32, _ row: RowDigest) { digests[index(of: key)].add(row) }

        var ranges: [(prefix: [UInt8], digest: ScopeDigest)] {
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
struct RepairTable {
    struct Row {
        var key: UInt32
        var kind: UInt16
        var id: RecordID
        var digest: RowDigest
    }
    private let rows: [Row]

    init(_ rows: [Row]) { self.rows = rows.sorted { $0.key < $1.key } }

    subscript(_ keys: RepairKeys) -> ArraySlice<Row> {
        let start = first { $0.key >= keys.low }
        return rows[start..<max(start, first { $0.key > keys.high })]
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
