import FieldModel
import SyncCore
import Testing

/// Phones and addresses: a union by element, in which a removal wins only over what it had seen.
@Suite("Sets that two people edit")
struct SetMergeTests {
    private let phone = named(30)

    private func start() -> (desk: Desk, ana: Laptop, beto: Laptop) {
        var desk = Desk()
        desk.act(.addContactPoint(AddContactPoint(point: phone, kind: .phone, value: "5551", label: "home")))
        return (desk, Laptop(Desk.ana, at: desk), Laptop(Desk.beto, at: desk))
    }

    private func removal(by laptop: Laptop) -> Intent {
        let stamps = laptop.shown[ContactPoint.self, phone]!.stamps
        return .removeContactPoint(RemoveContactPoint(point: phone, seen: stamps.map(\.operation)))
    }

    private func update(by laptop: Laptop, _ field: String, _ value: String) -> Intent {
        .updateContactPoint(UpdateContactPoint(point: phone, edits: [laptop.edit(phone, field, value)]))
    }

    private func shown(_ laptop: Laptop) -> ContactPoint { laptop.shown[ContactPoint.self, phone]! }

    @Test("hold what both added")
    func union() {
        var (desk, ana, beto) = start()
        ana.act(.addContactPoint(AddContactPoint(point: named(31), kind: .phone, value: "5552")), at: &desk)
        beto.act(.addContactPoint(AddContactPoint(point: named(32), kind: .phone, value: "5552")), at: &desk)
        #expect(ana.shown.all(ContactPoint.self).map(\.id) == [phone, named(31)])
        #expect(beto.shown.all(ContactPoint.self).map(\.id) == [phone, named(32)])
        #expect((ana.sync(with: &desk) + beto.sync(with: &desk)).map(\.state) == [.applied, .applied])
        ana.pull(from: desk)
        #expect(ana.shown.all(ContactPoint.self).map(\.id) == [phone, named(31), named(32)])
        #expect(ana.shown.records == beto.shown.records)
    }

    @Test("lose what both removed, without a conflict")
    func bothRemove() {
        var (desk, ana, beto) = start()
        ana.act(removal(by: ana), at: &desk)
        beto.act(removal(by: beto), at: &desk)
        #expect(shown(ana).removedBy != nil && shown(beto).removedBy != nil && desk.point(phone).removedBy == nil)
        #expect((ana.sync(with: &desk) + beto.sync(with: &desk)).map(\.state) == [.applied, .applied])
        #expect(desk.conflicts.isEmpty)
        #expect(desk.point(phone).stamp(of: "removed")?.author == Desk.ana)
        #expect(desk.point(phone).removedBy == desk.point(phone).stamp(of: "removed")?.operation)
    }

    @Test(
        "keep an element removed whose edit and removal had not seen each other, with a conflict",
        arguments: [true, false])
    func removalMeetsEdit(editFirst: Bool) {
        var (desk, ana, beto) = start()
        ana.act(update(by: ana, "label", "work"), at: &desk)
        beto.act(removal(by: beto), at: &desk)
        #expect(shown(ana).label == "work" && shown(ana).removedBy == nil)
        #expect(shown(beto).label == "home" && shown(beto).removedBy != nil)
        let outcomes =
            editFirst ? ana.sync(with: &desk) + beto.sync(with: &desk) : beto.sync(with: &desk) + ana.sync(with: &desk)
        #expect(outcomes.map(\.state) == [.applied, .conflicted])
        ana.pull(from: desk)
        beto.pull(from: desk)
        #expect(shown(ana) == shown(beto))
        #expect(shown(ana).label == "work" && shown(ana).removedBy != nil)
        let conflict = desk.records.all(Conflict.self)[0]
        #expect(conflict.value.field == "removed" && conflict.value.base == "no")
        #expect(conflict.value.values.map(\.value) == (editFirst ? ["no", "yes"] : ["yes", "no"]))
        #expect(conflict.value.values.map(\.author) == (editFirst ? [Desk.ana, Desk.beto] : [Desk.beto, Desk.ana]))

        for (value, isThere) in [("no", true), ("yes", false)] {
            var desk = desk
            let resolution = Intent.resolveConflict(
                ResolveConflict(conflict: conflict.id, value: value, valuesSeen: 2))
            #expect(desk.act(resolution).state == .applied)
            #expect((desk.point(phone).removedBy == nil) == isThere)
            #expect(desk.conflicts[0].resolved && desk.point(phone).label == "work")
        }
    }

    @Test("let a removal win over what it had seen")
    func seenRemoval() {
        var (desk, ana, beto) = start()
        ana.act(update(by: ana, "label", "work"), at: &desk)
        ana.sync(with: &desk)
        beto.pull(from: desk)
        beto.act(removal(by: beto), at: &desk)
        #expect(beto.sync(with: &desk).map(\.state) == [.applied])
        #expect(desk.conflicts.isEmpty)
    }

    @Test("join further edits of a removed element to the conflict that is open")
    func furtherEdits() {
        var (desk, ana, beto) = start()
        beto.act(removal(by: beto), at: &desk)
        ana.act(update(by: ana, "label", "work"), at: &desk)
        ana.act(update(by: ana, "city", "Puebla"), at: &desk)
        beto.sync(with: &desk)
        #expect(ana.sync(with: &desk).map(\.state) == [.conflicted, .conflicted])
        #expect(desk.conflicts.map { $0.values.map(\.value) } == [["yes", "no"]])
        #expect(desk.point(phone).city == "Puebla" && desk.point(phone).removedBy != nil)
    }

    @Test("merge the fields of one element by themselves")
    func fields() {
        var (desk, ana, beto) = start()
        ana.act(update(by: ana, "label", "work"), at: &desk)
        beto.act(update(by: beto, "value", "5559"), at: &desk)
        ana.sync(with: &desk)
        let outcome = beto.sync(with: &desk)[0]
        #expect(outcome.state == .merged && outcome.mergedFields == ["label"])
        #expect(desk.point(phone).label == "work" && desk.point(phone).value == "5559")
    }

    @Test("take an edit of the lender's element for a conflict when the file changed it meanwhile")
    func lenderChanges() {
        var desk = Desk()
        func row(city: String) -> Intent {
            let content = ContactPoint(
                kind: .address, value: "Calle 5", city: city, author: Desk.office, addedAt: desk.now)
            return .importAccount(
                ImportAccount(
                    account: Desk.debt(balance: 1_000_000), debtorID: named(7), debtor: Debtor(name: "Rosa Ibarra"),
                    points: [ImportedPoint(point: phone, content: content)]))
        }
        desk.act(row(city: "Puebla"), by: Desk.system)
        var ana = Laptop(Desk.ana, at: desk)
        ana.act(update(by: ana, "city", "Atlixco"), at: &desk)
        desk.act(row(city: "Cholula"), by: Desk.system)
        #expect(ana.sync(with: &desk).map(\.state) == [.conflicted])
        #expect(desk.conflicts.map { $0.values.map(\.value) } == [["Cholula", "Atlixco"]])
        // From now on the field is a person's, and the file leaves it alone.
        desk.act(row(city: "Texcoco"), by: Desk.system)
        #expect(desk.point(phone).city == "Atlixco")
    }

    @Test("edit related persons alike")
    func relatedPersons() {
        var desk = Desk()
        desk.act(.addRelatedPerson(AddRelatedPerson(person: named(40), role: "spouse", name: "Luis")))
        let base = desk.records[RelatedPerson.self, named(40)]!
        func edit(_ field: String, _ value: String) -> Intent {
            .updateRelatedPerson(
                UpdateRelatedPerson(
                    person: named(40),
                    edits: [
                        FieldEdit(
                            field: field, base: base[field: field], value: value,
                            baseOperation: base.stamp(of: field)?.operation)
                    ]))
        }
        #expect(desk.act(edit("name", "Luis M.")).state == .applied)
        #expect(desk.act(edit("phone", "5551"), by: Desk.actor(Desk.beto)).state == .applied)
        #expect(desk.act(edit("name", "L. Mora"), by: Desk.actor(Desk.beto)).state == .conflicted)
        #expect(desk.act(edit("role", "uncle")).reason == "unknown_word")
        #expect(desk.act(edit("name", " ")).reason == "text_empty")
        #expect(desk.conflicts.map(\.recordKind) == [.relatedPerson])
    }
}
