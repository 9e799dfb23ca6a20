import FieldModel
import SyncCore
import Testing

@Suite("Resolving a conflict")
struct ResolveConflictTests {
    /// Ana's and Beto's summaries met.
    private func start() -> (desk: Desk, id: RecordID) {
        var desk = Desk()
        let edits = ["ana's", "beto's"].map { FieldEdit(field: "summary", value: $0) }
        desk.act(.setAccountFields(SetAccountFields(edits: [edits[0]])))
        desk.act(.setAccountFields(SetAccountFields(edits: [edits[1]])), by: Desk.actor(Desk.beto))
        return (desk, desk.records.all(Conflict.self)[0].id)
    }

    private func resolve(_ id: RecordID, _ value: String, seen: Int = 2) -> Intent {
        .resolveConflict(ResolveConflict(conflict: id, value: value, valuesSeen: seen))
    }

    @Test("shows the value that was chosen, and keeps all", arguments: ["ana's", "beto's", "both", ""])
    func chosen(value: String) {
        var (desk, id) = start()
        #expect(desk.act(resolve(id, value)).state == .applied)
        let conflict = desk.conflicts[0]
        #expect(conflict.resolved && conflict.resolution == value && conflict.resolvedBy == Desk.ana)
        #expect(conflict.values.map(\.value) == ["ana's", "beto's"])
        #expect(desk.register("summary")?.value == value)
        let before = desk.records.records
        #expect(desk.act(resolve(id, value), by: Desk.actor(Desk.beto)).state == .applied)
        #expect(desk.records.records == before)
    }

    @Test("that had not seen all values is one more of them")
    func unseenValue() {
        var (desk, id) = start()
        desk.act(
            .setAccountFields(SetAccountFields(edits: [FieldEdit(field: "summary", value: "carla's")])),
            by: Desk.actor(Desk.carla))
        let outcome = desk.act(resolve(id, "chosen"), by: Desk.actor(Desk.office, .supervisor))
        #expect(outcome.state == .conflicted && outcome.conflicts == [id])
        #expect(desk.conflicts.map(\.resolved) == [false])
        #expect(desk.conflicts[0].values.map(\.value) == ["ana's", "beto's", "carla's", "chosen"])
        #expect(desk.register("summary")?.value == "chosen")
        #expect(desk.act(resolve(id, "chosen", seen: 4)).state == .applied)
        #expect(desk.conflicts.map(\.resolved) == [true])
    }

    @Test("in two different ways opens it again with both resolutions")
    func twoResolutions() {
        var (desk, id) = start()
        var ana = Laptop(Desk.ana, at: desk)
        var beto = Laptop(Desk.beto, at: desk)
        ana.act(resolve(id, "ana's"), at: &desk)
        beto.act(resolve(id, "neither"), at: &desk)
        #expect(ana.register("summary") == "ana's" && beto.register("summary") == "neither")
        #expect(ana.conflicts().map(\.value.resolved) == [true])
        #expect(ana.sync(with: &desk).map(\.state) == [.applied])
        #expect(beto.sync(with: &desk).map(\.state) == [.conflicted])
        ana.pull(from: desk)
        #expect(ana.shown.records == beto.shown.records)
        #expect(ana.register("summary") == "neither")
        #expect(desk.conflicts.map { $0.values.map(\.value) } == [["ana's", "beto's", "ana's", "neither"]])
        #expect(desk.conflicts.map(\.resolved) == [false])
        #expect(desk.act(resolve(id, "ana's", seen: 4)).state == .applied)
    }

    @Test("of a late edit leaves another conflict, never two open for a field")
    func lateEdit() {
        var (desk, id) = start()
        desk.act(resolve(id, "chosen"))
        let late = desk.act(
            .setAccountFields(SetAccountFields(edits: [FieldEdit(field: "summary", value: "late")])),
            by: Desk.actor(Desk.carla))
        #expect(late.state == .conflicted && late.conflicts != [id])
        #expect(desk.act(resolve(id, "other")).state == .conflicted)
        #expect(desk.conflicts.filter { !$0.resolved }.map { $0.values.map(\.value) } == [["chosen", "late", "other"]])
    }

    @Test("is refused for what cannot be written")
    func refused() {
        var (desk, id) = start()
        #expect(desk.act(resolve(named(99), "x")).reason == "unknown_record")
        #expect(desk.act(resolve(id, "a\u{7}")).reason == "text_control_characters")
        #expect(desk.act(resolve(id, String(repeating: "x", count: 2001))).reason == "text_too_long")
        #expect(desk.act(resolve(id, "x"), by: Desk.actor(Desk.beto, .auditor)).reason == "not_permitted")
        #expect(desk.conflicts.map(\.resolved) == [false])
    }

    @Test("is asked for when conflicts are as many, or as large, as are kept")
    func limits() {
        var (desk, _) = start()
        let long = String(repeating: "x", count: 1990)
        var outcome = Outcome(state: .applied)
        for number in 0..<40 where outcome.state != .refused {
            outcome = desk.act(
                .setAccountFields(
                    SetAccountFields(edits: [FieldEdit(field: "summary", value: "\(number)\(long)")])),
                by: Desk.actor(Desk.person(UInt64(100 + number))))
        }
        #expect(outcome.reason == "too_many_conflicts")
        #expect(desk.conflicts[0].values.count > 20)
    }
}
