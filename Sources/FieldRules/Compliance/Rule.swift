package import FieldModel

/// A dated, cited rule of a pack: to whom it speaks, and a body that decides.
///
/// A class because a verdict passes many rules around and reads few of them.
package final class Rule: Sendable {
    package let about: About
    package let pack: PackVersion
    package let word: VerdictWord
    let scope: RuleScope
    let lifts: [Lift]
    /// The named reading under which the rule stands, if it is one of several.
    let reading: Reading?
    let body: any RuleBody
    /// Whether the body alone decides, on every day.
    private let isPlain: Bool
    /// What the pack's file says of it.
    let source: [RuleNode.Entry]

    init(
        about: About, pack: PackVersion, word: VerdictWord, scope: RuleScope, lifts: [Lift], reading: Reading?,
        body: any RuleBody, source: [RuleNode.Entry] = []
    ) {
        self.about = about
        self.pack = pack
        self.word = word
        self.scope = scope
        self.lifts = lifts
        self.reading = reading
        self.body = body
        self.source = source
        isPlain = lifts.isEmpty && about.validFrom == nil && about.validTo == nil
    }

    package struct PackVersion: Hashable, Sendable {
        package let name: String
        package let version: Int
    }

    /// What people read about a rule.
    package struct About: Hashable, Sendable {
        /// `us-regf/call-frequency`: a contract, findings and scenarios name it.
        package let id: String
        /// The word of its kind in pack files.
        package let kind: String
        package let title: String
        package let citation: String
        package let asOf: CalendarDate
        package let confidence: String
        package let reviewedBy: String
        /// What must be verified before a rule of confidence C may be enabled.
        package let verify: String?
        package let enabled: Bool
        package let overridable: Bool
        /// Local dates, both included.
        package let validFrom: CalendarDate?
        package let validTo: CalendarDate?
    }

    /// A consent that takes the rule away, on the act's channel.
    enum Lift: Sendable, Hashable {
        case contact, hours
    }

    struct Reading: Sendable, Hashable {
        var name: String
        var value: String
    }
}

extension Rule {
    package var id: String { about.id }

    /// Nil for a rule that does not limit how often.
    package var allowanceTerms: AllowanceTerms? { body.allowanceTerms }

    func inForce(on date: CalendarDate) -> Bool {
        (about.validFrom.map { $0 <= date } ?? true) && (about.validTo.map { date <= $0 } ?? true)
    }

    /// What the rule says at a moment, given that its scope holds and its body concerns the facts.
    func speak(_ moment: Moment) -> Said? {
        guard isPlain || (inForce(on: moment.date) && !isLifted(moment)), let speech = body.speak(moment) else {
            return nil
        }
        return Said(word: speech.word ?? word, reason: speech.reason)
    }

    /// A moment up to which the rule, which blocks now, still does; nil when it always will.
    func nextRelease(_ moment: Moment) -> Instant? {
        if isPlain { return moment.sooner(body.nextRelease(moment), nil) }
        var next = moment.sooner(body.nextRelease(moment), about.validFrom.flatMap(moment.comingStart))
        next = moment.sooner(next, about.validTo.flatMap { moment.comingStart(of: $0 + 1) })
        return lifts.isEmpty ? next : moment.sooner(next, moment.nextConsentChange(moment.act.channel))
    }

    private func isLifted(_ moment: Moment) -> Bool {
        lifts.contains { moment.consent(moment.act.channel, $0 == .hours ? .hours : .contact) }
    }
}

/// What a rule says of an act at a moment.
struct Said: Sendable {
    let word: VerdictWord
    let reason: Reason
}

/// Which acts a rule is about; what stays the same when only the clock moves.
struct RuleScope: Sendable, Hashable {
    var channels: WordSet<Channel> = .all
    var directions: WordSet<Direction> = [.outbound]
    var creditors: WordSet<CreditorKind> = .all
    var products: WordSet<ProductKind> = .all
    var acts: WordSet<ActKind> = [.contact, .letter]
    var persons: WordSet<PersonKind> = .all
    var purposes: WordSet<Purpose> = .all
    /// Nil means any place, none included.
    var places: WordSet<ContactPlace>?
    var exceptPlaces: WordSet<ContactPlace> = []
    /// The rule is silent for accounts that are later than this.
    var mostDaysPastDue: Int?

    func holds(_ act: Act, _ facts: Facts) -> Bool {
        channels.contains(act.channel) && directions.contains(act.direction) && acts.contains(act.kind)
            && creditors.contains(facts.creditor) && products.contains(facts.product)
            && persons.contains(act.person) && purposes.contains(act.purpose) && admits(act.place)
            && (mostDaysPastDue.map { facts.daysPastDue <= $0 } ?? true)
    }

    /// Whether there is an act on this account that the rule is about.
    func concerns(_ facts: Facts) -> Bool {
        creditors.contains(facts.creditor) && products.contains(facts.product)
            && (mostDaysPastDue.map { facts.daysPastDue <= $0 } ?? true)
    }

    func admits(_ place: ContactPlace?) -> Bool {
        if let place, exceptPlaces.contains(place) { return false }
        guard let places else { return true }
        return place.map(places.contains) ?? false
    }
}
