import FieldModel
import FieldRules
import SyncCore
import Testing

@testable import SyncClient

@Suite("What a laptop shows")
struct ClientViewTests {
    @Test("JSON keeps the order of keys and escapes what could drive a terminal")
    func json() {
        let value: JSONValue = ["b": 1, "a": ["x", .null, true], "c": .string("é\u{1B}[2J\"\\\n"), "d": [:], "e": []]
        #expect(
            value.text(indent: false)
                == #"{"b":1,"a":["x",null,true],"c":"é\u001b[2J\"\\\n","d":{},"e":[]}"#)
        #expect(value.text().hasPrefix("{\n  \"b\": 1,\n  \"a\": [\n    \"x\","))
    }

    @Test("data cannot drive a terminal")
    func escapes() {
        #expect(printable("a\u{1B}[31mb\u{7F}\n\u{202E}c") == "a\\x1b[31mb\\x7f\\n\\u{202e}c")
        let table = TextRendering(word: { $0 }).table([["name": "\u{1B}[2J"]], columns: ["name", "absent"])
        #expect(table == "name\n\\x1b[2J")
    }

    private let items: [JSONValue] = [
        ["number": "A-1", "debtor": "José Núñez", "days": 30, "balance": ["minor": 150_050, "currency": "MXN"]],
        ["number": "A-2", "debtor": "Ana", "days": 90, "balance": ["minor": 90_000, "currency": "MXN"]],
        ["number": "A-3", "debtor": .null, "days": 5, "balance": ["minor": 0, "currency": "MXN"]],
    ]

    @Test(
        "--where filters by the keys of the list",
        arguments: [
            ("days > 20", ["A-1", "A-2"]), ("days>20 and balance >= 1500.50", ["A-1"]), ("debtor ~ nunez", ["A-1"]),
            ("number = 'A-2'", ["A-2"]), ("debtor = null", ["A-3"]), ("number != A-1 and days < 10", ["A-3"]),
            ("", ["A-1", "A-2", "A-3"]),
        ])
    func filters(expression: String, numbers: [String]) throws {
        let found = try Query(expression).filter(items)
        #expect(found.compactMap { $0["number"] } == numbers.map { .string($0) })
    }

    @Test("--where that cannot be read says so", arguments: ["days", "days >", "and", "days > 1 and", "nothing = 1"])
    func badFilters(expression: String) {
        #expect(throws: ClientFailure.self) { try Query(expression).filter(items) }
    }

    @Test("--sort goes by number, amount or text, with nothing last")
    func sorts() throws {
        func numbers(_ key: String) throws -> [JSONValue?] { try Query.sorted(items, by: key).map { $0["number"] } }
        #expect(try numbers("days") == ["A-3", "A-1", "A-2"])
        #expect(try numbers("-balance") == ["A-1", "A-2", "A-3"])
        #expect(try numbers("debtor") == ["A-2", "A-1", "A-3"])
        #expect(try numbers("-debtor") == ["A-1", "A-2", "A-3"])
    }

    @Test("moments are typed as now, HH:MM or RFC 3339, in the account's zone")
    func moments() throws {
        let zone = try #require(ZoneTable.standard.zone("America/Mexico_City"))
        let now = ServerHarness.start
        #expect(try MomentText.read("now", now: now, zone: zone) == now)
        let noon = try MomentText.read("12:00", now: now, zone: zone)
        #expect(zone.rfc3339(noon) == "2026-11-24T12:00:00-06:00")
        #expect(try MomentText.read("2026-11-24T12:00:00-06:00", now: now, zone: zone) == noon)
        for text in ["25:00", "12:60", "noon", "2026-11-24", ""] {
            #expect(throws: ClientFailure.self) { try MomentText.read(text, now: now, zone: zone) }
        }
    }

    @Test("there is Spanish for everything that a rule can say of why")
    func factsInSpanish() throws {
        let zone = try #require(ZoneTable.standard.zone("America/Mexico_City"))
        let (day, now) = (CalendarDate("2026-12-25")!, ServerHarness.start)
        let reasons: [Reason] = [
            .outsideHours(zone.civil(at: now), zone: zone.name, open: []),
            .outsideHours(zone.civil(at: now), zone: zone.name, open: [HourRange(from: "07:00", to: "19:00")!]),
            .closedDay(day, name: "Navidad", projected: true), .closedDay(day, name: "sunday", projected: false),
            .counted(3, most: 2, since: day, until: day), .tooSoon(last: day, daysApart: 2),
            .quietSince(day, days: 7), .otherChannel(.call, on: day), .noConsent(.sms), .person(.minor),
            .place(.visit, .home), .place(.call, nil), .flag(.dispute), .restriction, .missingNotice("validation"),
            .actKind(.payment), .noShows(1, needed: 2), .heldElsewhere("Ana", until: now), .allowanceSpent,
            .unsupported("new"), .calendarEnds(day),
        ]
        let words = ["call": "llamada", "dispute": "disputa"]
        for fact in reasons.flatMap(\.facts) {
            #expect(FactText.knows(fact), "\(fact)")
            #expect(FactText.spanish(fact) { words[$0] ?? $0 } != fact, "\(fact)")
        }
        let spoken = reasons.map { FactText.spanish($0.facts.joined(separator: "; ")) { words[$0] ?? $0 } }
        #expect(spoken[1].hasSuffix("America/Mexico_City; horario [07:00, 19:00)"))
        #expect(spoken[3] == "2026-12-25 es domingo")
        #expect(spoken[7] == "contacto por llamada el 2026-12-25, en la misma semana")
        #expect(FactText.spanish("something else") { $0 } == "something else")
    }

    @Test("what a finding knows of moments is shown as moments, whichever it is")
    func momentsOfFindings() throws {
        let zone = try #require(ZoneTable.standard.zone("America/Mexico_City"))
        let view = RecordView(zone: zone, currency: nil) { _ in .null }
        let moment = ServerHarness.start
        let keys = ["at", "claimed_at", "estimated_at", "due_at"]
        var facts = keys.map { Attribute(key: $0, value: "\(moment.milliseconds)") }
        facts.append(Attribute(key: "pack_version", value: "7"))
        let finding = Finding(
            operation: .nil_, recordKind: .contact, record: .nil_, code: "recorded_late", facts: facts,
            openedAt: moment)
        let shown = view.finding(finding, .nil_, .synced)["facts"]
        for key in keys { #expect(shown?[key] == .string(zone.rfc3339(moment)), "\(key)") }
        #expect(shown?["pack_version"] == "7")
    }

    @Test("places are decimals in degrees, without floating point")
    func places() throws {
        #expect(
            try MomentText.place("19.4326,-99.1332,12")
                == GeoPoint(latitudeE7: 194_326_000, longitudeE7: -991_332_000, accuracyM: 12))
        #expect(try MomentText.place("-90,180") == GeoPoint(latitudeE7: -900_000_000, longitudeE7: 1_800_000_000))
        for text in ["91,0", "0,181", "1", "a,b", "1,2,3,4", "1.,2"] {
            #expect(throws: ClientFailure.self) { try MomentText.place(text) }
        }
        let metres = GreatCircle.metres(
            try MomentText.place("19.4326,-99.1332"), try MomentText.place("19.4426,-99.1332"))
        #expect((1100...1125).contains(metres))
    }

    @Test("the worklist: a promise due today, then days past due, then balance, then id")
    func worklist() {
        let today = CalendarDate("2026-11-24")!
        func entry(_ id: UInt64, due: CalendarDate? = nil, days: Int = 0, balance: Int64 = 1) -> WorklistEntry {
            WorklistEntry(
                account: Identifier(high: 0, low: id), promiseDueDay: due, daysPastDue: days, balance: balance)
        }
        let entries = [
            entry(1, days: 10, balance: 5), entry(2, days: 90), entry(3, due: today), entry(4, days: 10, balance: 9),
            entry(5, due: today + 1, days: 10, balance: 5), entry(6, balance: 0), entry(7, due: today, balance: 0),
        ]
        let ordered = Worklist.ordered(entries, on: today)
        #expect(ordered.map(\.account.low) == [3, 7, 2, 4, 1, 5])
        #expect(Worklist.ordered(entries.reversed(), on: today) == ordered)
        #expect(
            ordered.map { Worklist.reason($0, on: today) }.prefix(3) == [.promiseDueToday, .promiseDueToday, .pastDue])
    }

    @Test("accounts are named by number, id or ending")
    func naming() async throws {
        let world = try await ClientWorld()
        try await world.ana.exchange()
        let account = try world.account()
        let parts = world.ana.parts
        func named(_ name: String) throws -> AccountID {
            try parts.store.read { try Naming.account(name, $0, parts) }
        }
        for name in ["A-1", account.description, String(account.description.suffix(6)), account.ending.uppercased()] {
            #expect(try named(name) == account)
        }
        for name in ["a-1", String(account.description.suffix(5)), "ffffff", "", "%"] {
            let failure = #expect(throws: ClientFailure.self) { try named(name) }
            #expect(failure?.code == "unknown_account")
        }
    }

    @Test("lists and status say what they hold")
    func lists() async throws {
        let world = try await ClientWorld()
        try await world.ana.exchange()
        let account = try world.account()
        _ = try world.ana.acting.makePromise(
            account, [InstalmentWords(amount: "10", due: CalendarDate("2026-11-24")!)])
        let list = try Query.sorted(try world.ana.view { try AccountViews.list($0) }, by: "number")
        #expect(list.compactMap { $0["number"] } == ["A-1", "A-2"])
        #expect(list.compactMap { $0["state"] } == ["pending", "synced"])
        #expect(try world.ana.view { try AccountViews.search("PEREZ", $0) }.count == 2)
        let work = try world.ana.view {
            try WorklistView.items($0, day: nil, limit: nil, near: nil)
        }
        #expect(work.first?["account"] == JSONValue(account))
        #expect(work.first?["reason"] == "promise_due_today")
        let status = try world.ana.view { try StatusView.status($0) }
        #expect(status["pending"] == 1)
        #expect(status["digest"] == "match")
        #expect(status["scope"] == "collector")
        let outbox = try world.ana.view { try OutboxViews.list($0, all: false) }
        #expect(outbox.compactMap { $0["kind"] } == ["make_promise"])
        try await world.ana.exchange()
        #expect(try world.ana.view { try OutboxViews.list($0, all: false) }.isEmpty)
        let receipts = try world.ana.view { try OutboxViews.receipts($0) }
        #expect(receipts.compactMap { $0["outcome"] } == ["applied"])
    }

    @Test(
        "an invitation that is damaged is not one",
        arguments: ["", "cartera1-", "cartera1-!!", "carteraX-abc", "cartera1-QUJD"])
    func invitations(text: String) {
        let failure = #expect(throws: ClientFailure.self) { try InvitationText.read(text) }
        #expect(failure?.code == "invitation_malformed")
        #expect(failure?.status == .badInput)
    }

    @Test(
        "addresses with and without ports",
        arguments: [
            ("host", "host:7443"), ("host:1", "host:1"), ("[::1]:9", "[::1]:9"), ("10.0.0.1:80", "10.0.0.1:80"),
        ])
    func addresses(text: String, shown: String) {
        #expect(ServerAddress(text)?.description == shown)
        for bad in ["", "host:", "host:0", "host:99999", "[::1", "a b"] { #expect(ServerAddress(bad) == nil) }
    }
}
