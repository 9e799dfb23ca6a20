internal import FieldModel
internal import FieldRules
internal import SyncCore

/// The states of a debtor that stop something, strictest first; text shows them in red.
enum StopStateView {
    static let key = "stop_states"

    /// `duties` are the account's: one that the flag started says by when what must follow is due.
    static func states(_ flags: [(id: RecordID, value: Flag)], duties: [Duty] = [], zone: Zone? = nil) -> [JSONValue] {
        StopState.all.compactMap { state in
            let standing = flags.filter { $0.value.clearedAt == nil && FlagKind(word: $0.value.kind) == state.flag }
            guard let (id, first) = standing.min(by: { $0.value.recordedAt < $1.value.recordedAt }) else { return nil }
            let duty = duties.first { $0.startedBy == id }
            let due = duty?.dueAt.flatMap { due in zone.map { $0.localDate(at: due) } }
            return [
                "flag": .string(state.flag.description), "since": JSONValue(first.sinceDay),
                "stops": .string(state.stops), "duty": .text(duty?.kind ?? state.duty ?? ""),
                "duty_due": JSONValue(due ?? state.dutyDays.flatMap { days in first.sinceDay.map { $0 + days } }),
                "lifted_by": JSONValue(StopState.liftedBy),
            ]
        }
    }

    /// By account, for lists: the flags' words.
    static func words(_ context: ViewContext) throws -> [AccountID: JSONValue] {
        var flags: [AccountID: [(id: RecordID, value: Flag)]] = [:]
        try context.reading.forEachRow(kind: .flag) { row in
            guard let account = row.account, case .flag(let flag)? = context.parts.content(of: row) else { return }
            flags[account, default: []].append((row.id, flag))
        }
        return flags.mapValues(words)
    }

    static func words(_ flags: [(id: RecordID, value: Flag)]) -> JSONValue {
        .array(states(flags).compactMap { $0["flag"] })
    }
}
