import FieldModel
import SyncCore
import Testing

@Suite("Imports, assignments and documents")
struct SystemTests {
    private let phone = named(30)

    private func row(
        balance: Int64 = 1_000_000, asOf: String = "2026-11-01", name: String = "Rosa Ibarra",
        points: [(RecordID, ContactPointKind, String)] = [], consents: [(RecordID, String)] = [],
        _ change: (inout Account) -> Void = { _ in }
    ) -> Intent {
        var account = Desk.debt(balance: balance)
        account.balanceAsOfDay = day(asOf)
        change(&account)
        return .importAccount(
            ImportAccount(
                account: account, debtorID: named(7), debtor: Debtor(name: name),
                points: points.map { id, kind, value in
                    ImportedPoint(
                        point: id,
                        content: ContactPoint(
                            kind: kind, value: value, author: Desk.office, addedAt: instant("2026-11-24T00:00:00Z")))
                },
                consents: consents.map { id, channel in
                    ImportedConsent(consent: id, content: Consent(channel: channel, author: Desk.office))
                }))
    }

    @Test("make an account with its debtor, its contact points and consents")
    func created() {
        var desk = Desk()
        desk.records = Aggregate(account: Desk.account)
        let intent = row(points: [(phone, .phone, "5551")], consents: [(named(31), "sms")])
        #expect(desk.act(intent, by: Desk.system).state == .applied)
        #expect(desk.debt.assignee == Desk.ana && desk.debt.collectedSince == 0)
        #expect(desk.records[Debtor.self, named(7)]?.name == "Rosa Ibarra")
        #expect(desk.point(phone).fromLender && desk.point(phone).stamps.isEmpty)
        #expect(desk.records[Consent.self, named(31)]?.givenAt == desk.now)
    }

    @Test("change nothing when the row is the same, whatever ids it brings")
    func unchanged() {
        var desk = Desk()
        desk.act(row(points: [(phone, .phone, "5551")], consents: [(named(31), "sms")]), by: Desk.system)
        let before = desk.records.records
        let again = row(points: [(named(32), .phone, "5551")], consents: [(named(33), "sms")])
        #expect(desk.act(again, by: Desk.system) == Outcome(state: .applied))
        #expect(desk.records.records == before)
    }

    @Test("keep who it is assigned to and count the payments since the new balance")
    func updated() {
        var desk = Desk()
        desk.act(.assignAccount(AssignAccount(assignee: Desk.beto)), by: Desk.system)
        desk.act(.recordPayment(RecordPayment(payment: named(60), amount: 300, currency: "MXN", method: "cash")))
        desk.advance(to: "2026-11-26T12:00:00-06:00")
        desk.act(.recordPayment(RecordPayment(payment: named(61), amount: 200, currency: "MXN", method: "cash")))
        #expect(desk.debt.collectedSince == 500)
        #expect(desk.act(row(balance: 999_700, asOf: "2026-11-25"), by: Desk.system).state == .applied)
        #expect(desk.debt.assignee == Desk.beto && desk.debt.collectedSince == 200)
        #expect(desk.debt.shownBalance == 999_500)
        #expect(desk.debt.resolvedZone == "America/Mexico_City")
    }

    @Test("leave vanished points, what collectors removed, and what they edited")
    func points() {
        var desk = Desk()
        let both = row(points: [(phone, .phone, "5551"), (named(31), .email, "rosa@example.org")])
        desk.act(both, by: Desk.system)
        desk.act(.removeContactPoint(RemoveContactPoint(point: phone, seen: [])))
        let edit = FieldEdit(field: "label", base: "", value: "work")
        desk.act(.updateContactPoint(UpdateContactPoint(point: named(31), edits: [edit])))
        desk.act(row(), by: Desk.system)
        #expect(desk.records.all(ContactPoint.self).map(\.id) == [phone, named(31)])
        desk.act(both, by: Desk.system)
        #expect(desk.point(phone).removedBy != nil && desk.point(named(31)).label == "work")
        desk.act(.addContactPoint(AddContactPoint(point: named(32), kind: .phone, value: "5559")))
        desk.act(row(points: [(named(33), .phone, "5559")]), by: Desk.system)
        #expect(desk.records.all(ContactPoint.self).count == 3 && desk.point(named(32)).fromLender)
    }

    @Test("do not give a consent again that the debtor took back")
    func consents() {
        var desk = Desk()
        let imported = row(consents: [(named(31), "sms")])
        desk.act(imported, by: Desk.system)
        desk.act(.revokeConsent(RevokeConsent(consent: named(31))))
        desk.act(imported, by: Desk.system)
        desk.act(row(consents: [(named(32), "sms")]), by: Desk.system)
        let consents = desk.records.all(Consent.self)
        #expect(consents.map(\.id) == [named(31)] && consents[0].value.revokedAt != nil)
    }

    @Test("are refused for what cannot be")
    func refused() {
        let rows: [(Intent, String)] = [
            (row(balance: .min), "amount_too_large"), (row(name: ""), "text_empty"),
            (row { $0.currency = Currency("USD")! }, "other_currency"), (row { $0.number = "B-2" }, "id_taken"),
            (row { $0.creditor = "Banco Dos" }, "id_taken"),
            (row { $0.number = String(repeating: "9", count: 65) }, "text_too_long"),
            (row(points: [(phone, .phone, "")]), "text_empty"), (row(consents: [(phone, "pigeon")]), "unknown_word"),
        ]
        for (intent, reason) in rows {
            var desk = Desk()
            let before = desk.records.records
            #expect(desk.act(intent, by: Desk.system).reason == reason)
            #expect(desk.records.records == before)
        }
    }

    @Test("assign and unassign")
    func assignments() {
        var desk = Desk()
        for assignee in [Desk.beto, nil, Desk.ana] {
            #expect(desk.act(.assignAccount(AssignAccount(assignee: assignee)), by: Desk.system).state == .applied)
            #expect(desk.debt.assignee == assignee)
        }
    }

    @Test("write documents for everybody, and nothing else")
    func documents() {
        var desk = Desk()
        desk.records = Aggregate(account: nil)
        let person = RecordContent.person(Person(name: "Ana", role: "collector"))
        func write(_ kind: RecordKind, _ content: RecordContent) -> Intent {
            .writeDocument(WriteDocument(kind: kind, id: named(5), content: content))
        }
        #expect(desk.act(write(.person, person), by: Desk.system).state == .applied)
        #expect(desk.records.records == [Record(id: named(5), account: nil, content: person)])
        #expect(desk.act(write(.calendar, person), by: Desk.system).reason == "wrong_kind")
        let debt = RecordContent.account(Desk.debt(balance: 1))
        #expect(desk.act(write(.account, debt), by: Desk.system).reason == "wrong_kind")
        desk = Desk()
        #expect(desk.act(write(.person, person), by: Desk.system).reason == "wrong_kind")
    }
}
