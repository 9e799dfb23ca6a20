import FieldModel
import SyncCore

/// A replica of the account beside the desk: what it was sent, and what its own pending operations make of it.
struct Laptop {
    let actor: Actor
    private var confirmed: Aggregate
    private var seen: UInt64
    private(set) var pending: [Written] = []
    private(set) var shown: Aggregate

    init(_ person: PersonID, _ role: Role = .collector, at desk: Desk) {
        actor = Desk.actor(person, role)
        confirmed = desk.records
        shown = desk.records
        seen = desk.commit
    }

    /// The person acts without a connection.
    @discardableResult
    mutating func act(_ intent: Intent, at desk: inout Desk) -> Outcome {
        desk.now = desk.now + 1000
        let written = desk.write(intent, by: actor, seen: seen)
        pending.append(written)
        return overlay(written, desk)
    }

    private mutating func overlay(_ written: Written, _ desk: Desk) -> Outcome {
        var context = desk.context(written, side: .client)
        context.now = written.header.wallClock
        let outcome = Reducer.decide(&shown, written.intent, context)
        shown.settle()
        return outcome
    }

    /// Pushes what is pending, then takes all records.
    @discardableResult
    mutating func sync(with desk: inout Desk) -> [Outcome] {
        let outcomes = pending.map { desk.admit($0) }
        pending = []
        pull(from: desk)
        return outcomes
    }

    /// Hands over what is pending, for a test that admits it itself.
    mutating func takePending() -> [Written] {
        defer { pending = [] }
        return pending
    }

    /// Takes all records and lays what is pending over them again.
    mutating func pull(from desk: Desk) {
        confirmed = desk.records
        seen = desk.commit
        shown = confirmed
        for written in pending { _ = overlay(written, desk) }
    }

    func register(_ field: String) -> String {
        shown[AccountRegisters.self, Desk.account]?[field: field] ?? ""
    }

    /// An edit of a register by what this laptop shows.
    func edit(_ field: String, _ value: String) -> FieldEdit {
        let registers = shown[AccountRegisters.self, Desk.account] ?? AccountRegisters()
        return FieldEdit(
            field: field, base: registers[field: field], value: value,
            baseOperation: registers.stamp(of: field)?.operation)
    }

    func edit(_ point: RecordID, _ field: String, _ value: String) -> FieldEdit {
        let content = shown[ContactPoint.self, point]!
        return FieldEdit(
            field: field, base: content[field: field], value: value,
            baseOperation: content.stamp(of: field)?.operation)
    }

    func conflicts() -> [(id: RecordID, value: Conflict)] { shown.all(Conflict.self) }
}
