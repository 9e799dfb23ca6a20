internal import FieldModel

/// A notice must have been given: before the act, or so many days after the first communication.
///
/// Example: `notice: validation`, `days_after_first: 5` warns of a contact on the sixth day when no validation
/// information is recorded. It never denies; where nothing at all is known about notices it does not speak.
struct NoticeRule: RuleBody {
    static let kind = "notice"

    private let notice: String
    /// Nil: the notice must precede the act itself.
    private let daysAfterFirst: Int?

    init(_ fields: inout FieldReader, _ context: LoadContext) throws(RuleFailure) {
        notice = try fields.text("notice")
        daysAfterFirst = try fields.optionalInteger("days_after_first", 0...400)
    }

    func concerns(_ act: Act, _ facts: Facts) -> Bool { facts.notices != nil }

    func speak(_ moment: Moment) -> Speech? {
        let notices = moment.facts.notices ?? []
        if notices.contains(where: { $0.kind == notice && $0.at <= moment.at }) { return nil }
        if let daysAfterFirst {
            guard let first = first(moment), moment.isPast(first) else { return nil }
            // With 0 days the first communication itself had to carry it.
            if daysAfterFirst > 0, moment.date - first.date <= daysAfterFirst { return nil }
        }
        return Speech(.missingNotice(notice), word: .warning)
    }

    func nextBoundary(_ moment: Moment) -> Instant? {
        let given = moment.facts.notices?.filter { $0.kind == notice }.map { Optional($0.at) } ?? []
        let due = daysAfterFirst.flatMap { days in
            first(moment).map { moment.startOfDay($0.date + days + 1) }
        }
        return moment.next(given + [due, moment.nextFact])
    }

    private func first(_ moment: Moment) -> LedgerEntry? {
        moment.ledger.first {
            $0.fact.sameDebt && CountedUnit.direct.counts($0.fact)
        }
    }
}
