package import FieldModel

/// What is known about a debtor and an account when an act is judged: loaded by a store or read from a scenario.
///
/// A value without order: the evaluator sorts the history itself, so the verdict does not depend on who listed it how.
package struct Facts: Hashable, Sendable {
    /// Zones that the debtor's address may be in; the act must be allowed in all.
    package var addressZones: [Zone]
    /// The zone of the number, for calls and texts, where it differs.
    package var phoneZone: Zone?
    package var workplaceZone: Zone?
    package var jurisdictions: [String] = []
    package var flags: [FlagFact] = []
    package var consents: [ConsentFact] = []
    package var restrictions: [RestrictionFact] = []
    /// Nil when nothing is known about notices: then the rules that ask for them do not speak.
    package var notices: [NoticeFact]?
    package var age: Int?
    package var product: ProductKind = .consumer
    package var creditor: CreditorKind = .thirdPartyAgency
    package var daysPastDue = 0
    package var history: [ContactFact] = []
    package var allowance: AllowanceFact?

    package init(addressZones: [Zone]) { self.addressZones = addressZones }

    /// The zones in which an act by `channel` is judged, each once.
    package func zones(for channel: Channel) -> [Zone] {
        var zones = addressZones
        switch channel {
        case .workplaceVisit: if let workplaceZone { zones = [workplaceZone] }
        case .call, .sms: if let phoneZone { zones.append(phoneZone) }
        default: break
        }
        if zones.count == 1 { return zones }
        var out: [Zone] = []
        for zone in zones where !out.contains(zone) { out.append(zone) }
        return out
    }
}

/// What is about to be done, or was: `result` nil means planned, judged as if it reached the debtor.
package struct Act: Hashable, Sendable {
    package var at: Instant
    package var channel: Channel
    package var direction: Direction = .outbound
    package var person: PersonKind = .debtor
    package var place: ContactPlace?
    package var purpose: Purpose = .collection
    package var kind: ActKind = .contact
    package var result: ContactResult?
    /// The operation's name, when it has one: decides between facts of one moment, and is not counted itself.
    package var id: OperationID?

    package init(at: Instant, channel: Channel) {
        self.at = at
        self.channel = channel
        place = ContactPlace.usual(for: channel)
    }
}

extension ContactPlace {
    /// Where a contact by `channel` happens unless something else is said.
    package static func usual(for channel: Channel) -> ContactPlace? {
        switch channel {
        case .visit: .home
        case .workplaceVisit: .workplace
        default: nil
        }
    }
}

/// A contact that happened, `times` times.
package struct ContactFact: Hashable, Sendable {
    package var at: Instant
    package var channel: Channel
    package var direction: Direction = .outbound
    package var result: ContactResult
    package var person: PersonKind = .debtor
    package var place: ContactPlace?
    package var purpose: Purpose = .collection
    package var sameDebt = true
    /// Whether the debt is of the account's creditor; one of which that is not known is.
    package var sameCreditor = true
    package var times = 1
    /// Facts of one id are one fact.
    package var id: OperationID?

    /// Without a result the contact counts as one that reached somebody, unless nobody was there.
    package init(at: Instant, channel: Channel, result: ContactResult? = nil, person: PersonKind = .debtor) {
        self.at = at
        self.channel = channel
        self.person = person
        place = ContactPlace.usual(for: channel)
        let reached: ContactResult = channel.isSpoken ? .conversation : .delivered
        self.result = result ?? (person == .nobody ? .noAnswer : reached)
    }
}

extension Channel {
    /// Voice or face to face, as against what is sent.
    package var isSpoken: Bool { self == .call || self == .visit || self == .workplaceVisit }
}

package struct FlagFact: Hashable, Sendable {
    package var kind: FlagKind
    /// Nil: since before anything that is judged.
    package var since: Instant?
    package var written: Bool

    package init(kind: FlagKind, since: Instant? = nil, written: Bool = false) {
        self.kind = kind
        self.since = since
        self.written = written
    }

    package func holds(at instant: Instant) -> Bool { since.map { $0 <= instant } ?? true }
}

package struct ConsentFact: Hashable, Sendable {
    package var channel: Channel
    package var scope: ConsentScope
    package var givenAt: Instant
    /// When it was revoked or ran out, whichever is first.
    package var endedAt: Instant?

    package init(channel: Channel, scope: ConsentScope = .contact, givenAt: Instant, endedAt: Instant? = nil) {
        self.channel = channel
        self.scope = scope
        self.givenAt = givenAt
        self.endedAt = endedAt
    }

    /// Within [given, ended).
    package func holds(at instant: Instant) -> Bool {
        givenAt <= instant && (endedAt.map { instant < $0 } ?? true)
    }
}

/// A debtor's request not to be contacted so: what matches every part that is given is forbidden.
package struct RestrictionFact: Hashable, Sendable {
    package var channel: Channel?
    package var place: ContactPlace?
    /// ISO weekdays, 1 to 7; empty means every day.
    package var weekdays: [Int] = []
    /// Local time of day; `from` after `to` goes over midnight. Nil means all day.
    package var hours: HourRange?
    package var requestedAt: Instant?
    package var withdrawnAt: Instant?

    package init() {}

    package func holds(at instant: Instant) -> Bool {
        (requestedAt.map { $0 <= instant } ?? true) && (withdrawnAt.map { instant < $0 } ?? true)
    }
}

package struct NoticeFact: Hashable, Sendable {
    package var kind: String
    package var at: Instant

    package init(kind: String, at: Instant) {
        self.kind = kind
        self.at = at
    }
}

/// What the holder of an allowance may still spend, or who holds it instead.
package struct AllowanceFact: Hashable, Sendable {
    /// Nil when this holder has it.
    package var heldBy: String?
    package var unitsLeft: Int
    package var validUntil: Instant?

    package init(heldBy: String?, unitsLeft: Int, validUntil: Instant?) {
        self.heldBy = heldBy
        self.unitsLeft = unitsLeft
        self.validUntil = validUntil
    }
}
