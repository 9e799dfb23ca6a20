import FieldModel
import SyncCore
import Testing

@Suite("The reducer")
struct ReducerTests {
    @Test("knows every kind of operation by the number that travels")
    func kinds() {
        #expect(EveryIntent.all.map(\.kind).sorted() == Array(1...36) + [50] + Array(64...71) + [80, 81, 82])
        #expect(EveryIntent.all.filter(\.isOfSystem).map(\.kind).allSatisfy { $0 >= 64 })
        #expect(Intent.unknown(kind: 4711).kind == 4711)
    }

    @Test("applies every operation whose rules are there, and holds the others")
    func everyOperation() {
        for intent in EveryIntent.creating() + EveryIntent.changing {
            var desk = EveryIntent.furnished()
            let id = UInt64(500)
            let fresh = EveryIntent.creating(id).first { $0.kind == intent.kind } ?? intent
            let outcome = desk.act(fresh, by: Desk.actor(Desk.ana, .supervisor))
            switch intent {
            case .proposeSettlement: #expect(outcome.reason == "no_settlement_authority")
            case .sendLetter: #expect(outcome.reason == "unknown_template")
            case .resolveConflict, .reviewFinding, .recordDelivery, .returnAllowance:
                #expect(outcome.reason == "unknown_record")
            case .withdrawOperation, .replaceOperation:
                #expect(outcome.state == .held && outcome.reason == "depends_on")
            case .removeContactPoint: #expect(outcome.state == .conflicted)
            default: #expect(outcome.state == .applied, "\(intent)")
            }
        }
        var desk = EveryIntent.furnished()
        let before = desk.records.records
        let outcome = desk.act(.unknown(kind: 40))
        #expect(outcome.state == .held && outcome.reason == "unsupported")
        #expect(desk.records.records == before)
    }

    @Test("lets each role do what it may, operation by operation")
    func permissions() {
        for intent in EveryIntent.all {
            for role in Role.allCases {
                // Who grants is the system; the kind has its number from before.
                let isSystem = intent.kind >= 64 || intent.kind == 29
                let isClearing = intent.kind == 13
                let expected: Bool =
                    switch role {
                    case .auditor, .administrator: false
                    case .supervisor, .compliance: !isSystem
                    case .collector, .branch: !isSystem && !isClearing
                    }
                #expect(Permissions.allow(intent, Desk.actor(Desk.ana, role)) == expected)
                if !expected {
                    var desk = EveryIntent.furnished()
                    let before = desk.records.records
                    #expect(desk.act(intent, by: Desk.actor(Desk.ana, role)).reason == "not_permitted")
                    #expect(desk.records.records == before)
                }
            }
            #expect(Permissions.allow(intent, Desk.system))
        }
    }

    @Test("leaves the records alone for all that is refused, held or withdrawn")
    func withoutEffect() {
        for intent in EveryIntent.all {
            var desk = EveryIntent.furnished()
            let before = desk.records.records
            let written = desk.write(intent, by: intent.isOfSystem ? Desk.system : Desk.actor(Desk.ana))
            #expect(desk.admit(written) { $0.withdrawnBy = named(997) } == Outcome(state: .withdrawn))
            #expect(desk.records.records == before)
            var mismatched = written
            mismatched.header.kind += 1
            #expect(desk.admit(mismatched).reason == "malformed")
            #expect(desk.records.records == before)
        }
    }

    @Test("gives the same records and outcome for the same arguments")
    func deterministic() {
        for intent in EveryIntent.all {
            let actor = intent.isOfSystem ? Desk.system : Desk.actor(Desk.ana, .supervisor)
            var desk = EveryIntent.furnished()
            let written = desk.write(intent, by: actor)
            var other = desk
            #expect(desk.admit(written) == other.admit(written))
            #expect(desk.records.records == other.records.records)
        }
    }

    @Test("reads bytes when it needs them, and writes no record that comes to say the same")
    func decoding() {
        for intent in EveryIntent.creating(500) + EveryIntent.changing {
            var desk = EveryIntent.furnished()
            let contents = desk.records.records
            let rows = contents.indices.map { AggregateRow(key: contents[$0].key, bytes: [UInt8($0)]) }
            var lazy = Aggregate(account: Desk.account, rows: rows, codec: Table(contents.map(\.content)))
            #expect(lazy.records == contents && lazy.changed.isEmpty)
            let written = desk.write(intent, by: Desk.actor(Desk.ana, .supervisor))
            let context = desk.context(written)
            var ready = desk.records
            #expect(Reducer.decide(&lazy, intent, context) == Reducer.decide(&ready, intent, context))
            #expect(lazy.changed == ready.changed && lazy.changed.map(\.key) == lazy.changed.map(\.key).sorted())
            #expect(lazy.changed.allSatisfy { !contents.contains($0) && $0.account == Desk.account })
            lazy.settle()
            #expect(lazy.changed.isEmpty && lazy.records == ready.records)
        }
    }

    @Test("on a laptop lays an operation over its own effect without doing it twice")
    func ownEffect() {
        for intent in EveryIntent.creating(500) + EveryIntent.changing {
            var desk = EveryIntent.furnished()
            let written = desk.write(intent, by: Desk.actor(Desk.ana, .supervisor))
            let admitted = desk.admit(written) { $0.clockOffset = -7 }
            guard admitted.state == .applied else { continue }
            var shown = desk.records
            let outcome = Reducer.decide(&shown, intent, desk.context(written, side: .client))
            #expect(outcome.state == .applied, "\(intent)")
            #expect(shown.records == desk.records.records, "\(intent)")
        }
    }

    @Test("waits for what an operation depends on, and refuses with it, facts excepted")
    func dependencies() {
        let fact = Intent.recordVisit(
            RecordVisit(visit: named(20), outcome: "paid", startedAt: instant("2026-11-24T10:00:00-06:00")))
        let wish = Intent.makePromise(
            MakePromise(promise: named(21), instalments: terms("2026-12-01:5"), currency: "MXN"))
        let rows: [([OutcomeState?], wish: String, fact: String)] = [
            ([.applied], "", ""), ([.merged, .conflicted], "", ""), ([nil], "depends_on", "depends_on"),
            ([.held], "depends_on", "depends_on"), ([.refused], "depends_on_refused", ""),
            ([.withdrawn, .applied], "depends_on_refused", ""),
            ([.held, .refused], "depends_on_refused", "depends_on"),
        ]
        for (states, wished, happened) in rows {
            let table = Dictionary(uniqueKeysWithValues: states.enumerated().map { (named(UInt64($0)), $1) })
            for (intent, reason) in [(wish, wished), (fact, happened)] {
                var desk = Desk()
                let written = desk.write(
                    intent, by: Desk.actor(Desk.ana), dependsOn: states.indices.map { named(UInt64($0)) })
                let outcome = desk.admit(written) { $0.outcomes = { table[$0] ?? nil } }
                #expect(outcome.reason == reason)
                #expect(outcome.state == (reason.isEmpty ? .applied : reason == "depends_on" ? .held : .refused))
            }
        }
        var desk = Desk()
        let many = desk.write(fact, by: Desk.actor(Desk.ana), dependsOn: (0..<17).map { named($0) })
        #expect(desk.admit(many).reason == "malformed")
        var own = desk.write(fact, by: Desk.actor(Desk.ana))
        own.header.dependsOn = [own.id]
        #expect(desk.admit(own).reason == "malformed")
    }

    @Test("refuses what hangs under no account, and holds what this program cannot read")
    func accounts() {
        for intent in EveryIntent.creating() + EveryIntent.changing {
            var desk = Desk()
            desk.records = Aggregate(account: Desk.account)
            #expect(desk.act(intent, by: Desk.actor(Desk.ana, .supervisor)).reason == "unknown_account")
            let row = AggregateRow(key: RecordKey(kind: .account, id: Desk.account), bytes: [1])
            desk.records = Aggregate(account: Desk.account, rows: [row], codec: Table([]))
            let outcome = desk.act(intent, by: Desk.actor(Desk.ana, .supervisor))
            #expect(outcome.state == .held && outcome.reason == "unsupported")
        }
        var desk = Desk()
        let point = RecordKey(kind: .contactPoint, id: EveryIntent.point)
        let rows = [
            AggregateRow(key: RecordKey(kind: .account, id: Desk.account), bytes: [0]),
            AggregateRow(key: point, bytes: [9]),
        ]
        let table = Table([.account(Desk.debt(balance: 1))])
        desk.records = Aggregate(account: Desk.account, rows: rows, codec: table)
        #expect(desk.act(EveryIntent.changing[4]).reason == "unsupported")
        #expect(desk.act(EveryIntent.creating()[4]).reason == "id_taken")
    }

    @Test("names what it gives birth to from the operation, so that laptop and server agree")
    func derivedNames() {
        let operation = Identifier("019ab000-1234-7abc-8def-0123456789ab")!
        // SHA-256 of the operation's 16 bytes, 000d, 00000000; then 00000001.
        #expect("\(DerivedName.of(operation, .conflict, 0, TestHash()))" == "019ab000-1234-7d30-aea3-caf640e8081c")
        #expect("\(DerivedName.of(operation, .conflict, 1, TestHash()))" == "019ab000-1234-7143-9689-b9ff61748fc6")
        #expect("\(DerivedName.of(operation, .finding, 0, TestHash()))" == "019ab000-1234-7f77-8e17-d0b02764e7ec")
        var desk = Desk(balance: 1)
        let pay = Intent.recordPayment(
            RecordPayment(
                payment: named(60), amount: 5, currency: "MXN", method: "cash",
                claimedAt: instant("2027-01-01T00:00:00Z")))
        let written = desk.write(pay, by: Desk.actor(Desk.ana))
        let outcome = desk.admit(written)
        let names = (0...1).map { DerivedName.of(written.id, .finding, $0, TestHash()) }
        #expect(outcome.findings.map(\.id) == names)
        #expect(names.allSatisfy { $0.time48 == written.id.time48 })
    }
}

/// Stands for a codec: a record's bytes are its place in a list.
struct Table: RecordCoding {
    struct Unreadable: Error {}
    private let contents: [RecordContent]
    init(_ contents: [RecordContent]) { self.contents = contents }

    func encode(_ content: RecordContent) throws -> [UInt8] { [] }
    func decode(kind: RecordKind, bytes: [UInt8]) throws -> RecordContent {
        guard let first = bytes.first, contents.indices.contains(Int(first)) else { throw Unreadable() }
        return contents[Int(first)]
    }
}
