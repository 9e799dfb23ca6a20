import FieldModel
import SyncCore
import Testing

/// Two sets of rows of which one side is the server's; what the search asks is answered from the other table.
@Suite("Finding what differs by repair keys")
struct RepairSearchTests {
    private let branch = Identifier(high: 1, low: 1)
    private let hash = TestHash()

    private func row(_ number: UInt64, version: UInt64 = 1) -> RepairTable.Row {
        let id = Identifier(high: 5, low: number)
        return RepairTable.Row(
            key: RowDigest.repairKey(kind: 3, id: id, hash: hash), kind: 3, id: id,
            digest: RowDigest(high: number, low: version))
    }

    private func differing(mine: [RepairTable.Row], theirs: [RepairTable.Row]) -> (rows: Set<UInt64>, requests: Int) {
        let server = RepairTable(theirs)
        var search = RepairSearch(branch: branch, mine: RepairTable(mine))
        var found: Set<UInt64> = []
        var requests = 0
        while let request = search.next() {
            requests += 1
            #expect(request.ranges.count <= Limits.repairRanges && request.rows.count <= Limits.repairRows)
            var reply = RepairReply(branch: branch, ranges: [], rows: [], surplus: [], at: FeedPosition())
            if request.leaves {
                var held: [RecordID: [UInt8]] = [:]
                for row in request.rows { held[row.id] = row.digest }
                for row in request.ranges.flatMap({ RepairKeys(prefix: $0.prefix).map { Array(server[$0]) } ?? [] })
                where held.removeValue(forKey: row.id) != row.digest.bytes { found.insert(row.id.low) }
                found.formUnion(held.keys.map(\.low))
            } else {
                reply.ranges = request.ranges.flatMap { server.ranges(below: $0.prefix) }.map {
                    RepairRange(prefix: $0.prefix, digest: $0.digest)
                }
            }
            search.take(reply)
        }
        return (found, requests)
    }

    @Test("a changed, a missing and an extra row are found, and nothing else")
    func few() {
        let rows = (0..<4_000).map { row($0) }
        var mine = rows
        mine[17] = row(17, version: 2)
        mine.remove(at: 2_000)
        mine.append(row(9_999))
        let (found, requests) = differing(mine: mine, theirs: rows)
        #expect(found == [17, 2_000, 9_999])
        #expect(requests <= 4)
    }

    @Test("every row of an empty replica, and every row of one whose scope has become empty")
    func all() {
        let rows = (0..<700).map { row($0) }
        #expect(differing(mine: [], theirs: rows).rows.count == 700)
        #expect(differing(mine: rows, theirs: []).rows.count == 700)
        #expect(differing(mine: rows, theirs: rows).rows.isEmpty)
    }

    @Test("ranges that did not fit into a reply are asked for again")
    func cut() throws {
        var search = RepairSearch(branch: branch, mine: RepairTable([]))
        let asked = search.next()
        let first = try #require(asked)
        let theirs = [
            RepairRange(prefix: [1], digest: ScopeDigest(high: 1, low: 1, count: 2)),
            RepairRange(prefix: [2], digest: ScopeDigest(high: 1, low: 1, count: 2)),
        ]
        search.take(RepairReply(branch: branch, ranges: theirs, rows: [], surplus: [], at: FeedPosition()))
        #expect(first.ranges.map(\.prefix) == [[]])
        let leaves = search.next()
        #expect(leaves?.ranges.map(\.prefix) == [[1], [2]])
        search.take(RepairReply(branch: branch, ranges: [theirs[1]], rows: [], surplus: [], at: FeedPosition()))
        let again = search.next()
        #expect(again?.ranges.map(\.prefix) == [[2]])
        search.take(RepairReply(branch: branch, ranges: [], rows: [], surplus: [], at: FeedPosition()))
        let end = search.next()
        #expect(end == nil)
    }

    @Test("a server that goes on answering nonsense is asked a bounded number of times")
    func bounded() {
        var search = RepairSearch(branch: branch, mine: RepairTable([]))
        var requests = 0
        while let request = search.next() {
            requests += 1
            let again =
                request.leaves
                ? request.ranges : [RepairRange(prefix: [7], digest: ScopeDigest(high: 1, low: 1, count: 1))]
            search.take(RepairReply(branch: branch, ranges: again, rows: [], surplus: [], at: FeedPosition()))
        }
        #expect(requests == Limits.repairRequests)
    }
}

@Suite("The feed's fence")
struct HeadMarksTests {
    private let day: Int64 = 86_400_000
    private let start = Instant(seconds: 0)

    @Test("tells where the head stood before a moment, and forgets what nobody will ask")
    func marks() {
        var marks = HeadMarks()
        for number in 0..<10 { marks.note(head: UInt64(number) * 5, at: start + Int64(number) * day, every: day) }
        #expect(marks.head(at: start + -1) == 0)
        #expect(marks.head(at: start + 3 * day) == 15)
        #expect(marks.head(at: start + 4 * day - 1) == 15)
        marks.forget(before: start + 4 * day)
        #expect(marks.head(at: start + 3 * day) == 0)
        #expect(marks.head(at: start + 5 * day) == 25)
        #expect(HeadMarks(text: marks.text) == marks)
    }

    @Test("a clock that goes back notes nothing, and a text that was damaged makes the fence older only")
    func clocks() {
        var marks = HeadMarks()
        marks.note(head: 9, at: start + 5 * day, every: day)
        marks.note(head: 12, at: start + 2 * day, every: day)
        marks.note(head: 12, at: start + 5 * day + 1, every: day)
        #expect(marks.marks.count == 1)
        #expect(HeadMarks(text: "12:x \(marks.text) 7 :: 9").marks == marks.marks)
    }
}
