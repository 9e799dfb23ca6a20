import FieldModel
import FieldRules
import SyncCore
import Testing

@Suite("An account as rules read it")
struct AccountCaseTests {
    private let noon = instant("2026-11-24T12:00:00-06:00")

    private func facts(
        _ records: [Record] = [], _ channel: Channel = .call, point: RecordID? = nil,
        _ change: (inout Account) -> Void = { _ in }
    ) -> Facts {
        var debt = Desk.debt(balance: 1000)
        change(&debt)
        let own = Record(id: Desk.account, account: Desk.account, content: .account(debt))
        let aggregate = Aggregate(account: Desk.account, records: [own] + records)
        return AccountCase(aggregate, zone: Desk.zone)!.facts(
            for: JudgedAct(Act(at: noon, channel: channel), contactPoint: point))
    }

    private func point(_ id: UInt64, _ kind: ContactPointKind, lender: Bool = true, _ state: String, _ country: String)
        -> Record
    {
        let point = ContactPoint(
            kind: kind, value: "x", state: state, country: country, fromLender: lender, author: Desk.ana, addedAt: noon)
        return Record(id: named(id), account: Desk.account, content: .contactPoint(point))
    }

    private func record(_ id: UInt64, _ value: some RecordValue) -> Record {
        Record(id: named(id), account: Desk.account, content: value.content)
    }

    @Test("the file's zone and jurisdictions stand; without them the address says, then the zone's country")
    func places() {
        #expect(facts().jurisdictions == ["MX"])
        #expect(facts().addressZones.map(\.name) == ["America/Mexico_City"])
        let tijuana = facts([point(1, .address, "Baja California", "MX")])
        #expect(tijuana.addressZones.map(\.name) == ["America/Tijuana"] && tijuana.jurisdictions == ["MX-BCN"])
        let said = facts([point(1, .address, "Massachusetts", "US")]) {
            $0.jurisdictions = ["US-NY-NYC"]
            $0.timeZone = "America/New_York"
        }
        #expect(said.jurisdictions == ["US-NY-NYC"] && said.addressZones.map(\.name) == ["America/New_York"])
    }

    @Test("the debtor's zones are looked up in the table that was activated, whatever the program was built with")
    func activatedTable() throws {
        let rows = ["Etc/UTC UTC=0", "America/Mexico_City=-300"].map { RuleNode.scalar($0, quoted: true, line: 0) }
        var newer = ZoneDocuments.seed
        newer[0].version = "2099a"
        newer[0].content = .map(
            [("zones", "iana"), ("version", "2099a"), ("first_year", "2000"), ("end_year", "2041")].map {
                RuleNode.Entry(key: $0.0, value: .scalar($0.1, quoted: false, line: 0), line: 0)
            } + [RuleNode.Entry(key: "histories", value: .list(rows, line: 0), line: 0)], line: 0)
        let table = ZoneDocuments.table(ZoneDocuments.seed + newer)
        func zones(_ change: (inout Account) -> Void) -> [Zone] {
            var debt = Desk.debt(balance: 1000)
            change(&debt)
            let own = Record(id: Desk.account, account: Desk.account, content: .account(debt))
            let aggregate = Aggregate(account: Desk.account, records: [own])
            let found = AccountCase(aggregate, zone: table.clock(debt.resolvedZone, "America/Mexico_City"))
            return found!.facts(for: JudgedAct(Act(at: noon, channel: .call))).addressZones
        }
        let here = zones { _ in }
        #expect(here.map(\.name) == ["America/Mexico_City"] && here[0].version == "2099a")
        #expect(here[0].offsetSeconds(at: noon) == -5 * 3600)
        // Known to the program's own table only: no zone is known, which holds the act.
        #expect(zones { $0.resolvedZone = "America/Tijuana" }.isEmpty)
        #expect(zones { $0.timeZone = "America/Tijuana" }.isEmpty)
    }

    @Test("an address from the field is added beside the lender's, so that nobody moves a debtor")
    func moved() {
        let moved = facts([
            point(1, .address, "Jalisco", "MX"), point(2, .address, lender: false, "Massachusetts", "US"),
        ])
        #expect(moved.addressZones.map(\.name) == ["America/Mexico_City", "America/New_York"])
        #expect(moved.jurisdictions == ["MX-JAL", "US-MA"])
    }

    @Test("a number's zone counts for calls to it, and for nothing else")
    func numbers() {
        let number = [point(1, .phone, "Baja California", "MX")]
        #expect(facts(number, point: named(1)).zones(for: .call).map(\.name).contains("America/Tijuana"))
        #expect(facts(number).zones(for: .call).map(\.name) == ["America/Mexico_City"])
        #expect(facts(number, .email, point: named(1)).zones(for: .email).map(\.name) == ["America/Mexico_City"])
        let work = facts([point(1, .workplace, "Baja California", "MX")], .workplaceVisit)
        #expect(work.zones(for: .workplaceVisit).map(\.name) == ["America/Tijuana"])
    }

    @Test("visits and contacts count as what they were")
    func history() {
        let cases: [(Visit, ContactResult, PersonKind, Channel)] = [
            (visit("not_home", ""), .noAnswer, .nobody, .visit),
            (visit("promised", ""), .conversation, .debtor, .visit),
            (visit("notice_left", "nobody"), .messageLeft, .nobody, .visit),
            (visit("third_party", ""), .thirdParty, .thirdParty, .visit),
            (visit("other", "minor"), .thirdParty, .minor, .visit),
            (visit("paid", "spouse"), .conversation, .spouse, .visit),
            (visit("paid", "debtor", "workplace"), .conversation, .debtor, .workplaceVisit),
        ]
        for (visit, result, person, channel) in cases {
            let fact = facts([record(1, visit)]).history[0]
            #expect(fact.result == result && fact.person == person && fact.channel == channel)
            #expect(fact.at == noon && fact.id == named(1))
        }
        var gone = visit("paid", "")
        gone.withdrawnBy = named(9)
        #expect(facts([record(1, gone)]).history.isEmpty)
        let foreign = ForeignContact(at: noon, channel: "sms", result: "delivered")
        #expect(facts([record(1, foreign)]).history.map(\.sameDebt) == [false])
    }

    private func visit(_ outcome: String, _ person: String, _ place: String = "home") -> Visit {
        Visit(
            outcome: outcome, person: person, place: place, startedAt: noon, author: Desk.ana, recordedAt: noon + 1000)
    }

    @Test("a flag that was cleared after the act stood when it happened")
    func flags() {
        func flag(_ cleared: Instant?) -> Record {
            record(
                1,
                Flag(
                    kind: "dispute", recordedAt: noon - 1000, author: Desk.ana,
                    clearedBy: cleared.map { _ in named(9) }, clearedAt: cleared))
        }
        #expect(facts([flag(nil)]).flags.map(\.kind) == [.dispute])
        #expect(facts([flag(noon + 1)]).flags.map(\.kind) == [.dispute])
        #expect(facts([flag(noon)]).flags.isEmpty)
    }

    @Test("a consent to one number opens no other; a request about one binds where the number is not said")
    func consents() {
        let consent = record(1, Consent(channel: "sms", contactPoint: named(5), givenAt: noon - 1000, author: Desk.ana))
        #expect(facts([consent], .sms, point: named(5)).consents.count == 1)
        #expect(facts([consent], .sms).consents.isEmpty && facts([consent], .sms, point: named(6)).consents.isEmpty)
        let asked = record(
            2, ContactRestriction(channel: "call", toMinute: 600, contactPoint: named(5), author: Desk.ana))
        #expect(facts([asked]).restrictions.map(\.hours) == [HourRange(from: "00:00", to: "10:00")])
        #expect(facts([asked], point: named(6)).restrictions.isEmpty)
    }

    @Test("unknown products and lenders are read as those that most rules are about")
    func words() {
        let known = facts { ($0.product, $0.creditorType) = ("Microcredit", "first_party") }
        #expect(known.product == .microcredit && known.creditor == .firstParty)
        let unknown = facts { ($0.product, $0.creditorType) = ("gold loan", "") }
        #expect(unknown.product == .consumer && unknown.creditor == .thirdPartyAgency)
        #expect(facts().daysPastDue == 40 + 23)
    }
}
