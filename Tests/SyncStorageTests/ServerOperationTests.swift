import FieldModel
import SyncCore
import Testing

@Suite("Operations, logs and the directory of a server store")
struct ServerOperationTests {
    private let folder: TestFolder
    private var names = Names(seed: 3)

    init() throws { folder = try TestFolder() }

    @Test("an operation comes back as it was, with its receipt", arguments: ServerStoreKind.allCases)
    mutating func roundTrip(kind: ServerStoreKind) throws {
        let store = try kind.open(folder)
        var device = TestDevice(&names)
        let account = names.next()
        let outcome = Outcome(
            state: .merged, reason: "other_edit", rule: "mx/7", mergedFields: ["landmark", "señas"],
            conflicts: [names.next()], findings: [FindingNote(id: names.next(), code: "too_early")],
            verdicts: [
                VerdictNote(rule: "p/r", verdict: "denied", packVersion: 3, allowedFrom: Instant(milliseconds: 9)),
                VerdictNote(rule: "p/s", verdict: "warning"),
            ], packs: ["p@3", "zones@2026a"])
        var stored = try device.act(on: account, "hello").stored(outcome, branch: names.next(), commit: 8)
        stored.receipt.log = names.next()
        stored.receipt.leafIndex = 3
        stored.receipt.leafHash = [UInt8](repeating: 7, count: 32)
        stored.sealed.withdrawnBy = names.next()
        let id = stored.header.id
        try store.write { try $0.append(stored) }
        try store.read { reading throws in
            #expect(try reading.operation(id) == stored)
            #expect(try reading.operation(device: device.id, incarnation: 1, sequence: 1) == stored)
            #expect(try reading.receipt(operation: id, device: device.id) == stored.receipt)
            #expect(try reading.receipt(operation: id, device: account) == nil)
            #expect(try reading.chainEnd(device: device.id, incarnation: 1) == device.end)
            #expect(try reading.chainEnd(device: device.id, incarnation: 2) == ChainEnd(incarnation: 2))
        }
        stored.receipt.outcome = Outcome(state: .refused, reason: "late")
        let receipt = stored.receipt
        try store.write { try $0.update(receipt) }
        #expect(try store.read { try $0.operation(id) } == stored)
    }

    @Test("a position and a name are taken once", arguments: ServerStoreKind.allCases)
    mutating func twice(kind: ServerStoreKind) throws {
        let store = try kind.open(folder)
        var device = TestDevice(&names)
        let first = try device.act(on: names.next(), "a").stored(Outcome(state: .applied))
        var second = try device.act(on: names.next(), "b").stored(Outcome(state: .applied))
        try store.write { try $0.append(first) }
        #expect(failureCode { try store.write { try $0.append(first) } } == "constraint")
        second.header.id = first.header.id
        let renamed = second
        #expect(failureCode { try store.write { try $0.append(renamed) } } == "constraint")
        #expect(failureCode { try store.write { try $0.update(renamed.receipt) } } == "not_found")
    }

    @Test("history is listed newest first and filtered", arguments: ServerStoreKind.allCases)
    mutating func filters(kind: ServerStoreKind) throws {
        let store = try kind.open(folder)
        var devices = [TestDevice(&names), TestDevice(&names)]
        let (accounts, branches) = ([names.next(), names.next()], [names.next(), names.next()])
        var all: [StoredOperation] = []
        for index in 0..<24 {
            let outcome = Outcome(state: index % 3 == 0 ? .held : .applied)
            all.append(
                try devices[index % 2].act(on: accounts[index / 2 % 2], "\(index)")
                    .stored(outcome, branch: branches[index / 4 % 2]))
        }
        let history = all
        try store.write { transaction in for operation in history { try transaction.append(operation) } }
        func check(_ filter: OperationFilter, _ keep: (StoredOperation) -> Bool) throws {
            let expected = Array(history.filter(keep).reversed().prefix(filter.limit))
            #expect(try store.read { try $0.operations(filter) } == expected)
        }
        try check(OperationFilter()) { _ in true }
        try check(OperationFilter(account: accounts[1], limit: 3)) { $0.header.account == accounts[1] }
        try check(OperationFilter(branch: branches[0], state: .held)) {
            $0.receipt.branch == branches[0] && $0.receipt.outcome.state == .held
        }
        try check(OperationFilter(device: devices[0].id)) { $0.header.device == history[0].header.device }
        #expect(try store.verify() == [])
    }

    @Test("history goes on page by page in the order of admission", arguments: ServerStoreKind.allCases)
    mutating func history(kind: ServerStoreKind) throws {
        let store = try kind.open(folder)
        var device = TestDevice(&names)
        let branches = [names.next(), names.next()]
        var all: [StoredOperation] = []
        for index in 0..<7 {
            all.append(
                try device.act(on: names.next(), "\(index)").stored(
                    Outcome(state: .applied), branch: branches[index % 2], commit: UInt64(index)))
        }
        let written = all
        try store.write { transaction in for operation in written { try transaction.append(operation) } }
        for branch in [nil, branches[0], branches[1]] {
            var found: [StoredOperation] = []
            var after: UInt64 = 0
            while true {
                let page = try store.read { try $0.history(branch: branch, after: after, limit: 2) }
                #expect(page.operations.count <= 2)
                if page.operations.isEmpty { break }
                #expect(page.reaches > after)
                (found, after) = (found + page.operations, page.reaches)
            }
            #expect(found == all.filter { branch == nil || $0.receipt.branch == branch })
        }
    }

    @Test("an audit log numbers its leaves from 0", arguments: ServerStoreKind.allCases)
    mutating func logs(kind: ServerStoreKind) throws {
        let store = try kind.open(folder)
        let (log, other) = (names.next(), names.next())
        let leaves = (0..<10).map { testHash.sha256([UInt8($0)]) }
        let indexes = try store.write { transaction throws in
            _ = try transaction.appendLeaf(other, hash: leaves[0])
            return try leaves.map { try transaction.appendLeaf(log, hash: $0) }
        }
        #expect(indexes == Array(0..<10))
        try store.read { reading throws in
            #expect(try reading.logSize(log) == 10)
            #expect(try reading.logSize(other) == 1)
            #expect(try reading.logSize(Identifier.nil_) == 0)
            #expect(try reading.logLeaves(log, from: 4, limit: 3) == Array(leaves[4..<7]))
        }
    }

    @Test("people, devices and invitations come back as they were", arguments: ServerStoreKind.allCases)
    mutating func directory(kind: ServerStoreKind) throws {
        let store = try kind.open(folder)
        let branch = BranchRecord(
            id: names.next(), name: "Ñuñoa", timeZone: "America/Santiago", epoch: 3, systemDevice: names.next())
        let person = PersonRecord(
            id: names.next(), name: "Ana", role: .supervisor, branch: branch.id, createdAt: Instant(seconds: 5))
        var device = DeviceRecord(
            id: names.next(), name: "laptop", code: "A1", person: person.id, enrolledAt: Instant(seconds: 6),
            leaseExpiresAt: Instant(seconds: 7))
        let plain = device
        let invitation = InvitationRecord(
            id: names.next(), tokenHash: testHash.sha256([1]), person: person.id, createdAt: Instant(seconds: 8),
            expiresAt: Instant(seconds: 9), usedBy: device.id, revoked: true)
        try store.write { transaction throws in
            try transaction.save(branch)
            try transaction.save(person)
            try transaction.save(plain)
            try transaction.save(invitation)
            try transaction.setSetting("name", "value")
            try transaction.setSetting("name", "other")
        }
        #expect(try store.read { try $0.device(plain.id) } == plain)
        device.state = .quarantined
        device.reason = "fork"
        device.lastContactAt = Instant(seconds: 10)
        device.clockOffset = -20
        device.clockSuspect = true
        device.cursor = FeedPosition(branch: branch.id, epoch: 3, commit: 4, lastKey: [UInt8](repeating: 1, count: 18))
        device.pending = 11
        device.oldestUnsentAt = Instant(seconds: 12)
        device.programVersion = "1.2"
        device.digest = "match"
        device.digestVerifiedAt = Instant(seconds: 13)
        device.certificateExpiresAt = Instant(seconds: 14)
        device.requestHash = [1, 2]
        device.certificateChain = "chain"
        let (changed, twin) = (device, names.next())
        try store.write { try $0.save(changed) }
        try store.read { reading throws in
            #expect(try reading.branches() == [branch])
            #expect(try reading.person(person.id) == person)
            #expect(try reading.persons() == [person])
            #expect(try reading.devices() == [changed])
            #expect(try reading.invitation(invitation.id) == invitation)
            #expect(try reading.invitation(tokenHash: invitation.tokenHash) == invitation)
            #expect(try reading.setting("name") == "other")
            #expect(try reading.setting("none") == nil)
        }
        let second = DeviceRecord(
            id: twin, name: "", code: "A1", person: person.id, enrolledAt: Instant(seconds: 6),
            leaseExpiresAt: Instant(seconds: 7))
        #expect(failureCode { try store.write { try $0.save(second) } } == "constraint")
    }
}
