import FieldModel
import FieldRules
import SyncCore
import SyncStorage
import SyncWire
import Testing

@testable import SyncClient
@testable import SyncServer

/// One person with two accounts, of two collectors: what is granted, spent, given back, and known of each other.
@Suite("Allowances in the path")
struct AllowancesInThePathTests {
    private static let packs = [
        """
        {"pack": "stop-states", "version": 1, "title": "t", "source": "s", "as_of": "2026-01-01", "confidence": "A",
         "reviewed_by": "x", "rules": [
          {"id": "cease-contact", "kind": "stop_state", "title": "t", "citation": "c", "flag": "cease_contact"}]}
        """,
        """
        {"pack": "allowance", "version": 1, "title": "t", "source": "s", "as_of": "2026-01-01", "confidence": "A",
         "reviewed_by": "x", "rules": [
          {"id": "held-elsewhere", "kind": "allowance", "title": "t", "citation": "c", "when": "held_elsewhere"},
          {"id": "spent", "kind": "allowance", "title": "t", "citation": "c", "when": "spent"}]}
        """,
        """
        {"pack": "mx-test", "version": 1, "title": "t", "source": "s", "as_of": "2026-01-01", "jurisdictions": ["MX"],
         "confidence": "A", "reviewed_by": "x", "rules": [
          {"id": "calls", "kind": "cap", "title": "t", "citation": "c", "channels": ["call"], "unit": "attempt",
           "per": "debt", "window": "days 7", "most": 2},
          {"id": "visits", "kind": "cap", "title": "t", "citation": "c", "channels": ["visit"], "unit": "met",
           "per": "person", "window": "day", "most": 1}]}
        """,
    ]

    private func world() async throws -> ClientWorld {
        let world = try await ClientWorld(accounts: [])
        let eva = try await world.harness.addPerson("Eva", .compliance, nil)
        let rows = [("A-1", "Ana", "RFC 12-3"), ("A-2", "Luis", "rfc123"), ("A-3", "Luis", "")].enumerated().map {
            ImportedRow(
                line: UInt64($0 + 1), number: $1.0, collector: $1.1, debtor: "Rosa Ibarra", document: $1.2
            ).proto()
        }
        _ = try await world.harness.importRows(rows)
        let documents = Self.packs.map { text in
            let node = try! JSONReader.read(text)
            let (name, version) = RuleDocument.name(of: node, .pack)!
            return RuleDocument(kind: .pack, name: name, version: version, days: ValidDays(), content: node)
        }
        let now = world.harness.clock.now
        for peer in [nil, eva.peer] {
            _ = try await world.harness.administration(as: peer) {
                try await Administration($0, now: now).activate(documents)
            }
        }
        for laptop in [world.ana, world.luis] { try await laptop.exchange() }
        return world
    }

    private func check(_ laptop: Laptop, _ account: AccountID, _ channel: String) throws -> (JSONValue, VerdictWord) {
        try laptop.view { try ContactCheckView.check(account, ContactQuestion(channel: channel), $0) }
    }

    private func plan(_ laptop: Laptop, _ account: AccountID, _ channel: String) -> String {
        do {
            return try laptop.acting.planContact(account, ContactQuestion(channel: channel)).outcome.state == .applied
                ? "" : "held"
        } catch let failure as ClientFailure {
            return failure.message
        } catch {
            return "\(error)"
        }
    }

    private func allowances(_ world: ClientWorld, _ account: AccountID) throws -> [Allowance] {
        try world.harness.rows(account, .allowance).compactMap { content in
            if case .allowance(let allowance) = content { allowance } else { nil }
        }
    }

    @Test("a collector who syncs is granted what the caps leave, and a plan takes a unit until none is left")
    func spending() async throws {
        let world = try await world()
        let account = try world.account("A-1")
        let granted = try allowances(world, account)
        #expect(granted.first { $0.rule == "mx-test/calls" }?.units == 2)
        #expect(try check(world.ana, account, "call").1 == .allowed)
        #expect(plan(world.ana, account, "call") == "" && plan(world.ana, account, "call") == "")
        #expect(plan(world.ana, account, "call").contains("allowance/spent"))
        let logged = try world.ana.acting.logContact(
            account, LogContact(contact: .nil_, channel: "call", result: "no_answer"))
        #expect(logged.outcome.findings.isEmpty)
        let result = try await world.ana.exchange()
        #expect(result.report.digest == "match" && result.report.receipts.refused == 0)
        let spent = try #require(try allowances(world, account).first { $0.rule == "mx-test/calls" })
        #expect(spent.spent == 2 && spent.spends.compactMap(\.fact) == [logged.record])
    }

    @Test("what one has of a person another has not, and he is told who has it and until when")
    func elsewhere() async throws {
        let world = try await world()
        let other = try world.account("A-2")
        let (json, word) = try check(world.luis, other, "visit")
        #expect(word == .denied && json["rule"] == "allowance/held-elsewhere")
        #expect(json["allowance"]?["holder"] == "Ana")
        #expect(json["allowance"]?["valid_until"] == "2026-12-01T12:00:00-06:00")
        // A debt of its own is nobody else's.
        #expect(try check(world.luis, try world.account("A-3"), "visit").1 == .allowed)
        _ = try world.ana.acting.returnAllowances(try world.account("A-1"))
        try await world.ana.exchange()
        try await world.luis.exchange()
        #expect(try check(world.luis, other, "visit").1 == .allowed)
        #expect(plan(world.luis, other, "visit") == "")
        try await world.ana.exchange()
        #expect(try plan(world.ana, world.account("A-1"), "visit").contains("allowance/"))
    }

    @Test("a contact under one account stands under the person's others without saying whose, and counts")
    func foreign() async throws {
        let world = try await world()
        let (own, other) = (try world.account("A-1"), try world.account("A-2"))
        var words = VisitWords()
        words.outcome = "callback"
        words.note = "not for others"
        let visit = try world.ana.acting.recordVisit(own, words)
        #expect(visit.outcome.findings.map(\.code) == ["unplanned"])
        try await world.ana.exchange()
        let copies = try world.harness.rows(other, .foreignContact)
        guard case .foreignContact(let copy)? = copies.first else { throw ClientFailure.notEnrolled }
        #expect(copies.count == 1 && copy.channel == "visit" && copy.result == "conversation" && !copy.otherCreditor)
        #expect(try world.harness.rows(try world.account("A-3"), .foreignContact).isEmpty)
        try await world.luis.exchange()
        world.harness.advance(milliseconds: 60_000)
        let second = try world.luis.acting.recordVisit(other, words)
        #expect(Set(second.outcome.findings.map(\.code)) == ["over_cap", "unplanned"])
        try await world.luis.exchange()
        // Taken back, it counts no more; and its copies say so.
        _ = try world.ana.acting.withdrawOperation(visit.operation, reason: "wrong account")
        try await world.ana.exchange()
        guard case .foreignContact(let gone)? = try world.harness.rows(other, .foreignContact).first else {
            throw ClientFailure.notEnrolled
        }
        #expect(gone.withdrawn)
        #expect(try world.harness.store.verify() == [])
    }

    @Test("a contact that arrives late judges the later ones under the person's other accounts again")
    func late() async throws {
        let world = try await world()
        let (own, other) = (try world.account("A-1"), try world.account("A-2"))
        var words = VisitWords()
        words.outcome = "callback"
        _ = try world.ana.acting.recordVisit(own, words)
        world.harness.advance(milliseconds: 60_000)
        let later = try world.luis.acting.recordVisit(other, words)
        try await world.luis.exchange()
        try await world.ana.exchange()
        let found = try world.harness.rows(other, .finding).compactMap { content -> Finding? in
            if case .finding(let finding) = content, finding.code == "over_cap" { finding } else { nil }
        }
        #expect(found.map(\.record) == [later.record] && found.map(\.knowable) == [false])
    }

    @Test("on a laptop whose clock is months wrong caps hold, and what it did counts for everybody")
    func wrongClock() async throws {
        let world = try await world()
        let (own, other) = (try world.account("A-1"), try world.account("A-2"))
        world.ana.clock.set(ahead: 90 * 86_400_000)
        #expect(plan(world.ana, own, "call") == "" && plan(world.ana, own, "call") == "")
        #expect(plan(world.ana, own, "call").contains("allowance/spent"))
        #expect(plan(world.ana, own, "visit") == "")
        var words = VisitWords()
        words.outcome = "callback"
        let visit = try world.ana.acting.recordVisit(own, words)
        #expect(visit.outcome.findings.isEmpty)
        #expect(try check(world.ana, own, "visit").0["rules"]?.text().contains("mx-test/visits") == true)
        let shown = try world.ana.rows(own)
        // Whatever is heard of the clock later, the overlay is made again with the same bytes.
        try world.ana.parts.store.write { transaction in
            try transaction.set(.clockOffset, 0)
            try Overlay.rebuild(transaction, account: own, parts: world.ana.parts)
        }
        #expect(try world.ana.rows(own) == shown)
        #expect(try await world.ana.exchange().report.digest == "match")
        guard case .visit(let kept)? = try world.harness.rows(own, .visit).first else {
            throw ClientFailure.notEnrolled
        }
        #expect(kept.countedAt == world.harness.clock.now && kept.startedAt == world.ana.clock.now())
        try await world.luis.exchange()
        world.harness.advance(milliseconds: 60_000)
        let second = try world.luis.acting.recordVisit(other, words)
        #expect(second.outcome.findings.map(\.code).contains("over_cap"))
        try await world.luis.exchange()
        let found = try world.harness.rows(other, .finding).compactMap { content -> String? in
            if case .finding(let finding) = content, finding.record == second.record { finding.code } else { nil }
        }
        #expect(found.contains("over_cap"))
        #expect(try world.harness.store.verify() == [])
    }

    @Test("a flag of the person is set and cleared under all his accounts; a dispute stays with its debt")
    func flags() async throws {
        let world = try await world()
        let (own, other) = (try world.account("A-1"), try world.account("A-2"))
        _ = try world.ana.acting.setFlag(own, SetFlag(flag: .nil_, kind: "cease_contact", written: true))
        _ = try world.ana.acting.setFlag(own, SetFlag(flag: .nil_, kind: "dispute"))
        try await world.ana.exchange()
        try await world.luis.exchange()
        func flags(_ account: AccountID) throws -> [FieldModel.Flag] {
            try world.harness.rows(account, .flag).compactMap { if case .flag(let flag) = $0 { flag } else { nil } }
        }
        #expect(try flags(other).map(\.kind) == ["cease_contact"] && flags(other)[0].origin != nil)
        #expect(try check(world.luis, other, "call").1 == .denied)
        // An account of the person that comes later has it too.
        let row = ImportedRow(line: 1, number: "A-4", collector: "Luis", document: "RFC123")
        _ = try await world.harness.importRows([row.proto()])
        #expect(try flags(try world.account("A-4")).map(\.kind) == ["cease_contact"])
    }

    @Test("an account that leaves gives its allowances back before it is erased, and the next collector is granted")
    func leaving() async throws {
        let world = try await world()
        let account = try world.account("A-1")
        _ = try await world.harness.assign(["A-1"], to: "Luis")
        try await world.luis.exchange()
        #expect(plan(world.luis, account, "visit").contains("allowance/"))
        // The first tells that the account has left, the second takes along what it gave back.
        for _ in 0..<2 { try await world.ana.exchange() }
        #expect(try world.ana.rows(account).isEmpty)
        #expect(try allowances(world, account).filter { $0.units > 0 }.allSatisfy(\.closed))
        try await world.luis.exchange()
        // Both of the person's accounts are his now: either may be used, and then neither.
        let other = try world.account("A-2")
        #expect(try check(world.luis, account, "visit").1 == .allowed)
        #expect(try check(world.luis, other, "visit").1 == .allowed)
        #expect(plan(world.luis, other, "visit") == "")
        #expect(plan(world.luis, account, "visit").contains("mx-test/visits"))
        #expect(plan(world.luis, other, "visit").contains("mx-test/visits"))
        let receipts = try await world.luis.exchange().report.receipts
        #expect(receipts.refused == 0)
        #expect(try check(world.luis, account, "visit").1 == .denied)
    }

    @Test("what the laptop did under one account counts under the other before the server has copied it")
    func own() async throws {
        let world = try await world()
        _ = try await world.harness.assign(["A-2"], to: "Ana")
        for laptop in [world.luis, world.luis, world.ana] { try await laptop.exchange() }
        let (own, other) = (try world.account("A-1"), try world.account("A-2"))
        #expect(plan(world.ana, own, "visit") == "")
        var words = VisitWords()
        words.outcome = "callback"
        #expect(try world.ana.acting.recordVisit(own, words).outcome.findings.isEmpty)
        let (json, word) = try check(world.ana, other, "visit")
        #expect(word == .denied && json["rule"] == "mx-test/visits")
        // Copied by the server it is the same contact, and counts once.
        try await world.ana.exchange()
        #expect(try check(world.ana, other, "visit").0["rules"] == json["rules"])
        world.harness.advance(milliseconds: 86_400_000)
        #expect(plan(world.ana, other, "visit") == "")
    }

    @Test("a restored server grants nothing until every laptop has shown that it holds no grant that was forgotten")
    func restored() async throws {
        let world = try await world()
        let backup = try world.harness.backup()
        // Granted after the backup, and forgotten by the restore.
        _ = try world.ana.acting.returnAllowances(try world.account("A-1"))
        try await world.ana.exchange()
        try await world.luis.exchange()
        let other = try world.account("A-2")
        #expect(try check(world.luis, other, "visit").1 == .allowed)
        let server = try await world.harness.restored(from: backup)
        try await world.ana.exchange(with: server)
        let open = try server.rows(try world.account("A-1"), .allowance).compactMap { content -> Allowance? in
            if case .allowance(let allowance) = content, allowance.rule == "mx-test/visits" { allowance } else { nil }
        }
        // What she had given back is given back again, and she is not granted what Luis may be spending.
        #expect(open.allSatisfy { $0.closed })
        #expect(plan(world.luis, other, "visit") == "")
        #expect(try plan(world.ana, world.account("A-1"), "visit").contains("allowance/"))
        for laptop in [world.luis, world.luis, world.ana] { try await laptop.exchange(with: server) }
        #expect(try plan(world.ana, world.account("A-1"), "visit").contains("allowance/"))
        let end = try await server.core.admit { try $0.forgottenGrantsEnd() }
        #expect(try #require(end) > server.core.now)
        // The office was the last that might hold something.
        for _ in 0..<2 { try await world.office.exchange(with: server) }
        #expect(try await server.core.admit { try $0.forgottenGrantsEnd() } == nil)
        server.advance(milliseconds: AllowanceTurn.restorePauseMilliseconds)
        for laptop in [world.ana, world.luis] { try await laptop.exchange(with: server) }
        let answers = [plan(world.ana, try world.account("A-1"), "visit"), plan(world.luis, other, "visit")]
        #expect(answers.count { $0.isEmpty } == 1, "\(answers)")
    }
}
