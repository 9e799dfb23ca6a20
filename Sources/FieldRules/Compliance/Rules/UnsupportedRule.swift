internal import FieldModel

/// A rule of a kind that this program does not know, from a newer pack: the act needs approval, never passes.
struct UnsupportedRule: RuleBody {
    static let kind = "unsupported"

    private let wanted: String

    init(wanted: String) { self.wanted = wanted }
    init(_ fields: inout FieldReader, _ context: LoadContext) throws(RuleFailure) {
        wanted = try fields.text("wanted")
    }

    func speak(_ moment: Moment) -> Speech? { Speech(.unsupported(wanted), word: .needsApproval) }
    func nextBoundary(_ moment: Moment) -> Instant? { nil }
}
