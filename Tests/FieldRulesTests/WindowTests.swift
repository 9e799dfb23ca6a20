import FieldModel
import Testing

@testable import FieldRules

struct WindowTests {
    private func date(_ text: String) -> CalendarDate { CalendarDate(text)! }

    @Test(arguments: [
        ("days 7", "2026-03-04", "2026-03-10"), ("days 1", "2026-03-10", "2026-03-10"),
        ("day", "2026-03-10", "2026-03-10"), ("week", "2026-03-09", "2026-03-15"),
        ("month", "2026-03-01", "2026-03-31"),
    ])
    func datesAroundATuesday(_ text: String, _ first: String, _ last: String) throws {
        let dates = try #require(Window(text)).dates(around: date("2026-03-10"))
        #expect(dates.first == date(first) && dates.last == date(last))
    }

    @Test func aWeekEndsOnSunday() throws {
        let week = try #require(Window("week"))
        #expect(week.dates(around: date("2026-03-15")).first == date("2026-03-09"))
        #expect(week.dates(around: date("2026-03-16")).first == date("2026-03-16"))
    }

    @Test func whatEachUnitCounts() {
        for unit in CountedUnit.allCases {
            #expect(!unit.counts(.call, .notConnected, .debtor))
            #expect(unit.counts(.call, .conversation, .debtor))
        }
        #expect(CountedUnit.attempt.counts(.visit, .noAnswer, .nobody))
        #expect(!CountedUnit.reached.counts(.visit, .noAnswer, .nobody))
        #expect(CountedUnit.reached.counts(.visit, .messageLeft, .nobody))
        #expect(CountedUnit.reached.counts(.call, .noAnswer, .nobody))
        #expect(!CountedUnit.met.counts(.visit, .noAnswer, .nobody))
        #expect(CountedUnit.met.counts(.call, .thirdParty, .thirdParty))
        #expect(CountedUnit.household.counts(.visit, .conversation, .debtor, .workplace))
        #expect(CountedUnit.household.counts(.call, .thirdParty, .thirdParty))
        #expect(CountedUnit.household.counts(.visit, .thirdParty, .debtor, .home))
        for person in [PersonKind.debtor, .thirdParty] {
            #expect(!CountedUnit.household.counts(.call, .thirdParty, person, .workplace))
        }
        #expect(!CountedUnit.household.counts(.visit, .conversation, .spouse, .other))
        #expect(!CountedUnit.household.counts(.visit, .noAnswer, .nobody, .home))
        #expect(CountedUnit.direct.counts(.sms, .delivered, .debtor))
        #expect(!CountedUnit.direct.counts(.call, .messageLeft, .nobody))
        #expect(CountedUnit.contactOrSent.counts(.call, .messageLeft, .nobody))
        #expect(!CountedUnit.contactOrSent.counts(.call, .noAnswer, .nobody))
    }

    @Test func hoursOfADay() {
        #expect(HourRange(from: "07:00", to: "24:00") != nil)
        for (from, to) in [
            ("07:00", "24:01"), ("25:00", "26:00"), ("7:00", "8:00"), ("07:60", "08:00"), ("08:00", "08:00"),
        ] {
            #expect(HourRange(from: from, to: to) == nil, "\(from) \(to)")
        }
    }

    @Test func aRollingWindowIsExactToTheMoment() throws {
        let pack = try PackLoader.pack(
            YAMLSubset.read(
                """
                pack: test
                version: 1
                title: A test
                source: none
                as_of: 2026-01-01
                confidence: A
                reviewed_by: unreviewed
                rules:
                  - id: cap
                    kind: cap
                    title: One in 24 hours
                    citation: none
                    unit: attempt
                    window: hours 24
                    most: 1
                """), file: "test.yaml")
        let zone = ZoneTable.standard.zone("America/Chicago")!
        // Over the night in which the clocks go forward: 24 hours later it is an hour later on the wall.
        let first = Instant.parsingRFC3339("2026-03-07T12:00:00-06:00")!.instant
        var facts = Facts(addressZones: [zone])
        facts.history = [ContactFact(at: first, channel: .call)]
        let verdict = try Evaluator.judge(Act(at: first + 3_600_000, channel: .call), facts, packs: [pack])
        #expect(verdict.word == .denied)
        #expect(verdict.allowedFrom.map(zone.rfc3339) == "2026-03-08T13:00:00-05:00")
    }
}

struct EvaluatorTests {
    private func at(_ text: String) -> Instant { Instant.parsingRFC3339(text)!.instant }

    @Test func aWorkplaceVisitUsesTheWorkplacesZone() throws {
        let packs = try Library.rules.get().named(["us-wv"])
        var facts = Facts(addressZones: [ZoneTable.standard.zone("America/New_York")!])
        facts.workplaceZone = ZoneTable.standard.zone("America/Chicago")
        let act = Act(at: at("2026-03-10T20:30:00-05:00"), channel: .workplaceVisit)
        #expect(try Evaluator.judge(act, facts, packs: packs).word == .allowed)
        #expect(try Evaluator.judge(Act(at: act.at, channel: .visit), facts, packs: packs).word == .denied)
    }

    @Test func anActMustBeAllowedInAllZonesOfTheAddress() throws {
        let packs = try Library.rules.get().named(["mx-condusef"])
        let names = ZoneTable.standard.zones(country: "MX", state: "Chihuahua")
        let facts = Facts(addressZones: names.compactMap { ZoneTable.standard.zone($0) })
        // In June the western border is an hour behind Ojinaga, and at the same hour as Chihuahua.
        let act = Act(at: at("2026-06-10T06:30:00-06:00"), channel: .call)
        let verdict = try Evaluator.judge(act, facts, packs: packs)
        #expect(verdict.word == .denied && verdict.allowedFrom == at("2026-06-10T07:00:00-06:00"))
    }

    @Test func noZoneIsAnErrorAndNeverUTC() throws {
        let packs = try Library.rules.get().named(["us-regf"])
        let act = Act(at: at("2026-06-10T06:30:00-06:00"), channel: .call)
        #expect(throws: RuleFailure.self) { try Evaluator.judge(act, Facts(addressZones: []), packs: packs) }
    }

    @Test func factsOfOneMomentAreInOrderOfTheirIds() throws {
        let packs = try Library.rules.get().named(["co-2300"])
        var facts = Facts(addressZones: [ZoneTable.standard.zone("America/Bogota")!])
        let moment = at("2026-03-10T12:00:00-05:00")
        facts.consents = [ConsentFact(channel: .call, givenAt: moment - 1000)]
        var fact = ContactFact(at: moment, channel: .call)
        fact.id = OperationID(high: 1, low: 5)
        facts.history = [fact]
        var act = Act(at: moment, channel: .call)
        // What happened is in order of ids; what is planned comes after all that is known of its moment.
        for (low, happened, planned) in [
            (UInt64(4), VerdictWord.allowed, VerdictWord.denied), (5, .allowed, .allowed), (6, .denied, .denied),
        ] {
            act.id = OperationID(high: 1, low: low)
            act.result = .conversation
            #expect(try Evaluator.judge(act, facts, packs: packs).word == happened)
            act.result = nil
            #expect(try Evaluator.judge(act, facts, packs: packs).word == planned)
        }
    }

    @Test(arguments: [("debt", 1), ("person", 3), ("creditor", 2)])
    func whichDebtsCount(_ per: String, _ most: Int) throws {
        func word(_ most: Int) throws -> VerdictWord {
            let pack = try PackLoader.pack(
                YAMLSubset.read(
                    """
                    pack: test
                    version: 1
                    title: A test
                    source: none
                    as_of: 2026-01-01
                    confidence: A
                    reviewed_by: unreviewed
                    rules:
                      - id: cap
                        kind: cap
                        title: Cap
                        citation: none
                        unit: attempt
                        per: \(per)
                        window: week
                        most: \(most)
                    """), file: "test.yaml")
            let act = Act(at: at("2026-03-11T12:00:00-05:00"), channel: .call)
            var facts = Facts(addressZones: [ZoneTable.standard.zone("America/Bogota")!])
            for (sameDebt, sameCreditor) in [(true, true), (false, true), (false, false)] {
                var fact = ContactFact(at: act.at - 3_600_000, channel: .call)
                (fact.sameDebt, fact.sameCreditor) = (sameDebt, sameCreditor)
                facts.history.append(fact)
            }
            return try Evaluator.judge(act, facts, packs: [pack]).word
        }
        #expect(try word(most) == .denied && word(most + 1) == .allowed)
    }

    @Test func whatAllowancesMustKeep() throws {
        var terms: [String: AllowanceTerms] = [:]
        for pack in try Library.rules.get().packs {
            for rule in pack.rules { terms[rule.id] = rule.allowanceTerms }
        }
        #expect(terms["us-regf/call-frequency"]?.most == 7 && terms["us-regf/call-frequency"]?.isExclusive == false)
        #expect(terms["us-regf/quiet-days"]?.isExclusive == true)
        #expect(terms["cl-19496/other-media"]?.isExclusive == true && terms["us-wv/calls"]?.lookbackDays == 7)
        #expect(terms["us-regf/hours"] == nil)
    }
}
