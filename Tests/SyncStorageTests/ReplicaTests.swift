import FieldModel
import SyncCore
import SyncStorage
import Testing

@Suite("A replica store")
struct ReplicaTests {
    private let folder: TestFolder
    private var names = Names(seed: 21)
    private let branch: BranchID
    private let account: AccountID

    init() throws {
        folder = try TestFolder()
        branch = names.next()
        account = names.next()
    }

    private mutating func row(_ kind: UInt16, account: AccountID?, commit: UInt64 = 1, _ text: String) -> FeedRow {
        FeedRow(
            kind: kind, id: names.next(), account: account, version: RecordVersion(epoch: 1, commit: commit),
            feedCommit: commit, bytes: Array(text.utf8))
    }

    private func apply(_ store: any ReplicaStore, _ rows: [FeedRow]) throws -> Set<AccountID> {
        try store.write { try $0.apply(rows, branch: branch) { Array($0.bytes.prefix(4)) } }
    }

    @Test("changes rows, outbox and cursor together or not at all", arguments: ReplicaStoreKind.allCases)
    mutating func atomic(kind: ReplicaStoreKind) throws {
        struct Stopped: Error {}
        let store = try kind.open(folder)
        var device = TestDevice(&names)
        let entry = try device.act(on: account, "a").entry()
        let rows = [row(4, account: account, "visit")]
        let position = FeedPosition(branch: branch, epoch: 1, commit: 1)
        for fails in [true, false] {
            do {
                try store.write { transaction throws in
                    _ = try transaction.apply(rows, branch: branch) { _ in nil }
                    try transaction.append(entry)
                    try transaction.setPosition(position)
                    try transaction.setSetting("name", "Ana")
                    if fails { throw Stopped() }
                }
            } catch is Stopped {}
            try store.read { reading throws in
                #expect(try reading.rows(account: account, confirmedOnly: false).count == (fails ? 0 : 1))
                #expect(try reading.operation(entry.header.id) == (fails ? nil : entry))
                #expect(try reading.positions().map(\.position) == (fails ? [] : [position]))
                #expect(try reading.setting("name") == (fails ? nil : "Ana"))
            }
        }
        try store.write { try $0.setSetting("name", nil) }
        #expect(try store.read { try $0.setting("name") } == nil)
    }

    @Test("a machine that stops inside a transaction finds the commit before it")
    mutating func stopped() throws {
        let store = try openReplica(folder)
        let rows = (0..<200).map { _ in row(4, account: account, String(repeating: "x", count: 500)) }
        let first = Array(rows[..<100])
        try store.write { transaction throws in
            _ = try transaction.apply(first, branch: branch) { _ in nil }
            try transaction.setPosition(FeedPosition(branch: branch, epoch: 1, commit: 1))
        }
        let copy = try store.write { transaction throws in
            _ = try transaction.apply(rows, branch: branch) { _ in nil }
            try transaction.setPosition(FeedPosition(branch: branch, epoch: 1, commit: 2))
            return try folder.copy()
        }
        let found = try openReplica(copy, createIfMissing: false)
        #expect(try found.read { try $0.positions().first?.position.commit } == 1)
        #expect(try found.read { try $0.rows(account: account, confirmedOnly: true).count } == 100)
        #expect(try found.integrityProblems() == [])
    }

    @Test("shows the overlay over what is confirmed", arguments: ReplicaStoreKind.allCases)
    mutating func overlay(kind: ReplicaStoreKind) throws {
        let store = try kind.open(folder)
        let operation = names.next()
        let visits = (0..<5).map { row(4, account: account, "confirmed \($0)") }
        #expect(try apply(store, visits) == [account])
        func over(_ id: RecordID, _ text: String) -> ReplicaRow {
            ReplicaRow(
                kind: 4, id: id, account: account, version: RecordVersion(epoch: 0, commit: 0), bytes: Array(text.utf8),
                pendingOperation: operation)
        }
        let overlay = [over(visits[1].id, "mine"), over(names.next(), "new")]
        try store.write { try $0.setOverlay(account: account, overlay) }
        let expected = ["confirmed 0", "mine", "confirmed 2", "confirmed 3", "confirmed 4", "new"]
        func texts(_ rows: [ReplicaRow]) -> [String] { rows.map { String(decoding: $0.bytes, as: UTF8.self) } }
        try store.read { reading throws in
            let rows = try reading.rows(account: account, confirmedOnly: false)
            #expect(texts(rows) == expected)
            #expect(rows.map(\.pendingOperation) == [nil, operation, nil, nil, nil, operation])
            #expect(try texts(reading.rows(account: account, confirmedOnly: true)).contains("confirmed 1"))
            var all: [ReplicaRow] = []
            try reading.forEachRow(kind: .visit) { row throws in
                all.append(row)
                #expect(try reading.row(kind: .visit, id: row.id) == row)
            }
            #expect(all == rows)
            try reading.forEachRow(kind: .payment) { _ in Issue.record("there is no payment") }
        }
        try store.write { try $0.setOverlay(account: account, []) }
        #expect(try store.read { try $0.rows(account: account, confirmedOnly: false) }.count == 5)
    }

    @Test("keeps rows of kinds that it does not know", arguments: ReplicaStoreKind.allCases)
    mutating func unknownKinds(kind: ReplicaStoreKind) throws {
        let store = try kind.open(folder)
        let strange = row(999, account: account, "from the future")
        _ = try apply(store, [strange])
        let found = try store.read { try $0.rows(account: account, confirmedOnly: false) }
        #expect(found.map(\.kind) == [999])
        #expect(found.map(\.bytes) == [strange.bytes])
        #expect(try store.read { try $0.positions()[0].digest.count } == 1)
    }

    @Test(
        "finds accounts by their number's keyed hash, and names by their ending", arguments: ReplicaStoreKind.allCases)
    mutating func lookups(kind: ReplicaStoreKind) throws {
        let store = try kind.open(folder)
        var device = TestDevice(&names)
        let entry = try device.act(on: account, "a").entry()
        let first = row(1, account: nil, "AAAA first")
        let twin = row(1, account: nil, "AAAA twin")
        let other = row(1, account: nil, "BBBB other")
        _ = try apply(store, [first, twin, other])
        try store.write { try $0.append(entry) }
        var changed = other
        changed.version.commit = 2
        changed.bytes = Array("CCCC other".utf8)
        _ = try apply(store, [changed])
        try store.read { reading throws in
            #expect(try reading.accounts(lookup: Array("AAAA".utf8)) == [first.id, twin.id].sorted())
            #expect(try reading.accounts(lookup: Array("BBBB".utf8)).isEmpty)
            #expect(try reading.accounts(lookup: Array("CCCC".utf8)) == [other.id])
            #expect(try reading.ids(kind: .account, ending: first.id.ending, limit: 5) == [first.id])
            #expect(try reading.ids(kind: .account, ending: first.id.description.uppercased(), limit: 5) == [first.id])
            #expect(try reading.ids(kind: .visit, ending: first.id.ending, limit: 5).isEmpty)
            #expect(try reading.ids(kind: .account, ending: "", limit: 5).isEmpty)
            #expect(try reading.operationIDs(ending: entry.header.id.ending, limit: 5) == [entry.header.id])
        }
    }

    @Test("lists and counts its own operations by state and outcome", arguments: ReplicaStoreKind.allCases)
    mutating func outbox(kind: ReplicaStoreKind) throws {
        let store = try kind.open(folder)
        var device = TestDevice(&names)
        #expect(try store.read { try $0.chainEnd() } == ChainEnd())
        var entries: [OutboxEntry] = []
        for index in 0..<6 {
            let act = try device.act(on: index < 4 ? account : branch, "\(index)")
            var entry = act.entry(Outcome(state: .applied))
            if index < 2 {
                entry.receipt = act.receipt(Outcome(state: .held, reason: "approval"), branch: branch, commit: 3)
            }
            entry.state = index < 2 ? .acknowledged : .pending
            entries.append(entry)
        }
        let all = entries
        try store.write { transaction throws in for entry in all { try transaction.append(entry) } }
        try store.read { reading throws in
            #expect(try reading.chainEnd() == device.end)
            #expect(
                try reading.operations(states: [.pending], from: ChainPlace(incarnation: 1, sequence: 4), limit: 2)
                    == Array(all[3...4]))
            #expect(try reading.operations(states: [.pending, .acknowledged], from: .start, limit: 99) == all)
            #expect(try reading.operations(states: [], from: .start, limit: 99).isEmpty)
            #expect(try reading.operations(account: account, states: [.pending]) == Array(all[2...3]))
            #expect(try reading.operationCount(states: [.acknowledged]) == 2)
            #expect(try reading.operationCount(outcome: .held) == 2)
            #expect(try reading.operationCount(outcome: .applied) == 4)
        }
        #expect(try store.integrityProblems() == [])
        var settled = all[0]
        settled.state = .settled
        settled.receipt?.outcome = Outcome(state: .merged, mergedFields: ["landmark"])
        let final = settled
        try store.write { try $0.update(final) }
        #expect(try store.read { try $0.operation(final.header.id) } == final)
        #expect(try store.read { try $0.operationCount(outcome: .merged) } == 1)
        #expect(failureCode { try store.write { try $0.append(final) } } == "constraint")
        let strange = try device.act(on: account, "never appended").entry()
        #expect(failureCode { try store.write { try $0.update(strange) } } == "not_found")
    }

    @Test("moves operations into a new incarnation by name", arguments: ReplicaStoreKind.allCases)
    mutating func incarnations(kind: ReplicaStoreKind) throws {
        let store = try kind.open(folder)
        var device = TestDevice(&names)
        let known = try device.act(on: account, "known").entry()
        let unknown = try device.act(on: account, "unknown").entry()
        device.end = ChainEnd(incarnation: 2)
        var moved = try device.act(on: account, "unknown").entry()
        moved.header.id = unknown.header.id
        moved.sealed.header = try TestCoding().encodeHeader(moved.header)
        moved.link = ChainHash.link(header: moved.sealed.header, hash: testHash)
        let again = moved
        try store.write { transaction throws in
            try transaction.append(known)
            try transaction.append(unknown)
            try transaction.update(again)
        }
        #expect(try store.read { try $0.chainEnd() } == ChainEnd(incarnation: 2, sequence: 1, link: again.link))
        #expect(try store.read { try $0.operations(states: [.pending], from: .start, limit: 9) } == [known, again])
        #expect(try store.integrityProblems() == [])
    }

    @Test(
        "keeps a receipt per operation and epoch, and no value of them after an erasure",
        arguments: ReplicaStoreKind.allCases)
    mutating func earlierReceipts(kind: ReplicaStoreKind) throws {
        let store = try kind.open(folder)
        var device = TestDevice(&names)
        let act = try device.act(on: account, "a")
        var first = act.receipt(
            Outcome(state: .merged, reason: "r", mergedFields: ["field"]), branch: branch, commit: 4)
        first.epoch = 7
        var second = first
        second.epoch = 9
        var entry = act.entry()
        entry.receipt = second
        entry.receipt?.epoch = 12
        let (old, newer, kept) = (first, second, entry)
        _ = try apply(
            store,
            [
                FeedRow(
                    kind: 1, id: account, account: account, version: RecordVersion(epoch: 1, commit: 1), feedCommit: 1,
                    bytes: [1])
            ])
        try store.write { transaction throws in
            try transaction.append(kept)
            for receipt in [newer, old, old] { try transaction.keepEarlier(receipt) }
        }
        #expect(try store.read { try $0.earlierReceipts(act.header.id) } == [old, newer])
        #expect(try store.read { try $0.operation(act.header.id)?.receipt?.epoch } == 12)
        #expect(try store.read { try $0.earlierReceipts(account) }.isEmpty)
        let leaving = FeedRow(
            kind: 1, id: account, account: account, version: RecordVersion(epoch: 1, commit: 5), feedCommit: 5,
            bytes: [], state: .eviction)
        _ = try apply(store, [leaving])
        try store.write { try $0.erase(account: account) }
        let left = try store.read { try $0.earlierReceipts(act.header.id) }
        #expect(left.map(\.outcome) == [Outcome(state: .merged, reason: "r"), Outcome(state: .merged, reason: "r")])
        #expect(left.map(\.epoch) == [7, 9])
    }

    @Test("keeps work without a receipt over an eviction, and nothing else", arguments: ReplicaStoreKind.allCases)
    mutating func eviction(kind: ReplicaStoreKind) throws {
        let store = try kind.open(folder)
        var device = TestDevice(&names)
        let act = try device.act(on: account, "a")
        var rows = [row(4, account: account, "visit"), row(67, account: nil, "for all")]
        rows.append(
            FeedRow(kind: 1, id: account, account: account, version: rows[0].version, feedCommit: 1, bytes: [1]))
        _ = try apply(store, rows)
        try store.write { try $0.append(act.entry()) }
        let leaving = FeedRow(
            kind: 1, id: account, account: account, version: RecordVersion(epoch: 1, commit: 5), feedCommit: 5,
            bytes: [],
            state: .eviction)
        #expect(failureCode { try store.write { try $0.erase(account: account) } } == "constraint")
        #expect(try apply(store, [leaving]) == [account])
        #expect(try store.read { try $0.positions()[0].digest.count } == 1)
        #expect(try store.read { try $0.rows(account: account, confirmedOnly: false) }.isEmpty)
        #expect(try store.read { try $0.operation(act.header.id) } == act.entry())
        #expect(failureCode { try store.write { try $0.erase(account: account) } } == "constraint")

        _ = try apply(store, [rows[2]])
        #expect(try store.read { try $0.evictions() }.isEmpty)
        _ = try apply(store, [leaving])
        var acknowledged = act.entry()
        acknowledged.receipt = act.receipt(Outcome(state: .merged, reason: "r", mergedFields: ["field"]), commit: 4)
        let entry = acknowledged
        try store.write { transaction throws in
            try transaction.update(entry)
            try transaction.erase(account: account)
        }
        #expect(try store.read { try $0.evictions().map(\.erased) } == [false])
        try store.truncateJournals()
        #expect(try store.read { try $0.evictions().map(\.erased) } == [true])
        let left = try #require(try store.read { try $0.operation(act.header.id) })
        #expect(left.sealed == SealedOperation(header: act.sealed.header, body: []))
        #expect(left.receipt?.outcome == Outcome(state: .merged, reason: "r"))
        #expect(left.receipt?.commit == 4)
        #expect(try store.integrityProblems() == [])
        try store.write { try $0.markReported([account]) }
        #expect(try store.read { try $0.evictions() }.isEmpty)
    }

    @Test("has nothing to erase of an account that was never here", arguments: ReplicaStoreKind.allCases)
    mutating func neverHere(kind: ReplicaStoreKind) throws {
        let store = try kind.open(folder)
        var leaving = row(1, account: account, "")
        leaving.id = account
        leaving.state = .eviction
        _ = try apply(store, [leaving])
        #expect(try store.read { try $0.evictions().map(\.erased) } == [true])
    }
}
