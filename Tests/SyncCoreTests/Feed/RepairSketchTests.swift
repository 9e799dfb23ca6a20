import FieldModel
import SyncCore
import Testing

/// Two sets of rows, and what their sketches tell of the difference.
@Suite("Reading a difference from sketches")
struct RepairSketchTests {
    private func rows(_ numbers: Range<UInt64>) -> [RepairSketch.Row] {
        var dice = Dice(11)
        let all = (0..<numbers.upperBound).map { _ in
            RepairSketch.Row(key: UInt32(truncatingIfNeeded: dice.next()), digest: dice.next())
        }
        return Array(all[Int(numbers.lowerBound)...])
    }

    private func sketch(_ rows: some Sequence<RepairSketch.Row>, cells: Int) -> RepairSketch {
        var sketch = RepairSketch(cells: cells)
        for row in rows { sketch.add(row) }
        return sketch
    }

    @Test("finds what each side lacks, however much both have", arguments: [0, 1, 40])
    func differences(count: Int) throws {
        let all = rows(0..<20_000)
        let mine = sketch(all.dropLast(count), cells: 180)
        let theirs = sketch(all.dropFirst(count), cells: 180)
        let read = try #require(RepairSketch(bytes: theirs.bytes))
        let found = try #require(RepairSketch.difference(mine, read))
        #expect(Set(found.mine) == Set(all.prefix(count)) && Set(found.theirs) == Set(all.suffix(count)))
    }

    @Test("says so when more differs than it can tell, and never tells anything wrong")
    func tooMany() {
        let all = rows(0..<2_000)
        for count in stride(from: 10, through: 2_000, by: 90) {
            let found = RepairSketch.difference(sketch(all.prefix(count), cells: 96), sketch([], cells: 96))
            if let found { #expect(Set(found.mine) == Set(all.prefix(count)) && found.theirs.isEmpty) }
            if count > 96 { #expect(found == nil) }
        }
    }

    @Test("refuses bytes that are no sketch, and one of another size")
    func malformed() {
        let bytes = sketch(rows(0..<9), cells: 30).bytes
        #expect(bytes.count == 30 * RepairSketch.cellBytes && RepairSketch(bytes: bytes)?.size == 30)
        #expect(RepairSketch(bytes: []) == nil && RepairSketch(bytes: Array(bytes.dropLast())) == nil)
        #expect(RepairSketch(bytes: Array(bytes.dropLast(RepairSketch.cellBytes))) == nil)
        #expect(RepairSketch.difference(RepairSketch(cells: 30), RepairSketch(cells: 33)) == nil)
        // A peer's nonsense ends, one way or the other.
        var dice = Dice(5)
        for _ in 0..<200 {
            let nonsense = (0..<90 * RepairSketch.cellBytes).map { _ in UInt8(truncatingIfNeeded: dice.next()) }
            if let read = RepairSketch(bytes: nonsense) { _ = RepairSketch.difference(RepairSketch(cells: 90), read) }
        }
    }

    /// A search whose server makes sketches; returns the keys that it settles on, and the bytes that sketches took.
    private func search(
        _ mine: [RepairTable.Row], _ theirs: [RepairTable.Row], kind: UInt16? = nil
    ) throws -> (keys: Set<UInt32>, sketched: Int, leaves: Int) {
        var search = RepairSearch(branch: named(1), mine: RepairTable(mine), kind: kind)
        var (keys, sketched, leaves): (Set<UInt32>, Int, Int) = ([], 0, 0)
        while let request = search.next() {
            var reply = RepairReply(branch: named(1), ranges: [], rows: [], surplus: [], at: FeedPosition())
            #expect(request.sketchCells <= Limits.mostSketchCells)
            if request.sketchCells > 0 {
                let own = theirs.filter { request.kind == nil || $0.kind == request.kind }
                let sums = own.map { RepairSketch.Row(key: $0.key, digest: $0.digest.high) }
                reply.sketch = sketch(sums, cells: request.sketchCells).bytes
                reply.ranges = [RepairRange(prefix: [], digest: ScopeDigest(count: Int64(own.count)))]
                sketched += reply.sketch.count
            } else {
                #expect(request.leaves)
                leaves += 1
                for range in request.ranges {
                    #expect(range.prefix.count == 4)
                    keys.insert(UInt32(truncatingIfNeeded: bigEndianWord(range.prefix)))
                }
            }
            search.take(reply)
        }
        return (keys, sketched, leaves)
    }

    private func tableRows(_ count: Int, kind: UInt16 = 3) -> [RepairTable.Row] {
        var dice = Dice(UInt64(kind))
        return (0..<count).map { _ in
            RepairTable.Row(
                key: UInt32(truncatingIfNeeded: dice.next()), kind: kind, id: named(dice.next() >> 8),
                digest: RowDigest(high: dice.next(), low: dice.next()))
        }
    }

    @Test("asks for larger sketches until one tells, at a cost near what differs", arguments: [1, 60, 900])
    func grows(count: Int) throws {
        let all = tableRows(20_000)
        let found = try search(all, Array(all.dropFirst(count)))
        #expect(found.keys == Set(all.prefix(count).map(\.key)))
        #expect(found.sketched < 2_000 + 60 * count)
    }

    @Test("looks for one kind alone when told to")
    func oneKind() throws {
        let (accounts, others) = (tableRows(500, kind: 1), tableRows(500, kind: 2))
        let found = try search(accounts + others, Array(accounts.dropFirst(20)), kind: 1)
        #expect(found.keys == Set(accounts.prefix(20).map(\.key)))
    }

    @Test("narrows by ranges when so much differs that no sketch tells")
    func narrows() {
        let mine = tableRows(60_000)
        var search = RepairSearch(branch: named(1), mine: RepairTable(mine))
        var asked: [Int] = []
        while let request = search.next(), request.sketchCells > 0 {
            asked.append(request.sketchCells)
            var reply = RepairReply(branch: named(1), ranges: [], rows: [], surplus: [], at: FeedPosition())
            reply.sketch = RepairSketch(cells: request.sketchCells).bytes
            reply.ranges = [RepairRange(prefix: [], digest: ScopeDigest())]
            search.take(reply)
        }
        #expect(asked == [Limits.firstSketchCells])
    }
}
