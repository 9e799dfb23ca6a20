import FieldModel
import FieldRules
import SyncCore
import Testing

/// Facts are derived from operations alone, records are decided by the reducer: both must tell the same story.
@Suite("Facts against the records that the server decided")
struct FactsFollowDecisionsTests {
    /// A lender's policy that differs from the branch in all that a promise can be judged by.
    private static let policy = """
        {"pack": "policy", "version": 1, "title": "The lender's policy", "source": "s", "as_of": "2026-01-01",
         "confidence": "A", "reviewed_by": "x", "rules": [
          {"id": "r", "kind": "consent", "title": "t", "citation": "c", "acts": ["letter"]}],
         "promises": [{"grace_days": 6, "threshold_percent": 60, "most_open": 3}]}
        """

    /// A desk that also remembers what it was told.
    private struct Told {
        var desk = Desk()
        var operations: [ToldOperation] = []
        let rules = TestRules.active(FactsFollowDecisionsTests.policy)

        init() { file(1_000_000, of: "2026-11-24") }

        mutating func act(_ intent: Intent, by actor: Actor = Desk.actor(Desk.ana)) -> Outcome {
            desk.now = desk.now + 1000
            return admit(desk.write(intent, by: actor))
        }

        mutating func admit(_ written: Written) -> Outcome {
            let rules = rules
            let outcome = desk.admit(written) { $0.rules = rules }
            if [.applied, .merged, .conflicted].contains(outcome.state) {
                operations.append(
                    ToldOperation(
                        id: written.id, author: written.actor.person, wallClock: written.header.wallClock,
                        receivedAt: desk.now, committedAt: desk.now, intent: written.intent))
            }
            return outcome
        }

        mutating func file(_ balance: Int64, of date: String) {
            desk.now = max(desk.now, Desk.zone.startOfDay(day(date) + 1) + 28_800_000)
            var debt = desk.debt
            (debt.lenderBalance, debt.balanceAsOfDay, debt.balanceAsOfAt) = (balance, day(date), nil)
            _ = act(
                .importAccount(ImportAccount(account: debt, debtorID: named(7), debtor: Debtor(name: "Rosa"))),
                by: Desk.system)
        }

        var references: [String] {
            desk.records.all(Payment.self).map { $0.value.fromLender ? $0.value.externalReference : $0.value.voucher }
        }

        func known() -> FactDerivation {
            let records = Dictionary(
                uniqueKeysWithValues: desk.records.all(PromiseToPay.self).map { ($0.id, $0.value) })
            let history = CommittedHistory(
                account: Desk.account, zone: Desk.zone, settings: desk.settings, promises: records, told: operations)
            var known = FactDerivation(
                cutoff: FactCutoff(through: desk.now + 1, day: Desk.zone.localDate(at: desk.now)))
            known.take(history.events)
            return known
        }

        /// Judges the promises today and compares.
        mutating func check(_ comment: Comment) {
            _ = act(.judgePromises(JudgePromises(asOfDay: Desk.zone.localDate(at: desk.now))), by: Desk.system)
            let known = known()
            let records = desk.records.all(PromiseToPay.self).filter { $0.value.state.isJudged }
            let facts = Dictionary(uniqueKeysWithValues: known.standings.map { ($0.terms.promise, $0) })
            #expect(facts.count == records.count, comment)
            for (id, promise) in records {
                #expect(facts[id]?.state == promise.state, comment)
                #expect(facts[id]?.terms.instalments == promise.instalments, comment)
                let today = Desk.zone.localDate(at: desk.now)
                guard promise.state == .open, promise.instalments.allSatisfy({ $0.dueDay + 6 < today }) else {
                    continue
                }
                #expect(promise.unconfirmed && facts[id]?.isUnconfirmed(on: today) == true, comment)
            }
            #expect(known.balance == max(0, desk.debt.lenderBalance - desk.debt.collectedSince), comment)
        }
    }

    @Test("grace and threshold are the pack's, not the branch's")
    func packs() {
        var told = Told()
        told.desk.settings.promiseGraceDays = 0
        told.desk.settings.promiseThresholdPercent = 100
        _ = told.act(
            .makePromise(MakePromise(promise: named(50), instalments: terms("2026-12-01:100000"), currency: "MXN")))
        told.desk.now = instant("2026-12-06T12:00:00-06:00")
        _ = told.act(
            .recordPayment(RecordPayment(payment: named(60), amount: 60_000, currency: "MXN", method: "cash")))
        #expect(told.desk.promise(named(50)).state == .keptLate)
        #expect(told.known().standings.map(\.state) == [.keptLate])
        #expect(told.known().facts()?.number(.promisesKept) == 1)
    }

    @Test("a promise in doubt is open in facts too, and no lesson is learned from it")
    func doubt() {
        var told = Told()
        _ = told.act(
            .makePromise(MakePromise(promise: named(50), instalments: terms("2026-12-01:100000"), currency: "MXN")))
        told.file(900_000, of: "2026-12-02")
        told.desk.now = instant("2026-12-20T12:00:00-06:00")
        told.check("in doubt")
        #expect(told.desk.promise(named(50)).unconfirmed)
        #expect(told.known().facts()?.number(.promisesBroken) == 0)
        #expect(told.known().standings.first?.isUnconfirmed(on: day("2026-12-20")) == true)
        told.file(1_000_000, of: "2026-12-21")
        told.check("the balance is up again")
        #expect(told.known().facts()?.number(.promisesBroken) == 1)
    }

    @Test("states, terms and balance are the records' whatever happens", arguments: 1...40 as ClosedRange<UInt64>)
    func random(seed: UInt64) {
        var dice = Dice(seed)
        var told = Told()
        var next: UInt64 = 100
        var done: [OperationID] = []
        for step in 0..<40 {
            told.desk.now = told.desk.now + Int64.random(in: 1...3, using: &dice) * 43_200_000
            next += 1
            let today = Desk.zone.localDate(at: told.desk.now)
            let amount = [20_000, 30_000, 50_000].randomElement(using: &dice)!
            let id = named(next)
            switch Int.random(in: 0..<9, using: &dice) {
            case 0...1:
                let due = today + Int.random(in: 1...9, using: &dice)
                let parts = [
                    Instalment(dueDay: due, amount: Int64(amount)), Instalment(dueDay: due + 4, amount: 9_000),
                ]
                let made = MakePromise(
                    promise: id, instalments: Array(parts.prefix(Int.random(in: 1...2, using: &dice))), currency: "MXN")
                _ = told.act(.makePromise(made))
                if let last = told.operations.last { done.append(last.id) }
            case 2:
                let paid = RecordPayment(
                    payment: id, amount: Int64(amount), currency: "MXN", method: "cash",
                    voucher: "V-\(Int.random(in: 0...6, using: &dice))")
                _ = told.act(.recordPayment(paid))
                if let last = told.operations.last { done.append(last.id) }
            case 3...4:
                let reference = ["V-\(Int.random(in: 0...6, using: &dice))", "L-\(next)"].randomElement(using: &dice)!
                let returned = Bool.random(using: &dice) ? "" : told.references.randomElement(using: &dice) ?? ""
                let row = ImportPayment(
                    payment: id, amount: Int64(amount), method: "transfer", externalReference: reference,
                    effectiveDay: today - Int.random(in: 0...4, using: &dice),
                    reverses: Int.random(in: 0...3, using: &dice) == 0 ? returned : "",
                    matches: Int.random(in: 0...5, using: &dice) == 0 ? ImportPayment.noMatch : "")
                _ = told.act(.importPayment(row), by: Desk.system)
            case 5:
                let open = told.desk.records.all(PromiseToPay.self).randomElement(using: &dice)
                guard let open else { continue }
                let later = [Instalment(dueDay: today + 5, amount: Int64(amount))]
                _ = told.act(
                    .revisePromise(
                        RevisePromise(
                            promise: open.id, instalments: later, currency: "MXN", baseRevision: open.value.revision)))
            case 6:
                told.file(
                    told.desk.debt.lenderBalance + [-30_000, 0, 4_000, 30_000].randomElement(using: &dice)!,
                    of: "\(today - Int.random(in: 0...2, using: &dice))")
            case 7:
                guard let operation = done.randomElement(using: &dice) else { continue }
                _ = told.act(.withdrawOperation(WithdrawOperation(operation: operation, reason: "r")))
            default:
                guard let payment = told.desk.records.all(Payment.self).randomElement(using: &dice) else { continue }
                _ = told.act(.reversePayment(ReversePayment(payment: payment.id, reason: "r")))
            }
            told.check("seed \(seed), step \(step)")
        }
    }
}
