import FieldModel
import SyncCore
import Testing

@testable import SyncClient

@Suite("Acting on a laptop")
struct ClientActingTests {
    private func visit(_ note: String = "") -> VisitWords {
        var words = VisitWords()
        words.outcome = "not_home"
        words.note = note
        return words
    }

    @Test("writes the operation and what it shows together, with no network")
    func writesBoth() async throws {
        let world = try await ClientWorld()
        try await world.ana.exchange()
        let account = try world.account()
        let result = try world.ana.acting.recordVisit(account, visit("hola"))
        #expect(result.outcome.state == .applied)
        #expect(result.state == .pending)
        let rows = try world.ana.rows(account).filter { $0.kind == UInt16(RecordKind.visit.rawValue) }
        #expect(rows.map(\.pendingOperation) == [result.operation])
        let entry = try #require(try world.ana.parts.store.read { try $0.operation(result.operation) })
        #expect(entry.state == .pending)
        #expect(entry.header.seen.commit > 0)
        #expect(try world.ana.parts.store.integrityProblems() == [])
    }

    @Test("chains operations by link, with a clock that only goes on")
    func chains() async throws {
        let world = try await ClientWorld()
        try await world.ana.exchange()
        let account = try world.account()
        for _ in 0..<3 { _ = try world.ana.acting.recordVisit(account, visit()) }
        let entries = try world.ana.parts.store.read { try $0.operations(states: [.pending], from: .start, limit: 10) }
        #expect(entries.map(\.header.sequence) == [1, 2, 3])
        #expect(entries[1].header.previousLink == entries[0].link)
        #expect(entries[2].header.previousLink == entries[1].link)
        #expect(entries[0].header.hlc < entries[1].header.hlc)
    }

    @Test("a dry run writes nothing")
    func dryRun() async throws {
        let world = try await ClientWorld()
        try await world.ana.exchange()
        let account = try world.account()
        let before = try world.ana.rows(account)
        let result = try Acting(world.ana.parts, dryRun: true).recordVisit(account, visit())
        #expect(result.outcome.state == .applied)
        #expect(try world.ana.rows(account) == before)
        #expect(try world.ana.parts.store.read { try $0.operationCount(states: [.pending]) } == 0)
    }

    @Test(
        "refuses a promise that cannot be, with a code, and writes nothing",
        arguments: [
            ("0", "2026-12-01", "amount_not_positive"), ("-5", "2026-12-01", "amount_not_positive"),
            ("10.001", "2026-12-01", "amount_too_precise"), ("10 USD", "2026-12-01", "other_currency"),
            ("ten", "2026-12-01", "amount_malformed"), ("10,5", "2026-12-01", "amount_malformed"),
            ("10", "2026-11-01", "due_date_past"), ("10", "2030-01-01", "due_date_beyond_horizon"),
        ])
    func refusedPromises(amount: String, due: String, code: String) async throws {
        let world = try await ClientWorld()
        try await world.ana.exchange()
        let account = try world.account()
        let day = try #require(CalendarDate(due))
        let failure = #expect(throws: ClientFailure.self) {
            try world.ana.acting.makePromise(account, [InstalmentWords(amount: amount, due: day)])
        }
        #expect(failure?.code == code)
        #expect(failure?.status == .badInput)
        #expect(try world.ana.parts.store.read { try $0.operationCount(states: [.pending]) } == 0)
    }

    @Test("takes a promise of more than is owed, and says by how much")
    func promisedTooMuch() async throws {
        let world = try await ClientWorld()
        try await world.ana.exchange()
        let account = try world.account()
        let day = try #require(CalendarDate("2026-12-01"))
        func notes(_ amount: String) throws -> [String] {
            let acting = Acting(world.ana.parts, dryRun: true)
            return try acting.makePromise(account, [InstalmentWords(amount: amount, due: day)]).notes
                .map { "\($0.key) \($0.value)" }
        }
        #expect(try notes("1000.00").isEmpty)
        #expect(try notes("1000.01") == ["above_balance 0.01 MXN"])
        #expect(try notes("1000000") == ["above_balance 999,000.00 MXN"])
        let most = try world.ana.acting.makePromise(account, [InstalmentWords(amount: "1000", due: day)])
        let revised = try world.ana.acting.revisePromise(most.record, [InstalmentWords(amount: "1500", due: day)])
        #expect(most.notes.isEmpty && revised.notes.map(\.value) == ["500.00 MXN"])
        // What is paid lowers the balance, and what is left of the promise with it.
        world.harness.advance(milliseconds: 60_000)
        _ = try world.ana.acting.recordPayment(account, amount: "400", method: "cash", reference: "", at: nil)
        let moved = try world.ana.acting.revisePromise(most.record, [InstalmentWords(amount: "1000", due: day + 1)])
        #expect(moved.notes.isEmpty)
    }

    @Test("keeps and flags what happened all the same")
    func keptAndFlagged() async throws {
        let world = try await ClientWorld()
        try await world.ana.exchange()
        let account = try world.account()
        var backwards = visit()
        backwards.startedAt = ServerHarness.start
        backwards.endedAt = ServerHarness.start - 60_000
        #expect(
            try world.ana.acting.recordVisit(account, backwards).outcome.findings.map(\.code) == [
                "visit_ends_before_start"
            ])
        var early = visit()
        early.startedAt = ServerHarness.start + 3_600_000
        #expect(try world.ana.acting.recordVisit(account, early).outcome.findings.map(\.code) == ["visit_in_future"])
        let paid = try world.ana.acting.recordPayment(
            account, amount: "99999", method: "cash", reference: "", at: nil)
        #expect(paid.outcome.findings.map(\.code) == ["payment_above_owed"])
    }

    @Test("refuses notes that are too long or have control characters")
    func badNotes() async throws {
        let world = try await ClientWorld()
        try await world.ana.exchange()
        let account = try world.account()
        for (note, code) in [
            (String(repeating: "x", count: Limits.noteBytes + 1), "text_too_long"),
            ("a\u{7}b", "text_control_characters"),
        ] {
            let failure = #expect(throws: ClientFailure.self) {
                try world.ana.acting.recordVisit(account, visit(note))
            }
            #expect(failure?.code == code)
        }
        #expect(
            try world.ana.acting.recordVisit(account, visit(String(repeating: "x", count: Limits.noteBytes)))
                .outcome.state == .applied)
    }

    @Test("numbers vouchers so that no two laptops give the same")
    func vouchers() async throws {
        let world = try await ClientWorld()
        try await world.ana.exchange()
        let account = try world.account()
        let numbers = try (0..<3).map { _ in
            let result = try world.ana.acting.recordPayment(
                account, amount: "10", method: "cash", reference: "", at: nil)
            let voucher = try #require(result.notes.first { $0.key == "voucher" }?.value)
            #expect(voucher.hasSuffix("-\(result.operation.description.suffix(4))"))
            return voucher.split(separator: "-")[1]
        }
        #expect(numbers == ["1", "2", "3"])
    }

    @Test("takes an unsent operation back without effect, and keeps its text")
    func withdrawsUnsent() async throws {
        let world = try await ClientWorld()
        try await world.ana.exchange()
        let account = try world.account()
        let made = try world.ana.acting.recordVisit(account, visit("equivocada"))
        _ = try world.ana.acting.withdrawOperation(made.operation, reason: "cuenta equivocada")
        #expect(try world.ana.rows(account).allSatisfy { $0.kind != UInt16(RecordKind.visit.rawValue) })
        let result = try await world.ana.exchange()
        #expect(result.report.receipts.withdrawn == 1)
        #expect(result.report.digest == "match")
        #expect(try world.harness.rows(account, .visit).isEmpty)
        let shown = try world.ana.view { try OutboxViews.show(made.operation, $0) }
        #expect(shown["text"]?["note"] == .string("equivocada"))
    }

    @Test("does an operation again with other values")
    func edits() async throws {
        let world = try await ClientWorld()
        try await world.ana.exchange()
        let account = try world.account()
        let made = try world.ana.acting.recordVisit(account, visit("una"))
        _ = try world.ana.acting.replaceOperation(made.operation) { intent, state, view in
            try OutboxEditing.changed(intent, [("note", "otra")], state, view)
        }
        try await world.ana.exchange()
        let notes = try world.harness.rows(account, .visit).compactMap { content -> String? in
            if case .visit(let visit) = content, visit.withdrawnBy == nil { visit.note } else { nil }
        }
        #expect(notes == ["otra"])
    }

    @Test("rebuilding an overlay gives the same bytes")
    func overlayIsDerived() async throws {
        let world = try await ClientWorld()
        try await world.ana.exchange()
        let account = try world.account()
        _ = try world.ana.acting.recordVisit(account, visit("a"))
        _ = try world.ana.acting.makePromise(
            account, [InstalmentWords(amount: "10", due: CalendarDate("2026-12-01")!)])
        _ = try world.ana.acting.setAccountFields(account, [("landmark", "la farmacia")])
        let before = try world.ana.rows(account)
        let parts = world.ana.parts
        world.harness.advance(milliseconds: 86_400_000)
        try parts.store.write { transaction in
            try transaction.setOverlay(account: account, [])
            try Overlay.rebuild(transaction, account: account, parts: parts)
        }
        #expect(try world.ana.rows(account) == before)
    }

    @Test("an account that is not here is unknown")
    func unknownAccount() async throws {
        let world = try await ClientWorld()
        try await world.luis.exchange()
        let failure = #expect(throws: ClientFailure.self) {
            try world.luis.acting.recordVisit(try world.account(), visit())
        }
        #expect(failure?.code == "unknown_account")
    }
}
