import FieldModel
import SyncCore
import Testing

/// Three laptops act and sync in any order; what must hold whatever happens is checked at every admission.
@Suite("Laptops that come and go")
struct ConvergenceTests {
    @Test("end equal, with every conflict kept, every promise legal and all money accounted for", arguments: 1...60)
    func walk(seed: Int) {
        var dice = Dice(UInt64(seed))
        var desk = EveryIntent.furnished()
        let owed = desk.debt.shownBalance
        var laptops = [
            Laptop(Desk.ana, at: desk), Laptop(Desk.beto, at: desk), Laptop(Desk.office, .supervisor, at: desk),
        ]
        for step in 0..<60 {
            let index = Int.random(in: 0..<laptops.count, using: &dice)
            if Int.random(in: 0..<100, using: &dice) < 70 {
                laptops[index].act(intent(of: laptops[index], UInt64(step), &dice), at: &desk)
            } else {
                sync(&laptops[index], &desk)
            }
            if step == 30 { desk.now = desk.now + 9 * 86_400_000 }
        }
        for index in laptops.indices { sync(&laptops[index], &desk) }
        for index in laptops.indices {
            laptops[index].pull(from: desk)
            #expect(laptops[index].shown.records == desk.records.records)
        }
        let collected = desk.records.all(Payment.self).filter { $0.value.reversedBy == nil }.map(\.value.amount)
        #expect(owed + 300 - collected.reduce(0, +) == desk.debt.shownBalance)
        for (_, promise) in desk.records.all(PromiseToPay.self) {
            let states = promise.events.map(\.state)
            #expect(states.first == .open && states.last == promise.state)
            #expect(zip(states, states.dropFirst()).allSatisfy { $0 != $1 && $0 != .withdrawn })
        }
    }

    /// Sends what is pending one by one: of two different concurrent values of a field both must be in a conflict.
    private func sync(_ laptop: inout Laptop, _ desk: inout Desk) {
        for written in laptop.takePending() {
            let before = desk.records[AccountRegisters.self, Desk.account] ?? AccountRegisters()
            let outcome = desk.admit(written)
            guard case .setAccountFields(let set) = written.intent, outcome.state != .refused else { continue }
            for edit in set.edits {
                let shown = before[field: edit.field]
                #expect(desk.register(edit.field)?.value == edit.value)
                let isConcurrent =
                    shown != edit.value && shown != edit.base
                    && before.stamp(of: edit.field)?.operation != edit.baseOperation
                guard isConcurrent else { continue }
                let open = desk.conflicts.filter { !$0.resolved && $0.field == edit.field }
                #expect(open.count == 1 && outcome.state == .conflicted)
                #expect(open.first?.values.last?.value == edit.value)
                #expect(open.first?.values.contains { $0.value == shown } == true || open.first!.values.count > 1)
            }
        }
        laptop.pull(from: desk)
    }

    private func intent(of laptop: Laptop, _ step: UInt64, _ dice: inout Dice) -> Intent {
        let id = Identifier(high: named(0).high, low: laptop.actor.person.low << 20 | step)
        switch Int.random(in: 0..<9, using: &dice) {
        case 0...2:
            let field = ["summary", "landmark"].randomElement(using: &dice)!
            return .setAccountFields(
                SetAccountFields(edits: [laptop.edit(field, "\(Int.random(in: 0..<4, using: &dice))")]))
        case 3:
            return .recordPayment(
                RecordPayment(
                    payment: id, amount: Int64.random(in: 1...400, using: &dice), currency: "MXN", method: "cash"))
        case 4:
            let payments = laptop.shown.all(Payment.self)
            return .reversePayment(ReversePayment(payment: payments.randomElement(using: &dice)!.id, reason: "bounced"))
        case 5:
            let due = desk(laptop) + Int.random(in: 1..<20, using: &dice)
            return .makePromise(
                MakePromise(promise: id, instalments: [Instalment(dueDay: due, amount: 500)], currency: "MXN"))
        case 6:
            let promise = laptop.shown.all(PromiseToPay.self).randomElement(using: &dice)!
            return .withdrawPromise(
                WithdrawPromise(promise: promise.id, reason: "no", baseRevision: promise.value.revision))
        case 7:
            let edit = laptop.edit(EveryIntent.point, "label", "\(step)")
            return .updateContactPoint(UpdateContactPoint(point: EveryIntent.point, edits: [edit]))
        default:
            guard let open = laptop.conflicts().first(where: { !$0.value.resolved }) else {
                return .setFlag(SetFlag(flag: id, kind: "dispute"))
            }
            return .resolveConflict(
                ResolveConflict(
                    conflict: open.id, value: open.value.values[0].value, valuesSeen: open.value.values.count))
        }
    }

    private func desk(_ laptop: Laptop) -> CalendarDate {
        laptop.shown.all(Payment.self).map(\.value.effectiveDay).max() ?? day("2026-11-24")
    }
}
