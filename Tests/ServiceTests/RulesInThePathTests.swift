import FieldModel
import FieldRules
import GRPCCore
import SyncCore
import SyncStorage
import SyncWire
import Testing

@testable import SyncClient
@testable import SyncServer

/// Packs as text: the documents that an administrator puts forward.
private enum Packs {
    static let base = document(
        """
        {"pack": "stop-states", "version": 1, "title": "Stop states", "source": "s", "as_of": "2026-01-01",
         "confidence": "A", "reviewed_by": "x", "rules": [
          {"id": "dispute", "kind": "stop_state", "title": "t", "citation": "Base", "flag": "dispute"}]}
        """)
    static let allowance = document(
        """
        {"pack": "allowance", "version": 1, "title": "Allowances", "source": "s", "as_of": "2026-01-01",
         "confidence": "A", "reviewed_by": "x", "rules": [
          {"id": "spent", "kind": "allowance", "title": "t", "citation": "c", "when": "spent"}]}
        """)
    static let mexico = document(
        """
        {"pack": "mx-test", "version": 1, "title": "Mexico", "source": "s", "as_of": "2026-01-01",
         "jurisdictions": ["MX"], "confidence": "A", "reviewed_by": "x", "rules": [
          {"id": "hours", "kind": "hours", "title": "t", "citation": "DOF 2014", "hours": {"daily": "07:00-22:00"}},
          {"id": "holidays", "kind": "closed_days", "title": "t", "citation": "LFT 74", "calendar": "mx-test"},
          {"id": "calls", "kind": "cap", "title": "t", "citation": "c", "channels": ["call"], "unit": "attempt",
           "per": "debt", "window": "days 7", "most": 2}]}
        """)
    static let calendar = document(
        """
        {"calendar": "mx-test", "title": "Mexico", "source": "s", "as_of": "2026-01-01", "first_year": 2024,
         "last_year": 2035, "holidays": [{"name": "Christmas", "fixed": "12-25"}]}
        """, .calendar)

    static func terms(_ word: String, version: Int = 1) -> RuleDocument {
        document(
            """
            {"pack": "terms", "version": \(version), "title": "The lender's policy", "source": "s",
             "as_of": "2026-01-01", "confidence": "A", "reviewed_by": "x", "rules": [
              {"id": "promises", "kind": "forbidden", "title": "t", "citation": "Policy 7", "acts": ["promise"],
               "verdict": "\(word)"}]}
            """)
    }

    static func newer(_ program: String) -> RuleDocument {
        document(
            """
            {"pack": "newer", "version": 1, "title": "t", "source": "s", "as_of": "2026-01-01", "program": "\(program)",
             "confidence": "A", "reviewed_by": "x", "rules": [
              {"id": "r", "kind": "consent", "title": "t", "citation": "c", "acts": ["letter"]}]}
            """)
    }

    static let all = [calendar, base, allowance, mexico]

    private static func document(_ text: String, _ kind: RuleDocument.Kind = .pack) -> RuleDocument {
        let node = try! JSONReader.read(text)
        let (name, version) = RuleDocument.name(of: node, kind)!
        return RuleDocument(kind: kind, name: name, version: version, days: ValidDays(), content: node)
    }
}

extension ServerHarness {
    fileprivate func asking<T: Sendable>(
        as device: RawDevice? = nil, _ body: @escaping @Sendable (Administration) async throws -> T
    ) async throws -> T {
        let now = clock.now
        return try await administration(as: device?.peer) { try await body(Administration($0, now: now)) }
    }

    /// By the administrator and somebody of compliance.
    fileprivate func activate(_ documents: [RuleDocument], second: RawDevice) async throws {
        _ = try await asking { try await $0.activate(documents) }
        _ = try await asking(as: second) { try await $0.activate(documents) }
    }

    fileprivate func states() async throws -> [String: String] {
        try await asking { try await $0.documents(branch: nil) }.reduce(into: [:]) { states, item in
            if case .string(let name)? = item["name"], case .string(let state)? = item["state"] { states[name] = state }
        }
    }
}

private func code(_ body: () async throws -> Void) async -> String {
    do {
        try await body()
        return ""
    } catch let error as RPCError {
        return Array(error.metadata[stringValues: ServiceFailure.codeKey]).first ?? "\(error.code)"
    } catch let error as ClientFailure {
        return error.code
    } catch {
        return "\(error)"
    }
}

@Suite("Rules in the path")
struct RulesInThePathTests {
    private func world() async throws -> (world: ClientWorld, eva: RawDevice) {
        let world = try await ClientWorld()
        return (world, try await world.harness.addPerson("Eva", .compliance, nil))
    }

    private func string(_ value: JSONValue, _ key: String) -> String? {
        guard case .string(let text)? = value[key] else { return nil }
        return text
    }

    @Test("packs become active when a second person puts the same forward, and travel to every replica")
    func twoPersons() async throws {
        let (world, eva) = try await world()
        let harness = world.harness
        for _ in 1...2 { _ = try await harness.asking { try await $0.activate(Packs.all) } }
        #expect(Set(try await harness.states().values) == ["proposed"])
        try await world.ana.exchange()
        #expect(try world.ana.parts.store.read { try $0.activeRules(world.ana.parts) } == nil)
        _ = try await harness.asking(as: eva) { try await $0.activate(Packs.all) }
        #expect(Set(try await harness.states().values) == ["active"])
        try await world.ana.exchange()
        try await world.office.exchange()
        for laptop in [world.ana, world.office] {
            let rules = try #require(try laptop.parts.store.read { try $0.activeRules(laptop.parts) })
            #expect(rules.packs.map(\.name) == ["stop-states", "allowance", "mx-test"])
            #expect(rules.packs.allSatisfy { $0.title != "A pack that cannot be read" })
        }
        let north = try await harness.addBranch("Norte")
        #expect(
            try harness.store.read { try $0.rows(kind: .rulePack, branch: north.id, after: nil, limit: 9).count } == 3)
        #expect(try harness.store.verify() == [])
    }

    @Test("activation tells how many laptops are too old for a pack, those of unknown version too, the revoked not")
    func tooOld() async throws {
        let (world, _) = try await world()
        var options = ExchangeRunner.Options()
        for (laptop, version) in [(world.ana, "0.1.0"), (world.office, "0.2.0")] {
            options.programVersion = version
            try await laptop.exchange(options: options)
        }
        let silent = try world.harness.store.read { reading in
            try reading.devices().count { device in
                let isLaptop = try reading.person(of: device)?.scope != nil
                return isLaptop && device.programVersion.isEmpty
            }
        }
        #expect(silent > 0)
        for (program, older) in [("0.1.0", 0), ("0.1.1", 1), ("0.2.0", 1), ("1.0", 2)] {
            let count = older + silent
            let told = try await world.harness.asking { try await $0.activate(Packs.all + [Packs.newer(program)]) }
            #expect(told.map { $0["devices_too_old"] } == [0, 0, 0, 0, JSONValue(count)], "\(program)")
        }
        _ = try await world.harness.core.admit { admission in
            var device = try #require(try admission.transaction.device(world.ana.device.id))
            device.state = .revoked
            try admission.transaction.save(device)
        }
        let told = try await world.harness.asking { try await $0.activate(Packs.all + [Packs.newer("1.0")]) }
        #expect(told.last?["devices_too_old"] == JSONValue(silent + 1))
        #expect(
            await code {
                _ = try await world.harness.asking { try await $0.activate(Packs.all + [Packs.newer("new")]) }
            } == "bad_value")
    }

    @Test("a granted proposal counts, a denied one does not, and nobody grants his own")
    func granting() async throws {
        let (world, eva) = try await world()
        let harness = world.harness
        try await harness.activate(Packs.all, second: eva)
        _ = try await harness.asking { try await $0.activate([Packs.terms("denied")]) }
        let id = try #require(string(try await harness.asking { try await $0.approvals(branch: nil) }[0], "id"))
        #expect(
            await code {
                _ = try await harness.asking { try await $0.decide(id, granted: true, reason: "") }
            } == "second_person")
        _ = try await harness.asking(as: eva) { try await $0.decide(id, granted: false, reason: "not yet") }
        #expect(try await harness.states()["terms"] == nil)
        _ = try await harness.asking { try await $0.activate([Packs.terms("denied")]) }
        let other = try #require(string(try await harness.asking { try await $0.approvals(branch: nil) }[0], "id"))
        _ = try await harness.asking(as: eva) { try await $0.decide(other, granted: true, reason: "") }
        #expect(try await harness.states()["terms"] == "active")
        #expect(
            await code {
                _ = try await harness.asking { try await $0.activate([Packs.terms("warning")]) }
            } == "version_taken")
    }

    @Test("a pack that cannot be read whole is refused with what is wrong in it")
    func refused() async throws {
        let (world, _) = try await world()
        let cases: [([RuleDocument], String)] = [
            ([Packs.base, Packs.allowance, Packs.mexico], "unknown_calendar"), ([Packs.base], "unknown_pack"),
            ([], "nothing_to_do"),
            ([RuleDocument(kind: .pack, name: "x", version: "1", days: ValidDays(), content: nil)], "bad_document"),
        ]
        for (documents, expected) in cases {
            #expect(
                await code {
                    _ = try await world.harness.asking { try await $0.activate(documents) }
                } == expected)
        }
        let ana = world.ana.device
        #expect(
            await code {
                _ = try await world.harness.asking(as: ana) { try await $0.activate(Packs.all) }
            } == "not_permitted")
    }

    @Test("a visit at night is kept on the laptop and the server with the same finding and versions")
    func night() async throws {
        let (world, eva) = try await world()
        try await world.harness.activate(Packs.all, second: eva)
        try await world.ana.exchange()
        world.harness.advance(milliseconds: 11 * 3_600_000)
        var words = VisitWords()
        words.outcome = "callback"
        let act = try world.ana.acting.recordVisit(try world.account(), words)
        #expect(act.status == .done && act.outcome.findings.map(\.code) == ["rule_broken"])
        #expect(act.outcome.verdicts.map(\.rule) == ["mx-test/hours"] && act.citations["mx-test/hours"] == "DOF 2014")
        let before = try world.ana.rows(try world.account()).filter { $0.kind == UInt16(RecordKind.finding.rawValue) }
        let result = try await world.ana.exchange()
        #expect(result.report.digest == "match" && result.report.receipts.applied == 1)
        let after = try world.ana.rows(try world.account(), confirmedOnly: true)
            .filter { $0.kind == UInt16(RecordKind.finding.rawValue) }
        #expect(before.map(\.id) == after.map(\.id) && before.map(\.bytes) == after.map(\.bytes))
        let entry = try #require(try world.ana.parts.store.read { try $0.operation(act.operation) })
        #expect(entry.receipt?.outcome == act.outcome)
        #expect(act.outcome.packs.contains("mx-test@1"))
    }

    @Test("a promise that a rule denies is refused at once and remembered as a check; nothing else is written")
    func denied() async throws {
        let (world, eva) = try await world()
        try await world.harness.activate(Packs.all + [Packs.terms("denied")], second: eva)
        try await world.ana.exchange()
        let account = try world.account()
        let before = try world.ana.rows(account)
        let due = InstalmentWords(amount: "5", due: CalendarDate("2026-12-01")!)
        do {
            _ = try world.ana.acting.makePromise(account, [due])
            Issue.record("the promise was taken")
        } catch let failure as ClientFailure {
            #expect(failure.status == .deniedByRule && failure.code == "denied_by_rule")
            #expect(failure.message.contains("terms/promises") && failure.message.contains("Policy 7"))
        }
        #expect(try world.ana.rows(account) == before)
        let kinds = try world.ana.parts.store.read {
            try $0.operations(states: [.pending], from: .start, limit: 9).map(\.header.kind)
        }
        #expect(kinds == [28])
        try await world.ana.exchange()
        let kept = try world.harness.store.read { try $0.operations(OperationFilter(account: account, limit: 1))[0] }
        #expect(kept.header.kind == 28 && kept.receipt.outcome.state == .applied && kept.receipt.commit == 0)
    }

    @Test("a promise that needs approval is held until another person grants it, then it stands on the laptop")
    func held() async throws {
        let (world, eva) = try await world()
        try await world.harness.activate(Packs.all + [Packs.terms("needs_approval")], second: eva)
        try await world.ana.exchange()
        let account = try world.account()
        let due = InstalmentWords(amount: "5", due: CalendarDate("2026-12-01")!)
        let act = try world.ana.acting.makePromise(account, [due])
        #expect(act.status == .held && act.outcome.rule == "terms/promises")
        try await world.ana.exchange()
        let waiting = try await world.harness.asking { try await $0.approvals(branch: "Centro") }
        #expect(waiting.compactMap { string($0, "subject") } == ["A-1"] && string(waiting[0], "kind") == "make_promise")
        let id = try #require(string(waiting[0], "id"))
        let decided = try await world.harness.asking(as: eva) { try await $0.decide(id, granted: true, reason: "") }
        #expect(string(decided, "outcome") == "applied")
        try await world.ana.exchange()
        let promises = try world.ana.rows(account, confirmedOnly: true)
            .filter { $0.kind == UInt16(RecordKind.promise.rawValue) }
        #expect(promises.map(\.id) == [act.record])
        #expect(try world.ana.parts.store.read { try $0.operation(act.operation)?.outcome.state } == .applied)
    }

    @Test("the server judges by the packs of now what a laptop did before they reached it")
    func behind() async throws {
        let (world, eva) = try await world()
        try await world.ana.exchange()
        let account = try world.account()
        let due = InstalmentWords(amount: "5", due: CalendarDate("2026-12-01")!)
        let act = try world.ana.acting.makePromise(account, [due])
        #expect(act.status == .done && act.outcome.packs.isEmpty)
        try await world.harness.activate(Packs.all + [Packs.terms("denied")], second: eva)
        let result = try await world.ana.exchange()
        #expect(result.report.receipts.refused == 1 && result.report.digest == "match")
        let entry = try #require(try world.ana.parts.store.read { try $0.operation(act.operation) })
        #expect(entry.outcome.reason == "denied_by_rule" && entry.outcome.rule == "terms/promises")
        #expect(entry.outcome.packs.contains("terms@1"))
    }

    @Test("the verdict before the act lists the rules, their sources and the moment from which it is allowed")
    func checking() async throws {
        let (world, eva) = try await world()
        let account = try world.account()
        try await world.ana.exchange()
        let question = ContactQuestion(channel: "call")
        #expect(
            await code { _ = try world.ana.view { try ContactCheckView.check(account, question, $0) } }
                == "no_active_rules")
        try await world.harness.activate(Packs.all, second: eva)
        try await world.ana.exchange()
        let (noon, allowed) = try world.ana.view { try ContactCheckView.check(account, question, $0) }
        #expect(allowed == .allowed && noon["rule"] == .null && noon["rules"] == [])
        world.harness.advance(milliseconds: 11 * 3_600_000)
        let (night, denied) = try world.ana.view { try ContactCheckView.check(account, question, $0) }
        #expect(denied == .denied && string(night, "rule") == "mx-test/hours")
        #expect(string(night, "allowed_from") == "2026-11-25T07:00:00-06:00")
        let planned = await code { _ = try world.ana.acting.planContact(account, question) }
        #expect(planned == "denied_by_rule")
        world.harness.advance(milliseconds: 9 * 3_600_000)
        #expect(try world.ana.acting.planContact(account, question).status == .done)
    }

    @Test("a day's plan visits only whom the rules let be visited, and when they do")
    func planning() async throws {
        let (world, eva) = try await world()
        try await world.harness.activate(Packs.all, second: eva)
        try await world.ana.exchange()
        let disputed = try world.account("A-2")
        _ = try world.ana.acting.setFlag(disputed, SetFlag(flag: .nil_, kind: "dispute"))
        var request = DayRequest(hours: 4)
        request.day = CalendarDate("2026-11-25")!
        request.startMinute = 5 * 60
        let early = try world.ana.view { try PlanView.plan($0, request) }
        #expect(early.items.compactMap { string($0, "number") } == ["A-1"])
        #expect(string(early.items[0], "arrive_at") == "2026-11-25T07:00:00-06:00")
        #expect(early.items[0]["position"] == 1 && early.summary["left_out"] == 1)
        request.startMinute = 23 * 60
        request.hours = 1
        #expect(try world.ana.view { try PlanView.plan($0, request) }.items.isEmpty)
        request.startMinute = nil
        request.day = CalendarDate("2026-12-25")!
        #expect(try world.ana.view { try PlanView.plan($0, request) }.items.isEmpty)
        request.day = nil
        let today = try world.ana.view { try PlanView.plan($0, request) }
        #expect(string(today.items[0], "arrive_at") == "2026-11-24T12:00:00-06:00")
        request.costPerHour = "many"
        #expect(await code { _ = try world.ana.view { try PlanView.plan($0, request) } } == "amount_malformed")
    }

    @Test("the worklist says from when a visit is allowed and leaves out whom it is not allowed to see that day")
    func worklist() async throws {
        let (world, eva) = try await world()
        try await world.harness.activate(Packs.all, second: eva)
        try await world.ana.exchange()
        let disputed = try world.account("A-2")
        _ = try world.ana.acting.setFlag(disputed, SetFlag(flag: .nil_, kind: "dispute"))
        let (items, leftOut) = try world.ana.view {
            try WorklistView.list($0, day: nil, limit: nil, near: nil, all: false)
        }
        #expect(items.compactMap { string($0, "number") } == ["A-1"] && leftOut == 1)
        #expect(string(items[0], "verdict") == "allowed")
        #expect(string(items[0], "allowed_from") == "2026-11-24T12:00:00-06:00")
        let all = try world.ana.view {
            try WorklistView.list($0, day: CalendarDate("2026-12-25")!, limit: nil, near: nil, all: true)
        }.items
        let shut = try #require(all.first { string($0, "number") == "A-1" })
        #expect(string(shut, "rule") == "mx-test/holidays")
        #expect(string(shut, "allowed_from") == "2026-12-26T07:00:00-06:00")
        let sheet = try world.ana.view { try AccountViews.show(disputed, $0) }
        guard case .array(let states)? = sheet["stop_states"] else { throw ClientFailure.notEnrolled }
        #expect(states.compactMap { string($0, "stops") } == ["collection_until_verified"])
        let text = TextRendering(word: { $0 }, bold: true).record(sheet)
        #expect(text.contains("\u{1B}[31;1m"))
        #expect(!TextRendering(word: { $0 }).record(sheet).contains("\u{1B}"))
        try await world.ana.exchange()
        let now = world.harness.clock.now
        let listed = try await world.harness.administration { try await Administration($0, now: now).accounts() }
        let marked = listed.filter { $0["stop_states"] == ["dispute"] }
        #expect(marked.compactMap { string($0, "number") } == ["A-2"])
    }

    @Test("a finding is given to somebody, closed with a reason, and its words stay")
    func findings() async throws {
        let (world, eva) = try await world()
        let harness = world.harness
        try await harness.activate(Packs.all, second: eva)
        try await world.ana.exchange()
        let account = try world.account()
        for _ in 1...3 {
            harness.advance(milliseconds: 60_000)
            _ = try world.ana.acting.logContact(
                account, LogContact(contact: .nil_, channel: "call", result: "no_answer"))
        }
        try await world.ana.exchange()
        let open = try await harness.asking { try await $0.findings(all: false, branch: nil) }
            .filter { string($0, "code") == "over_cap" }
        #expect(open.compactMap { string($0, "rule") } == ["mx-test/calls"] && string(open[0], "code") == "over_cap")
        let id = try #require(string(open[0], "id"))
        let ana = world.ana.device
        #expect(
            await code {
                _ = try await harness.asking(as: ana) { try await $0.reviewFinding(id, close: true, note: "x") }
            } == "not_permitted")
        _ = try await harness.asking(as: eva) { try await $0.reviewFinding(id, assignee: "Eva") }
        #expect(
            await code {
                _ = try await harness.asking(as: eva) { try await $0.reviewFinding(id, close: true) }
            } == "text_empty")
        _ = try await harness.asking(as: eva) { try await $0.reviewFinding(id, close: true, note: "asked for") }
        let left = try await harness.asking { try await $0.findings(all: false, branch: nil) }
        #expect(Set(left.compactMap { string($0, "code") }) == ["unplanned"])
        let closed = try #require(
            try await harness.asking { try await $0.findings(all: true, branch: nil) }.first { string($0, "id") == id })
        #expect(string(closed, "closing_note") == "asked for" && string(closed, "rule") == "mx-test/calls")
        try await world.ana.exchange()
        #expect(try harness.store.verify() == [])
    }

    @Test("a second call that a colleague made unseen is a finding that could not be known")
    func unseen() async throws {
        let (world, eva) = try await world()
        try await world.harness.activate(Packs.all, second: eva)
        for laptop in [world.ana, world.office] { try await laptop.exchange() }
        let account = try world.account()
        func call(_ laptop: Laptop) throws -> ActResult {
            world.harness.advance(milliseconds: 60_000)
            return try laptop.acting.logContact(
                account, LogContact(contact: .nil_, channel: "call", result: "no_answer"))
        }
        for _ in 1...2 { #expect(try call(world.office).outcome.findings.map(\.code) == ["unplanned"]) }
        let own = try call(world.ana)
        #expect(own.outcome.findings.map(\.code) == ["unplanned"])
        try await world.office.exchange()
        try await world.ana.exchange()
        let findings = try world.harness.rows(account, .finding).compactMap { content -> Finding? in
            if case .finding(let finding) = content, finding.code == "over_cap" { finding } else { nil }
        }
        #expect(findings.map(\.knowable) == [false] && findings.map(\.record) == [own.record])
    }
}
