internal import FieldModel

/// Whatever the rule's scope describes is forbidden: home visits, contact at work, payments to an agency.
///
/// Example: `channels: [visit]`, `places: [home]` is the District of Columbia's. `if_flag` limits it to debtors with a
/// flag, `opened_by` names the channel whose consent opens it, `opened_for` the products for which that is so.
struct ForbiddenRule: RuleBody {
    static let kind = "forbidden"

    private let flag: FlagKind?
    private let openedBy: Channel?
    private let openedFor: WordSet<ProductKind>

    init(_ fields: inout FieldReader, _ context: LoadContext) throws(RuleFailure) {
        flag = try fields.optionalWord("if_flag")
        openedBy = try fields.optionalWord("opened_by")
        openedFor = try fields.words("opened_for") ?? .all
    }

    func concerns(_ act: Act, _ facts: Facts) -> Bool {
        flag.map { flag in facts.flags.contains { $0.kind == flag } } ?? true
    }

    func speak(_ moment: Moment) -> Speech? {
        if let flag, !moment.flag(flag) { return nil }
        if let openedBy, openedFor.contains(moment.facts.product), moment.consent(openedBy) { return nil }
        let act = moment.act
        if let flag { return Speech(.flag(flag)) }
        return Speech(act.kind == .contact || act.kind == .letter ? .place(act.channel, act.place) : .actKind(act.kind))
    }

    func nextBoundary(_ moment: Moment) -> Instant? {
        moment.next(flag.flatMap(moment.nextFlagChange), openedBy.flatMap(moment.nextConsentChange))
    }
}
