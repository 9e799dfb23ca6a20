import FieldModel
import SyncCore

/// One intent of every kind, of records that `furnished` desks have.
enum EveryIntent {
    static let visit = named(200)
    static let promise = named(201)
    static let payment = named(202)
    static let contact = named(203)
    static let point = named(204)
    static let flag = named(205)
    static let consent = named(206)
    static let restriction = named(207)
    static let person = named(208)
    static let complaint = named(209)

    /// Makes one record of each kind.
    static func creating(_ offset: UInt64 = 0) -> [Intent] {
        func id(_ base: RecordID) -> RecordID { Identifier(high: base.high, low: base.low + offset) }
        return [
            .recordVisit(
                RecordVisit(visit: id(visit), outcome: "paid", startedAt: instant("2026-11-24T10:00:00-06:00"))),
            .makePromise(
                MakePromise(promise: id(promise), instalments: terms("2026-12-01:700"), currency: "MXN")),
            .recordPayment(RecordPayment(payment: id(payment), amount: 300, currency: "MXN", method: "cash")),
            .logContact(LogContact(contact: id(contact), channel: "call", result: "conversation")),
            .addContactPoint(AddContactPoint(point: id(point), kind: .phone, value: "5551")),
            .setFlag(SetFlag(flag: id(flag), kind: "dispute")),
            .recordConsent(RecordConsent(consent: id(consent), channel: "sms")),
            .addRestriction(
                AddRestriction(restriction: id(restriction), channel: "call", fromMinute: 60, toMinute: 90)),
            .addRelatedPerson(AddRelatedPerson(person: id(person), role: "spouse", name: "Luis")),
            .openComplaint(OpenComplaint(complaint: id(complaint), text: "too many calls")),
        ]
    }

    static let changing: [Intent] = [
        .amendVisit(AmendVisit(visit: visit, edits: [FieldEdit(field: "note", value: "better")])),
        .revisePromise(
            RevisePromise(promise: promise, instalments: terms("2026-12-02:700"), currency: "MXN", baseRevision: 1)),
        .withdrawPromise(WithdrawPromise(promise: promise, reason: "no", baseRevision: 1)),
        .reversePayment(ReversePayment(payment: payment, reason: "bounced")),
        .updateContactPoint(UpdateContactPoint(point: point, edits: [FieldEdit(field: "label", value: "home")])),
        .removeContactPoint(RemoveContactPoint(point: point, seen: [])),
        .clearFlag(ClearFlag(flag: flag, evidence: "letter")),
        .setAccountFields(SetAccountFields(edits: [FieldEdit(field: "summary", value: "x")])),
        .resolveConflict(ResolveConflict(conflict: named(999), value: "x", valuesSeen: 2)),
        .withdrawOperation(WithdrawOperation(operation: named(998), reason: "")),
        .replaceOperation(
            ReplaceOperation(operation: named(998), intent: .closeComplaint(CloseComplaint(complaint: complaint)))),
        .revokeConsent(RevokeConsent(consent: consent)),
        .withdrawRestriction(WithdrawRestriction(restriction: restriction)),
        .updateRelatedPerson(
            UpdateRelatedPerson(person: person, edits: [FieldEdit(field: "phone", value: "5552")])),
        .answerComplaint(AnswerComplaint(complaint: complaint, answer: "sorry")),
        .closeComplaint(CloseComplaint(complaint: complaint)),
        .planContact(PlanContact(plan: named(300), channel: "call")), .checkMade(CheckMade(channel: "call")),
        .returnAllowance(ReturnAllowance(allowance: named(301), unspent: 1, throughSequence: 0)),
        .reviewFinding(ReviewFinding(finding: named(997), close: true, note: "explained")),
        .sendLetter(
            SendLetter(
                letter: named(303), template: "t", templateVersion: "1", recipient: "Rosa", method: "letter",
                purpose: "collection", text: "x")),
        .recordDelivery(RecordDelivery(letter: named(303), how: "posted")),
        .addAttachment(
            AddAttachment(
                attachment: named(304), name: "a.jpg", mediaType: "image/jpeg", size: 9,
                contentHash: [UInt8](repeating: 7, count: 32), kind: "photo")),
        .proposeSettlement(ProposeSettlement(offer: named(302), feesPercent: 5, payByDay: day("2026-12-01"))),
    ]

    static let ofSystem: [Intent] = [
        .importAccount(
            ImportAccount(
                account: Desk.debt(balance: 5), debtorID: named(7), debtor: Debtor(name: "Rosa Ibarra"))),
        .assignAccount(AssignAccount(assignee: Desk.beto)), .judgePromises(JudgePromises(asOfDay: day("2026-11-24"))),
        .decideOperation(DecideOperation(operation: named(998), device: Desk.device(of: Desk.ana), granted: false)),
        .writeScore(WriteScore(score: named(305), content: Score(scorecard: "s"))),
        .writeScores(
            WriteScores(scores: [AccountScore(account: named(306), score: named(307), content: Score(scorecard: "s"))])),
        .writeDocument(
            WriteDocument(
                kind: .person, id: named(306), content: .person(Person(name: "Ana", role: "collector")))),
        .grantAllowance(
            GrantAllowance(
                allowance: named(301), person: named(1), rule: "r", holder: Desk.ana, units: 1,
                validFrom: instant("2026-11-24T00:00:00-06:00"), validUntil: instant("2026-12-01T00:00:00-06:00"))),
        .copyRecord(
            CopyRecord(
                id: named(308),
                content: .foreignContact(
                    ForeignContact(at: instant("2026-11-24T00:00:00-06:00"), channel: "call")))),
        .importPayment(
            ImportPayment(
                payment: named(307), amount: 1, externalReference: "L-1", effectiveDay: day("2026-11-20"))),
        .setHold(SetHold(hold: named(309), reason: "suit")),
        .judgeDuties(JudgeDuties(asOf: instant("2026-11-24T00:00:00-06:00"))),
    ]

    /// Refused where no pack and no offer is there.
    static let needing: [Intent] = [
        .overrideVerdict(OverrideVerdict(rule: "r", act: "call", reason: "x", override: named(308))),
        .signSettlement(SignSettlement(offer: named(302), evidence: "x")),
    ]

    static let all: [Intent] = creating() + changing + needing + ofSystem

    static func furnished() -> Desk {
        var desk = Desk()
        for intent in creating() { desk.act(intent) }
        return desk
    }
}
