/// What a body may need while it is read.
struct LoadContext {
    var calendars: [String: HolidayCalendar]
    /// The rule's own scope, read before the body.
    var scope: RuleScope
}

/// All kinds of rule: a new kind is one file under `Rules/` and one line here.
enum RuleKinds {
    static let all: [any RuleBody.Type] = [
        AgreedPlaceRule.self, AllowanceRule.self, CapRule.self, ClosedDaysRule.self, ConsentRule.self,
        ForbiddenRule.self, HoursRule.self, NoticeRule.self, OneChannelRule.self, PersonsRule.self,
        QuietDaysRule.self, RestrictionRule.self, StopStateRule.self,
    ]

    static func body(
        _ kind: String, _ fields: inout FieldReader, _ context: LoadContext
    ) throws(RuleFailure) -> any RuleBody {
        guard let type = all.first(where: { $0.kind == kind }) else {
            let known = all.map { $0.kind }
            let hint =
                Spelling.nearest(to: kind, among: known).map { "did you mean \($0)?" }
                ?? "known kinds: \(known.joined(separator: ", "))"
            throw fields.failure(.unknownWord, "unknown kind of rule \(kind); \(hint)", key: "kind")
        }
        return try type.init(&fields, context)
    }
}
