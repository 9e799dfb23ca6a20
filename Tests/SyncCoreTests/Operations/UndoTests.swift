import FieldModel
import SyncCore
import Testing

@Suite("Withdrawing, replacing and deciding an operation")
struct UndoTests {
    private func withdraw(_ operation: OperationID) -> Intent {
        .withdrawOperation(WithdrawOperation(operation: operation, reason: "typed wrong"))
    }

    /// Admits the creating intent of `kind` and gives its operation.
    private func start(_ kind: Int) -> (desk: Desk, operation: OperationID) {
        var desk = Desk()
        let written = desk.write(EveryIntent.creating().first { $0.kind == kind }!, by: Desk.actor(Desk.ana))
        #expect(desk.admit(written).state == .applied)
        return (desk, written.id)
    }

    @Test("marks a visit and a contact, reverses a payment, withdraws a promise, removes a contact point")
    func undoes() {
        for kind in [1, 3, 6, 8, 9] {
            var (desk, operation) = start(kind)
            #expect(desk.act(withdraw(operation)) == Outcome(state: .applied))
            let last = desk.past.keys.max()!
            switch kind {
            case 1: #expect(desk.visit(EveryIntent.visit).withdrawnBy == last)
            case 3: #expect(desk.promise(EveryIntent.promise).state == .withdrawn)
            case 6:
                #expect(desk.payment(EveryIntent.payment).reversedBy == last && desk.debt.collectedSince == 0)
                #expect(desk.payment(EveryIntent.payment).reversalReason == "typed wrong")
            case 8: #expect(desk.records[Contact.self, EveryIntent.contact]?.withdrawnBy == last)
            default: #expect(desk.point(EveryIntent.point).removedBy == last)
            }
        }
    }

    @Test("refuses what cannot be taken back")
    func notWithdrawable() {
        for kind in [12, 18, 20, 22, 24] {
            var (desk, operation) = start(kind)
            #expect(desk.act(withdraw(operation)).reason == "not_withdrawable")
        }
        var (desk, operation) = start(6)
        desk.act(withdraw(operation))
        #expect(desk.act(withdraw(operation)).reason == "already_reversed")
    }

    @Test("belongs to the author and supervisors")
    func whoMay() {
        for (actor, may) in [
            (Desk.actor(Desk.ana), true), (Desk.actor(Desk.beto), false), (Desk.actor(Desk.beto, .branch), false),
            (Desk.actor(Desk.beto, .supervisor), true),
        ] {
            var (desk, operation) = start(1)
            #expect(desk.act(withdraw(operation), by: actor).reason == (may ? "" : "not_permitted"))
        }
    }

    @Test("waits for an operation that has not arrived, and does nothing to one without effect")
    func otherStates() {
        var desk = Desk()
        let held = desk.act(withdraw(named(998)))
        #expect(held.state == .held && held.reason == "depends_on")

        let unsent = desk.write(EveryIntent.creating()[0], by: Desk.actor(Desk.ana))
        let withdrawal = desk.write(withdraw(unsent.id), by: Desk.actor(Desk.ana))
        #expect(desk.admit(unsent) { $0.withdrawnBy = withdrawal.id } == Outcome(state: .withdrawn))
        let before = desk.records.records
        #expect(desk.admit(withdrawal) == Outcome(state: .applied))
        #expect(desk.records.records == before)

        let refused = desk.write(
            .recordPayment(RecordPayment(payment: named(60), amount: -1, currency: "MXN", method: "cash")),
            by: Desk.actor(Desk.ana))
        #expect(desk.admit(refused).state == .refused)
        #expect(desk.act(withdraw(refused.id)) == Outcome(state: .applied))
    }

    @Test("of a held operation is its final outcome, told by a decision")
    func heldOperation() {
        var desk = Desk()
        let waiting = desk.write(
            EveryIntent.creating()[1], by: Desk.actor(Desk.ana), dependsOn: [named(998)])
        #expect(desk.admit(waiting).state == .held)
        #expect(desk.act(withdraw(waiting.id)).state == .applied)
        let decision = desk.records.all(Decision.self)[0].value
        #expect(decision.operation == waiting.id && decision.outcome == Outcome(state: .withdrawn))
        #expect(decision.device == Desk.device(of: Desk.ana) && decision.author == Desk.ana)
    }

    @Test("meets a promise that moved on, or an element that others edited, in a conflict")
    func movedOn() {
        var (desk, operation) = start(3)
        desk.act(.recordPayment(RecordPayment(payment: named(60), amount: 700, currency: "MXN", method: "cash")))
        #expect(desk.act(withdraw(operation)).state == .conflicted)
        #expect(desk.promise(EveryIntent.promise).state == .kept)

        (desk, operation) = start(9)
        let base = desk.point(EveryIntent.point).stamp(of: "value")?.operation
        let edit = FieldEdit(field: "value", base: "5551", value: "5559", baseOperation: base)
        desk.act(
            .updateContactPoint(UpdateContactPoint(point: EveryIntent.point, edits: [edit])),
            by: Desk.actor(Desk.beto))
        #expect(desk.act(withdraw(operation)).state == .conflicted)
        #expect(desk.point(EveryIntent.point).removedBy != nil)
    }

    @Test("replaces in one step, under its own name")
    func replacing() {
        var (desk, operation) = start(6)
        let better = Intent.recordPayment(
            RecordPayment(payment: named(61), amount: 350, currency: "MXN", method: "cash"))
        let written = desk.write(
            .replaceOperation(ReplaceOperation(operation: operation, intent: better)), by: Desk.actor(Desk.ana))
        #expect(desk.admit(written) == Outcome(state: .applied))
        #expect(desk.payment(EveryIntent.payment).reversedBy == written.id)
        #expect(desk.debt.collectedSince == 350)
        #expect(desk.act(withdraw(written.id)).state == .applied)
        #expect(desk.debt.collectedSince == 0)
    }

    @Test("replaces nothing when the new operation cannot be")
    func refusedReplacement() {
        let (desk, operation) = start(6)
        let rows: [(Intent, String)] = [
            (
                .recordPayment(RecordPayment(payment: named(61), amount: 0, currency: "MXN", method: "cash")),
                "amount_not_positive"
            ),
            (
                .recordPayment(RecordPayment(payment: EveryIntent.payment, amount: 9, currency: "MXN", method: "cash")),
                "id_taken"
            ),
            (
                .replaceOperation(ReplaceOperation(operation: operation, intent: withdraw(operation))),
                "nested_replacement"
            ),
            (withdraw(operation), "nested_replacement"), (EveryIntent.ofSystem[1], "not_permitted"),
            (.unknown(kind: 40), "unsupported"),
        ]
        for (intent, reason) in rows {
            var desk = desk
            let before = desk.records.records
            let outcome = desk.act(.replaceOperation(ReplaceOperation(operation: operation, intent: intent)))
            #expect(outcome.reason == reason && desk.records.records == before)
        }
    }

    @Test("decides a held operation by its own time and author")
    func deciding() {
        var desk = Desk()
        let first = desk.write(EveryIntent.creating()[4], by: Desk.actor(Desk.ana))
        let waiting = desk.write(EveryIntent.creating()[1], by: Desk.actor(Desk.ana), dependsOn: [first.id])
        #expect(desk.admit(waiting).state == .held)
        func decide(granted: Bool, reason: String = "") -> Intent {
            .decideOperation(
                DecideOperation(operation: waiting.id, device: waiting.header.device, granted: granted, reason: reason))
        }
        #expect(desk.act(decide(granted: true), by: Desk.system).reason == "still_held")
        #expect(desk.records.all(Decision.self).isEmpty)

        var denied = desk
        #expect(denied.act(decide(granted: false, reason: "over_limit"), by: Desk.system).state == .applied)
        #expect(denied.records.all(Decision.self).map(\.value.outcome.reason) == ["over_limit"])
        #expect(denied.records.all(PromiseToPay.self).isEmpty)

        desk.admit(first)
        #expect(desk.act(decide(granted: true), by: Desk.system).state == .applied)
        #expect(desk.records.all(Decision.self).map(\.value.outcome) == [Outcome(state: .applied)])
        let promise = desk.promise(EveryIntent.promise)
        #expect(promise.author == Desk.ana && promise.madeAt == waiting.header.wallClock)
        #expect(promise.events.map(\.operation) == [waiting.id])
        desk.outcomes[waiting.id] = Outcome(state: .applied)
        #expect(desk.act(decide(granted: true), by: Desk.system).reason == "not_held")
    }

    @Test(
        "refuses a held operation of which nothing can be read, and does not grant it",
        arguments: [
            (SubmittedBody.missing, "body_missing"), (.unknownKind, "body_newer"), (.malformed, "body_unreadable"),
        ])
    func decidingWithoutBody(body: SubmittedBody, code: String) {
        var desk = Desk()
        let waiting = desk.write(EveryIntent.creating()[1], by: Desk.actor(Desk.ana))
        desk.outcomes[waiting.id] = Outcome(state: .held, reason: "quarantine")
        desk.past[waiting.id] = PastOperation(header: waiting.header, body: body, actor: waiting.actor)
        func decide(granted: Bool) -> Intent {
            .decideOperation(
                DecideOperation(operation: waiting.id, device: waiting.header.device, granted: granted))
        }
        let before = desk.records.records
        #expect(desk.act(decide(granted: true), by: Desk.system) == Outcome(state: .refused, reason: code))
        #expect(desk.records.records == before)
        var withdrawn = desk
        #expect(
            withdrawn.act(.withdrawOperation(WithdrawOperation(operation: waiting.id, reason: "mistake"))).state
                == .applied)
        #expect(withdrawn.records.all(Decision.self).map(\.value.outcome) == [Outcome(state: .withdrawn)])
        #expect(desk.act(decide(granted: false), by: Desk.system).state == .applied)
        let decisions = desk.records.all(Decision.self).map(\.value)
        #expect(decisions.map(\.outcome) == [Outcome(state: .refused, reason: "denied")])
        #expect(decisions.map(\.author) == [Desk.ana])
    }

    @Test(
        "grants what was taken back before it was sent as withdrawn, with a body or without", arguments: [true, false])
    func decidingWithdrawn(hasBody: Bool) {
        var desk = Desk()
        let waiting = desk.write(EveryIntent.creating()[1], by: Desk.actor(Desk.ana))
        desk.outcomes[waiting.id] = Outcome(state: .held, reason: "quarantine")
        let body: SubmittedBody = hasBody ? .intent(waiting.intent) : .missing
        desk.past[waiting.id] = PastOperation(header: waiting.header, body: body, actor: waiting.actor)
        desk.past[waiting.id]?.withdrawnBy = named(90)
        let grant = DecideOperation(operation: waiting.id, device: waiting.header.device, granted: true)
        #expect(desk.act(.decideOperation(grant), by: Desk.system).state == .applied)
        #expect(desk.records.all(Decision.self).map(\.value.outcome) == [Outcome(state: .withdrawn)])
        #expect(desk.records.all(PromiseToPay.self).isEmpty)
    }
}
