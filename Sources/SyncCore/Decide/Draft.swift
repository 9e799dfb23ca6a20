package import FieldModel

/// An operation being decided: the records as it would leave them, and what is to be said of it.
///
/// The first rejection stands; whatever is written after it is dropped with the draft.
struct Draft {
    var aggregate: Aggregate
    let context: DecisionContext
    private(set) var rejection: Rejection?
    var merged: [String] = []
    var conflicts: [RecordID] = []
    var verdicts: [VerdictNote] = []
    var packs: [String] = []
    private var findings: [FindingNote] = []
    private var born: [RecordKind: UInt32] = [:]

    init(aggregate: Aggregate, context: DecisionContext) {
        self.aggregate = aggregate
        self.context = context
    }

    var isSound: Bool { rejection == nil }
    var operation: OperationID { context.header.id }
    var author: PersonID { context.actor.person }

    var outcome: Outcome {
        let state: OutcomeState = !conflicts.isEmpty ? .conflicted : !merged.isEmpty ? .merged : .applied
        return Outcome(
            state: state, mergedFields: merged.sorted(), conflicts: conflicts, findings: findings, verdicts: verdicts,
            packs: packs)
    }
}

extension Draft {
    mutating func reject(_ code: ReasonCode) { rejection = rejection ?? Rejection(code: code) }
    mutating func hold(_ code: ReasonCode, rule: String = "") {
        rejection = rejection ?? Rejection(code: code, rule: rule, isHeld: true)
    }
    mutating func refuse(_ code: ReasonCode, rule: String) {
        rejection = rejection ?? Rejection(code: code, rule: rule)
    }
    mutating func require(_ condition: Bool, _ code: ReasonCode) { if !condition { reject(code) } }

    /// Whether the actor wrote the record, has one of `roles`, or is the system.
    func isAuthor(_ person: PersonID, or roles: Role...) -> Bool {
        context.actor.isSystem || person == author || roles.contains(context.actor.role)
    }

    /// The account itself; rejects when there is none.
    var account: Account? { aggregate.account.flatMap { aggregate[Account.self, $0] } }

    /// Rejects when there is no such record under the account.
    mutating func existing<Value: RecordValue>(_ type: Value.Type, _ id: RecordID) -> Value? {
        if let value = aggregate[Value.self, id] { return value }
        if aggregate.contains(RecordKey(kind: Value.rowKind, id: id)) {
            hold(.unsupported)
        } else {
            reject(.unknownRecord)
        }
        return nil
    }

    mutating func set(_ value: some RecordValue, _ id: RecordID) {
        guard isSound else { return }
        aggregate.set(value, id)
    }

    /// Writes a new record. One that says the same already is left alone, one that says something else is in the way.
    mutating func create(_ value: some RecordValue, _ id: RecordID) {
        require(!id.isNil, .malformed)
        guard isSound, !isRepeat(of: value, id) else { return }
        aggregate.set(value, id)
    }

    /// Whether the record is there already; rejects when it says something else than `value`. On a laptop it is the
    /// operation's own, admitted already, whose page came before its receipt was settled.
    mutating func isRepeat<Value: RecordValue>(of value: Value, _ id: RecordID) -> Bool {
        guard aggregate.contains(RecordKey(kind: Value.rowKind, id: id)) else { return false }
        require(context.side == .client || aggregate[Value.self, id] == value, .idTaken)
        return true
    }

    /// The name of a record that this operation gives birth to: laptop and server find the same.
    mutating func name(_ kind: RecordKind) -> RecordID {
        let ordinal = born[kind, default: 0]
        born[kind] = ordinal &+ 1
        return DerivedName.of(operation, kind, ordinal, context.hash)
    }

    func stamp(_ field: String) -> FieldStamp {
        FieldStamp(field: field, operation: operation, author: author, at: context.actedAt)
    }

    /// Ends an operation that was held.
    mutating func decide(_ held: OperationID, of device: DeviceID, by author: PersonID, _ outcome: Outcome) {
        let decision = Decision(
            operation: held, device: device, outcome: outcome, decidedAt: context.now.clamped, author: author)
        set(decision, name(.decision))
    }
}

extension Draft {
    /// Notes that a fact broke an expectation.
    mutating func find(
        _ code: FindingCode, _ kind: RecordKind, _ record: RecordID, rule: String = "", citation: String = "",
        facts: [Attribute] = [], knowable: Bool = true
    ) {
        guard isSound else { return }
        let id = name(.finding)
        let finding = Finding(
            operation: operation, recordKind: kind, record: record, code: code.rawValue, rule: rule,
            citation: citation, facts: facts, status: "open", openedAt: context.now.clamped, knowable: knowable)
        aggregate.set(finding, id)
        findings.append(FindingNote(id: id, code: code.rawValue))
    }

    mutating func findOutsideScope() {
        guard let account = aggregate.account, !context.actor.isSystem else { return }
        find(.outsideScope, .account, account)
    }

    mutating func findSuspectClock(_ kind: RecordKind, _ record: RecordID) {
        guard context.clockSuspect else { return }
        find(
            .clockSuspect, kind, record,
            facts: [Attribute(key: "claimed_at", value: "\(context.writtenAt.milliseconds)")])
    }
}

/// How records that are born inside the reducer are named.
package enum DerivedName {
    /// The 48 time bits of the operation, then SHA-256(operation, kind in 2 bytes, ordinal in 4), big-endian.
    package static func of(
        _ operation: OperationID, _ kind: RecordKind, _ ordinal: UInt32, _ hash: any Hashing
    ) -> RecordID {
        var content = operation.bytes
        content += [UInt8(truncatingIfNeeded: kind.rawValue >> 8), UInt8(truncatingIfNeeded: kind.rawValue)]
        for shift in [24, 16, 8, 0] { content.append(UInt8(truncatingIfNeeded: ordinal >> UInt32(shift))) }
        return .derived(time48: operation.time48, hash: hash.sha256(content))
    }
}
