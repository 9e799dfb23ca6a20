import FieldModel
import Testing

@testable import FieldRules

struct LoadingTests {
    private let head = """
        pack: test
        version: 1
        title: A test
        source: none
        as_of: 2026-01-01
        confidence: A
        reviewed_by: unreviewed
        rules:
        """

    private func load(_ rules: String, lenient: Bool = false) throws(RuleFailure) -> RulePack {
        let node = YAMLSubset.read(head + "\n" + rules)
        return try PackLoader.pack(node, file: "test.yaml", holdingUnknownKinds: lenient)
    }

    private func failure(_ rules: String) -> RuleFailure? {
        do throws(RuleFailure) {
            _ = try load(rules)
            return nil
        } catch {
            return error
        }
    }

    private let hours = """
          - id: hours
            kind: hours
            title: Hours
            citation: none
            hours:
              daily: 08:00-21:00
        """

    @Test func aVersionIsSupersededFromTheFirstDayOfAHigherOne() {
        func document(_ version: String, from: String? = nil, to: String? = nil, _ kind: RuleDocument.Kind = .pack)
            -> RuleDocument
        {
            let days = ValidDays(from: from.flatMap { CalendarDate($0) }, to: to.flatMap { CalendarDate($0) })
            return RuleDocument(kind: kind, name: "x", version: version, days: days, content: nil)
        }
        let packs = [
            document("2"), document("9", from: "2026-12-01", to: "2026-12-31"), document("10", from: "2027-02-01"),
        ]
        func standings(_ text: String) -> [RuleDocument.Standing] {
            packs.map { $0.standing(among: packs, on: CalendarDate(text)!) }
        }
        #expect(standings("2026-11-30") == [.active, .coming, .coming])
        #expect(standings("2026-12-01") == [.superseded, .active, .coming])
        #expect(standings("2027-01-01") == [.superseded, .ended, .coming])
        #expect(standings("2027-02-01") == [.superseded, .superseded, .active])
        let calendars = [document("2026-01-01", .calendar), document("2027-01-01", .calendar)]
        let stand = calendars.map { $0.standing(among: calendars + packs, on: CalendarDate("2026-06-01")!) }
        #expect(stand == [.superseded, .active])
    }

    @Test func anUnknownKeyHasFileLineAndHint() throws {
        let found = try #require(failure(hours.replacing("citation", with: "citation: x\n    citatoin")))
        #expect(found.code == .unknownKey)
        #expect(found.file == "test.yaml" && found.line == 13 && found.path == "$.rules[0].citatoin")
        #expect(found.message.contains("did you mean citation?"))
        #expect(found.description.hasPrefix("test.yaml:13: $.rules[0].citatoin: unknown key citatoin"))
    }

    @Test(arguments: [
        ("08:00-21:00", "08:00-25:00"), ("08:00-21:00", "21:00-08:00"), ("daily", "someday"),
        ("kind: hours", "kind: huors"), ("    citation: none\n", ""), ("title: Hours", "title: Hours\n    verdict: no"),
        ("title: Hours", "title: Hours\n    channels: [fax]"), ("title: Hours", "title: Hours\n    confidence: C"),
        ("title: Hours", "title: Hours\n    lifted_by: [everything]"),
    ])
    func whatIsNotUnderstoodIsRefused(_ change: (String, String)) {
        #expect(failure(hours) == nil)
        #expect(failure(hours.replacing(change.0, with: change.1)) != nil)
    }

    @Test(arguments: ["days 0", "days", "fortnight", "week 2", "days 7 8", "days -1"])
    func aWindowThatIsNoneIsRefused(_ window: String) {
        let cap = """
              - id: cap
                kind: cap
                title: Cap
                citation: none
                unit: attempt
                window: \(window)
                most: 1
            """
        #expect(failure(cap)?.code == .badValue)
    }

    @Test func oneIdTwiceOnTheSameDaysIsRefused() {
        #expect(failure(hours + "\n" + hours)?.code == .overlap)
        let twice = failure(hours + "\n" + hours)
        #expect(twice?.path == "$.rules[1]" && twice?.line == failure(hours + "\n    angry: true")?.line)
        let dated = { (key: String) in hours.replacing("kind: hours", with: "kind: hours\n    \(key)") }
        #expect(failure(dated("valid_to: 2026-05-31") + "\n" + dated("valid_from: 2026-06-01")) == nil)
    }

    @Test func aNewerKindOfRuleNeedsApproval() throws {
        let rule = hours.replacing("kind: hours", with: "kind: moon_phase")
        let pack = try load(rule, lenient: true)
        let act = Act(at: Instant(seconds: 1_780_000_000), channel: .call)
        let facts = Facts(addressZones: [ZoneTable.standard.zone("America/Lima")!])
        let verdict = try Evaluator.judge(act, facts, packs: [pack])
        #expect(verdict.word == .needsApproval && verdict.rule == "test/unsupported" && verdict.allowedFrom == nil)
    }

    @Test func theLendersExampleCanBeRead() throws {
        let file = try #require(Library.files("Lenders", ".yaml").first)
        let pack = try PackLoader.pack(
            YAMLSubset.read(file.text), file: "\(file.name).yaml", calendars: Library.calendars.get())
        #expect(pack.name == file.name && pack.jurisdictions.isEmpty && pack.waterfalls.count == 1)
        func terms(_ bucket: String, _ product: ProductKind) -> PromiseTermsRow? {
            PromiseTermsRow.deciding(pack.promises, bucket: bucket, product: product)
        }
        #expect(terms("1-30", .card)?.graceDays == 3 && terms("1-30", .mortgage)?.horizonDays == 90)
        #expect(terms("121-180", .mortgage)?.thresholdPercent == 100)
        // A deadline on a Saturday moves to the first day on which banks are open.
        #expect(terms("1-30", .card)?.moved(CalendarDate("2026-11-14")!) == CalendarDate("2026-11-17"))
        #expect(pack.settlement.map(\.role) == ["collector", "supervisor"])
    }

    @Test func aSetNeedsThePacksThatAreAlwaysOn() throws {
        #expect(throws: RuleFailure.self) { try RuleSet([try load(hours)]) }
        let packs = try Library.rules.get().packs
        #expect(throws: RuleFailure.self) { try RuleSet(packs + [packs[0]]) }
    }

    @Test func readingAPacksDocumentAgainGivesTheSameRules() throws {
        let calendars = try Library.calendars.get()
        for pack in try Library.rules.get().packs {
            let again = try PackLoader.pack(pack.document, file: "", calendars: calendars)
            #expect(again.rules.map(\.id) == pack.rules.map(\.id))
        }
    }

    @Test func anotherReadingOfAPack() throws {
        let pack = try #require(try Library.rules.get().packs.first { $0.name == "mx-condusef" })
        var act = Act(at: Instant.parsingRFC3339("2026-03-15T12:00:00-06:00")!.instant, channel: .call)
        let facts = Facts(addressZones: [ZoneTable.standard.zone("America/Mexico_City")!])
        let open = try #require(pack.reading("working_days", "off"))
        #expect(try Evaluator.judge(act, facts, packs: [pack]).word == .denied)
        #expect(try Evaluator.judge(act, facts, packs: [open]).word == .allowed)
        act.at = act.at - 86_400_000
        let bank = try #require(pack.reading("working_days", "bank_calendar"))
        #expect(try Evaluator.judge(act, facts, packs: [bank]).rule == "mx-condusef/holidays")
        #expect(pack.reading("working_days", "maybe") == nil)
    }
}

struct ScenarioFailureTests {
    private let good = """
        { "name": "x", "packs": ["us-regf"],
          "debtor": { "time_zone": "America/Chicago" },
          "act": { "at": "2026-03-10T12:00:00-05:00", "channel": "call" },
          "expect": { "verdict": "allowed", "rule": null, "allowed_from": "2026-03-10T12:00:00-05:00" } }
        """

    private func failure(_ text: String) -> RuleFailure? {
        do throws(RuleFailure) {
            let scenarios = try Library.scenarios("[\(text)]")
            _ = try Scenario.check(scenarios, try Library.rules.get())
            return nil
        } catch {
            return error
        }
    }

    @Test func aGoodFileAndAWrongExpectation() throws {
        #expect(try Library.check(good).passed == true)
        let wrong = try Library.check(good.replacing("\"allowed\"", with: "\"denied\""))
        #expect(wrong.passed == false && wrong.differences == ["verdict: expected denied, got allowed"])
        #expect(ScenarioReport.summary([wrong, try Library.check(good)]) == "1 passed, 1 failed")
    }

    @Test(arguments: [
        ("\"channel\"", "\"chanel\"", RuleFailure.Code.unknownKey, "$[0].act.chanel"),
        ("\"call\"", "\"fax\"", .unknownWord, "$[0].act.channel"),
        ("-05:00\", \"ch", "-06:00\", \"ch", .offsetMismatch, "$[0].act.at"),
        ("03-10T12:00:00-05:00\", \"ch", "02-30T12:00:00-06:00\", \"ch", .badValue, "$[0].act.at"),
        ("America/Chicago", "America/Chigaco", .unknownZone, "$[0].debtor.time_zone"),
        ("\"us-regf\"", "\"us-regg\"", .unknownPack, "$[0]"),
        ("\"packs\": [\"us-regf\"],", "", .noJurisdiction, "$[0]"),
        ("\"America/Chicago\"", "\"America/Chicago\", \"flags\": [\"sad\"]", .unknownWord, "$[0].debtor.flags[0]"),
        ("2026-03-10T12:00:00-05:00\", \"ch", "2050-03-10T12:00:00-06:00\", \"ch", .outsideZones, "$[0]"),
    ])
    func aMistakeHasItsPath(_ old: String, _ new: String, _ code: RuleFailure.Code, _ path: String) throws {
        let found = try #require(failure(good.replacing(old, with: new)))
        #expect(found.code == code && found.path == path, "\(found)")
    }

    @Test func beyondTheCalendarIsAnErrorAndASearchEndsThere() throws {
        let text = good.replacing("us-regf", with: "mx-condusef").replacing("America/Chicago", with: "America/Bogota")
        let late = text.replacing("2026-03-10T12:00:00-05:00\", \"ch", with: "2036-03-10T12:00:00-05:00\", \"ch")
        #expect(failure(late)?.code == .outsideCalendar)
        let last = text.replacing("2026-03-10T12:00:00-05:00\", \"ch", with: "2035-12-31T23:00:00-05:00\", \"ch")
        let verdict = try Library.check(last).verdict
        #expect(verdict.word == .denied && verdict.allowedFrom == nil && verdict.noDate == .calendarEnd)
    }

    @Test func jurisdictionsChooseThePacks() throws {
        let text = good.replacing("\"packs\": [\"us-regf\"],", with: "")
            .replacing("\"America/Chicago\"", with: "\"America/Chicago\", \"jurisdictions\": [\"US-MA\"]")
            .replacing("T12", with: "T22")
        let verdict = try Library.check(text).verdict
        #expect(verdict.rules.map(\.rule) == ["us-ma/hours", "us-regf/hours"])
    }

    @Test func aThousandEventsOnOneDebtor() throws {
        let item =
            #"{ "at": "2026-03-09T12:00:00-05:00", "channel": "call", "result": "no_answer", "person": "nobody" }"#
        let history = Array(repeating: item, count: 1000).joined(separator: ",")
        let verdict = try Library.check(good.replacing("\"act\"", with: "\"history\": [\(history)], \"act\"")).verdict
        #expect(verdict.rule == "us-regf/call-frequency")
    }
}

struct JSONReaderTests {
    @Test(arguments: [
        "", "{", "[1,]", "{\"a\":1,\"a\":2}", "nul", "\"a", "[1] 2", "\"\\x\"", "\"\\ud800\"", "{\"a\" 1}", "'a'",
        String(repeating: "[", count: 100),
    ])
    func brokenTextIsRefused(_ text: String) {
        #expect(throws: RuleFailure.self) { try JSONReader.read(text) }
    }

    @Test func linesAndEscapes() throws {
        let node = try JSONReader.read("{\n \"a\": \"\\u00e9\\ud83d\\ude00\\n\",\n \"b\": [true, -1.5e3]\n}")
        guard case .map(let entries, 1) = node else { return #expect(Bool(false)) }
        #expect(entries.map(\.line) == [2, 3])
        #expect(entries[0].value == .scalar("é😀\n", quoted: true, line: 2))
    }
}
