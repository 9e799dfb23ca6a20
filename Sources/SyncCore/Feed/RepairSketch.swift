/// A set of row digests in a few cells, so that the difference of two sets can be read from the difference of their
/// sketches: its cost follows what differs, and not how much there is.
///
/// Each row is added to one cell of each of three parts. Subtracting the other side's sketch leaves only the rows that one
/// side lacks; a cell with one row gives it away, and taking it out of its other cells uncovers the next. With about a
/// third more cells than differing rows this ends well; if not, a larger sketch is asked for.
package struct RepairSketch: Sendable {
    /// A row as the sketch knows it: its repair key and the first half of its digest.
    package struct Row: Hashable, Sendable {
        package var key: UInt32
        package var digest: UInt64

        package init(key: UInt32, digest: UInt64) {
            self.key = key
            self.digest = digest
        }

        /// The sum of a row: what tells a cell with one row from one where several cancel out.
        fileprivate var check: UInt32 { UInt32(truncatingIfNeeded: mixed(3)) }

        /// SplitMix64's last steps, another for each `salt`.
        fileprivate func mixed(_ salt: UInt64) -> UInt64 {
            var word = digest ^ (UInt64(key) << 29) &+ salt &* 0x9E37_79B9_7F4A_7C15
            word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
            word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
            return word ^ (word >> 31)
        }
    }

    private struct Cell: Hashable, Sendable {
        /// Rows of this side less rows of the other, mod 2^16.
        var count: Int16 = 0
        var key: UInt32 = 0
        var digest: UInt64 = 0
        var check: UInt32 = 0

        mutating func change(_ row: Row, by one: Int16) {
            count &+= one
            key ^= row.key
            digest ^= row.digest
            check ^= row.check
        }

        /// The only row in it, when there is one.
        var single: Row? {
            let row = Row(key: key, digest: digest)
            return (count == 1 || count == -1) && row.check == check ? row : nil
        }
    }

    private var cells: [Cell]
    private static let parts = 3
    /// Bytes of one cell on the wire: count 2, key 4, digest 8, check 4, big-endian.
    package static let cellBytes = 18

    /// `cells` is rounded up to whole parts.
    package init(cells: Int) {
        let part = max(1, (cells + Self.parts - 1) / Self.parts)
        self.cells = [Cell](repeating: Cell(), count: part * Self.parts)
    }

    package var size: Int { cells.count }

    package mutating func add(_ row: Row) { change(row, by: 1) }

    private mutating func change(_ row: Row, by one: Int16) {
        for place in places(of: row) { cells[place].change(row, by: one) }
    }

    private func places(of row: Row) -> [Int] {
        let part = UInt64(cells.count / Self.parts)
        return (0..<UInt64(Self.parts)).map { Int($0 * part + row.mixed($0) % part) }
    }

    package var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(cells.count * Self.cellBytes)
        for cell in cells {
            let words = [UInt64(UInt16(bitPattern: cell.count)) << 32 | UInt64(cell.key), cell.digest]
            bytes += [40, 32, 24, 16, 8, 0].map { UInt8(truncatingIfNeeded: words[0] >> $0) }
            appendBigEndian(words[1], to: &bytes)
            bytes += [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: cell.check >> $0) }
        }
        return bytes
    }

    /// Nil unless whole cells in whole parts.
    package init?(bytes: [UInt8]) {
        let count = bytes.count / Self.cellBytes
        guard count > 0, bytes.count == count * Self.cellBytes, count % Self.parts == 0 else { return nil }
        cells = (0..<count).map { index in
            let cell = bytes[index * Self.cellBytes..<(index + 1) * Self.cellBytes]
            let start = cell.startIndex
            return Cell(
                count: Int16(truncatingIfNeeded: bigEndianWord(cell[start..<start + 2])),
                key: UInt32(truncatingIfNeeded: bigEndianWord(cell[start + 2..<start + 6])),
                digest: bigEndianWord(cell[start + 6..<start + 14]),
                check: UInt32(truncatingIfNeeded: bigEndianWord(cell[start + 14..<start + 18])))
        }
    }

    /// The rows that only one of two sketches of the same size has; nil when there are more than can be read.
    package static func difference(_ mine: RepairSketch, _ theirs: RepairSketch) -> (mine: [Row], theirs: [Row])? {
        guard mine.size == theirs.size else { return nil }
        var left = mine
        for index in left.cells.indices {
            let other = theirs.cells[index]
            left.cells[index].count &-= other.count
            left.cells[index].key ^= other.key
            left.cells[index].digest ^= other.digest
            left.cells[index].check ^= other.check
        }
        return left.read()
    }

    /// Takes rows out until nothing is left. At most as many as there are cells: a peer cannot make it go round.
    private mutating func read() -> (mine: [Row], theirs: [Row])? {
        var found: (mine: [Row], theirs: [Row]) = ([], [])
        var open = Array(cells.indices)
        while let index = open.popLast(), found.mine.count + found.theirs.count <= cells.count {
            guard let row = cells[index].single else { continue }
            let sign = cells[index].count
            if sign > 0 { found.mine.append(row) } else { found.theirs.append(row) }
            let touched = places(of: row)
            guard touched.contains(index) else { return nil }
            change(row, by: 0 &- sign)
            open += touched
        }
        return cells.allSatisfy { $0 == Cell() } ? found : nil
    }
}
