import FieldModel
import SyncCore
import Testing

/// Both laptops start equal, edit without a connection, and meet at the desk.
@Suite("Registers that two people edit")
struct RegisterMergeTests {
    struct Row: Sendable, CustomTestStringConvertible {
        var name: String
        var ana: [String: String]
        var beto: [String: String]
        var outcomes: [OutcomeState]
        var merged: [String] = []
        var shown: [String: String]
        var kept: [String: [String]] = [:]
        var testDescription: String { name }
    }

    static let rows: [Row] = [
        Row(
            name: "one edits", ana: ["landmark": "green gate"], beto: [:], outcomes: [.applied],
            shown: ["landmark": "green gate", "summary": "old"]),
        Row(
            name: "disjoint edits merge", ana: ["landmark": "green gate"], beto: ["summary": "new"],
            outcomes: [.applied, .merged], merged: ["landmark"], shown: ["landmark": "green gate", "summary": "new"]),
        Row(
            name: "equal edits are one", ana: ["summary": "new"], beto: ["summary": "new"],
            outcomes: [.applied, .applied], shown: ["summary": "new"]),
        Row(
            name: "different edits of one field: the one admitted last is shown, both are kept",
            ana: ["summary": "ana's"], beto: ["summary": "beto's"], outcomes: [.applied, .conflicted],
            shown: ["summary": "beto's"], kept: ["summary": ["ana's", "beto's"]]),
        Row(
            name: "a conflict in one field leaves the others merged", ana: ["summary": "ana's", "landmark": "gate"],
            beto: ["summary": "beto's", "preferred_hour": "18:00"], outcomes: [.applied, .conflicted],
            merged: ["landmark"], shown: ["summary": "beto's", "landmark": "gate", "preferred_hour": "18:00"],
            kept: ["summary": ["ana's", "beto's"]]),
        Row(
            name: "emptying meets an edit", ana: ["summary": ""], beto: ["summary": "beto's"],
            outcomes: [.applied, .conflicted], shown: ["summary": "beto's"], kept: ["summary": ["", "beto's"]]),
        Row(
            name: "a field that was empty", ana: ["landmark": "gate"], beto: ["landmark": "wall"],
            outcomes: [.applied, .conflicted], shown: ["landmark": "wall"], kept: ["landmark": ["gate", "wall"]]),
        Row(
            name: "the value that stood there already", ana: ["summary": "old"], beto: ["summary": "beto's"],
            outcomes: [.applied, .applied], shown: ["summary": "beto's"]),
    ]

    private func start() -> (desk: Desk, ana: Laptop, beto: Laptop) {
        var desk = Desk()
        desk.act(.setAccountFields(SetAccountFields(edits: [FieldEdit(field: "summary", value: "old")])))
        return (desk, Laptop(Desk.ana, at: desk), Laptop(Desk.beto, at: desk))
    }

    @Test("follow the table", arguments: rows)
    func table(row: Row) {
        var (desk, ana, beto) = start()
        #expect(ana.register("summary") == "old" && beto.register("summary") == "old")
        for (edits, isAna) in [(row.ana, true), (row.beto, false)] where !edits.isEmpty {
            let laptop = isAna ? ana : beto
            let list = edits.sorted { $0.key < $1.key }.map { laptop.edit($0.key, $0.value) }
            let intent = Intent.setAccountFields(SetAccountFields(edits: list))
            let outcome = isAna ? ana.act(intent, at: &desk) : beto.act(intent, at: &desk)
            #expect(outcome.state == .applied)
        }
        for (field, value) in row.ana { #expect(ana.register(field) == value) }
        for (field, value) in row.beto { #expect(beto.register(field) == value) }
        #expect(desk.register("summary")?.value == "old")

        let outcomes = ana.sync(with: &desk) + beto.sync(with: &desk)
        #expect(outcomes.map(\.state) == row.outcomes)
        #expect(outcomes.last?.mergedFields == row.merged)
        ana.pull(from: desk)
        for (field, value) in row.shown {
            #expect(ana.register(field) == value)
            #expect(beto.register(field) == value)
        }
        let kept = Dictionary(uniqueKeysWithValues: desk.conflicts.map { ($0.field, $0.values.map(\.value)) })
        #expect(kept == row.kept)
        #expect(desk.conflicts.allSatisfy { !$0.resolved && $0.record == Desk.account })
        #expect(ana.shown.records == beto.shown.records)
        #expect(Set(outcomes.flatMap(\.conflicts)) == Set(desk.records.all(Conflict.self).map(\.id)))
    }

    @Test("keep both values whichever arrives first")
    func bothOrders() {
        for anaFirst in [true, false] {
            var (desk, ana, beto) = start()
            ana.act(.setAccountFields(SetAccountFields(edits: [ana.edit("summary", "ana's")])), at: &desk)
            beto.act(.setAccountFields(SetAccountFields(edits: [beto.edit("summary", "beto's")])), at: &desk)
            if anaFirst {
                ana.sync(with: &desk)
                beto.sync(with: &desk)
            } else {
                beto.sync(with: &desk)
                ana.sync(with: &desk)
            }
            let conflict = desk.conflicts[0]
            #expect(conflict.base == "old")
            #expect(conflict.values.map(\.value) == (anaFirst ? ["ana's", "beto's"] : ["beto's", "ana's"]))
            #expect(conflict.values.map(\.author) == (anaFirst ? [Desk.ana, Desk.beto] : [Desk.beto, Desk.ana]))
            #expect(desk.register("summary")?.value == conflict.values.last?.value)
        }
    }

    @Test("take a person's own chain of edits as one, without a conflict")
    func ownChain() {
        var (desk, ana, beto) = start()
        for value in ["one", "two", "three"] {
            ana.act(.setAccountFields(SetAccountFields(edits: [ana.edit("summary", value)])), at: &desk)
        }
        #expect(ana.register("summary") == "three" && beto.register("summary") == "old")
        #expect(ana.sync(with: &desk).map(\.state) == [.applied, .applied, .applied])
        beto.pull(from: desk)
        #expect(beto.register("summary") == "three")
        #expect(desk.conflicts.isEmpty)
    }

    @Test("let an author's further edits join the open conflict in place of his own value")
    func furtherEdits() {
        var (desk, ana, beto) = start()
        beto.act(.setAccountFields(SetAccountFields(edits: [beto.edit("summary", "beto's")])), at: &desk)
        for value in ["one", "two"] {
            ana.act(.setAccountFields(SetAccountFields(edits: [ana.edit("summary", value)])), at: &desk)
        }
        beto.sync(with: &desk)
        #expect(ana.sync(with: &desk).map(\.state) == [.conflicted, .conflicted])
        #expect(desk.conflicts.map { $0.values.map(\.value) } == [["beto's", "two"]])
        #expect(ana.register("summary") == "two" && beto.register("summary") == "beto's")

        beto.act(.setAccountFields(SetAccountFields(edits: [beto.edit("summary", "beto's own")])), at: &desk)
        #expect(beto.sync(with: &desk).map(\.state) == [.conflicted])
        ana.pull(from: desk)
        #expect(desk.conflicts.map { $0.values.map(\.value) } == [["two", "beto's own"]])
        #expect(ana.register("summary") == "beto's own" && beto.register("summary") == "beto's own")

        // Ana has seen his value and writes over it: hers moves on with her.
        ana.act(.setAccountFields(SetAccountFields(edits: [ana.edit("summary", "three")])), at: &desk)
        #expect(ana.sync(with: &desk).map(\.state) == [.conflicted])
        beto.pull(from: desk)
        #expect(desk.conflicts.map { $0.values.map(\.value) } == [["beto's own", "three"]])
        #expect(ana.register("summary") == "three" && beto.register("summary") == "three")

        // Agreeing moves it too, and leaves it to a person to say that it is over.
        ana.act(.setAccountFields(SetAccountFields(edits: [ana.edit("summary", "beto's own")])), at: &desk)
        ana.sync(with: &desk)
        beto.pull(from: desk)
        let same = beto.edit("summary", "beto's own")
        beto.act(.setAccountFields(SetAccountFields(edits: [same])), at: &desk)
        #expect(beto.sync(with: &desk).map(\.state) == [.applied])
        #expect(desk.conflicts.map { $0.values.map(\.value) } == [["beto's own", "beto's own"]])
        #expect(desk.conflicts.map(\.resolved) == [false])
    }

    @Test("keep both values of one person at two devices")
    func twoDevices() {
        var (desk, _, _) = start()
        let phone = Actor(person: Desk.ana, device: named(77), role: .collector)
        let base = desk.register("summary")!
        let edits = ["desk's", "phone's"].map {
            FieldEdit(field: "summary", base: "old", value: $0, baseOperation: base.operation)
        }
        let first = desk.write(.setAccountFields(SetAccountFields(edits: [edits[0]])), by: Desk.actor(Desk.ana))
        let second = desk.write(.setAccountFields(SetAccountFields(edits: [edits[1]])), by: phone)
        #expect(desk.admit(first).state == .applied)
        #expect(desk.admit(second).state == .conflicted)
        let third = desk.write(
            .setAccountFields(
                SetAccountFields(edits: [
                    FieldEdit(field: "summary", base: "phone's", value: "phone's too", baseOperation: second.id)
                ])), by: phone)
        #expect(desk.admit(third).state == .conflicted)
        #expect(desk.conflicts.map { $0.values.map(\.value) } == [["desk's", "phone's too"]])
    }

    @Test("tell equal texts of different edits apart, and take equal texts for seen")
    func equalTexts() {
        var (desk, ana, beto) = start()
        beto.act(.setAccountFields(SetAccountFields(edits: [beto.edit("summary", "else")])), at: &desk)
        beto.act(.setAccountFields(SetAccountFields(edits: [beto.edit("summary", "old")])), at: &desk)
        beto.sync(with: &desk)
        ana.act(.setAccountFields(SetAccountFields(edits: [ana.edit("summary", "ana's")])), at: &desk)
        #expect(ana.sync(with: &desk).map(\.state) == [.applied])
        #expect(desk.register("summary")?.value == "ana's")
    }
}
