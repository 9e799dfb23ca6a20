internal import FieldModel

/// Visits only at the agreed place; at home only after so many successive no-shows there.
///
/// Example: `no_shows: 2` (microfinance in India): after two agreed visits in a row at which nobody came, the home may
/// be visited; a meeting at the agreed place starts the count again.
struct AgreedPlaceRule: RuleBody {
    static let kind = "agreed_place"

    private let noShows: Int

    init(_ fields: inout FieldReader, _ context: LoadContext) throws(RuleFailure) {
        noShows = try fields.integer("no_shows", 1...100)
    }

    func concerns(_ act: Act, _ facts: Facts) -> Bool { act.place != .agreed }

    func speak(_ moment: Moment) -> Speech? {
        let act = moment.act
        guard act.place == .home else { return Speech(.place(act.channel, act.place)) }
        var count = 0
        for entry in moment.ledger.reversed() where moment.isPast(entry) && isAgreedVisit(entry.fact) {
            guard entry.fact.person == .nobody || entry.fact.result == .noAnswer else { break }
            count += entry.fact.times
        }
        return count >= noShows ? nil : Speech(.noShows(count, needed: noShows))
    }

    func nextBoundary(_ moment: Moment) -> Instant? { moment.nextFact }

    private func isAgreedVisit(_ fact: ContactFact) -> Bool {
        (fact.channel == .visit || fact.channel == .workplaceVisit) && fact.direction == .outbound
            && fact.place == .agreed
    }
}
