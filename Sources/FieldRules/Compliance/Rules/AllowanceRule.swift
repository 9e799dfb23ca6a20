internal import FieldModel

/// A holder spends only what it was granted, so that colleagues without a network cannot exceed a cap together.
///
/// Two rules of this kind exist: `when: held_elsewhere` speaks when another holder has the person's units, until they
/// expire; `when: spent` when none of one's own is left.
struct AllowanceRule: RuleBody {
    static let kind = "allowance"

    private let heldElsewhere: Bool

    init(_ fields: inout FieldReader, _ context: LoadContext) throws(RuleFailure) {
        heldElsewhere = try fields.choice("when", ["held_elsewhere", "spent"]) == 0
    }

    func concerns(_ act: Act, _ facts: Facts) -> Bool { facts.allowance != nil }

    func speak(_ moment: Moment) -> Speech? {
        guard let allowance = moment.facts.allowance else { return nil }
        if let holder = allowance.heldBy {
            guard heldElsewhere, allowance.validUntil.map({ moment.at < $0 }) ?? true else { return nil }
            return Speech(.heldElsewhere(holder, until: allowance.validUntil))
        }
        let expired = allowance.validUntil.map { $0 <= moment.at } ?? false
        return !heldElsewhere && (allowance.unitsLeft <= 0 || expired) ? Speech(.allowanceSpent) : nil
    }

    func nextBoundary(_ moment: Moment) -> Instant? { moment.next(moment.facts.allowance?.validUntil) }
}
