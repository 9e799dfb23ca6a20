internal import FieldModel

/// A state of the debtor that stops contact, with what may still be done.
///
/// Example: `flag: represented`, `except: [{persons: [attorney]}]`. An exception holds when all that it names fits;
/// nothing else lifts a stop state.
struct StopStateRule: RuleBody {
    static let kind = "stop_state"

    private let flag: FlagKind
    private let exceptions: [Exception]

    private struct Exception: Sendable {
        var channels: WordSet<Channel>
        var persons: WordSet<PersonKind>
        var purposes: WordSet<Purpose>

        func holds(_ act: Act) -> Bool {
            channels.contains(act.channel) && persons.contains(act.person) && purposes.contains(act.purpose)
        }
    }

    init(_ fields: inout FieldReader, _ context: LoadContext) throws(RuleFailure) {
        flag = try fields.word("flag")
        exceptions = try fields.list("except") { (fields) throws(RuleFailure) in
            Exception(
                channels: try fields.words("channels") ?? .all, persons: try fields.words("persons") ?? .all,
                purposes: try fields.words("purposes") ?? .all)
        }
    }

    func concerns(_ act: Act, _ facts: Facts) -> Bool {
        facts.flags.contains { $0.kind == flag } && !exceptions.contains { $0.holds(act) }
    }

    func speak(_ moment: Moment) -> Speech? { moment.flag(flag) ? Speech(.flag(flag)) : nil }

    func nextBoundary(_ moment: Moment) -> Instant? { moment.nextFlagChange(flag) }
}
