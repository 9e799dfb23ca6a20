internal import FieldModel
internal import FieldRules
internal import SyncCore

/// The states of a debtor that stop something, strictest first; text shows them in red.
enum StopStateView {
    static let key = "stop_states"

    static func states(_ flags: [Flag]) -> [JSONValue] {
        StopState.all.compactMap { state in
            let standing = flags.filter { $0.clearedAt == nil && FlagKind(word: $0.kind) == state.flag }
            guard let first = standing.min(by: { $0.recordedAt < $1.recordedAt }) else { return nil }
            return [
                "flag": .string(state.flag.description), "since": JSONValue(first.sinceDay),
                "stops": .string(state.stops), "duty": .text(state.duty ?? ""),
                "duty_due": JSONValue(state.dutyDays.flatMap { days in first.sinceDay.map { $0 + days } }),
                "lifted_by": JSONValue(StopState.liftedBy),
            ]
        }
    }

    /// By account, for lists: the flags' words.
    static func words(_ context: ViewContext) throws -> [AccountID: JSONValue] {
        var flags: [AccountID: [Flag]] = [:]
        try context.reading.forEachRow(kind: .flag) { row in
            guard let account = row.account, case .flag(let flag)? = context.parts.content(of: row) else { return }
            flags[account, default: []].append(flag)
        }
        return flags.mapValues { .array(states($0).compactMap { $0["flag"] }) }
    }
}
