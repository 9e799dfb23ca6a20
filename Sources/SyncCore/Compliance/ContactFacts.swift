package import FieldModel
internal import FieldRules

/// Records of contacts as facts that rules count. What a record leaves open is read as what binds more.
extension ContactFact {
    init(_ visit: Visit, _ id: RecordID, _ related: [RecordID: RelatedPerson]) {
        let place = ContactPlace(word: visit.place) ?? .home
        let person = VisitWording.person(visit, related)
        self.init(at: visit.counted, channel: place == .workplace ? .workplaceVisit : .visit, person: person)
        self.place = place
        result = VisitWording.result(visit, person)
        purpose = Purpose(word: visit.purpose) ?? .collection
        self.id = id
    }

    init(_ contact: Contact, _ id: RecordID, _ related: [RecordID: RelatedPerson]) {
        self.init(
            at: contact.counted, channel: Channel(word: contact.channel) ?? .call,
            result: ContactResult(word: contact.result),
            person: PersonKind(word: contact.person, related: contact.relatedPerson.flatMap { related[$0] })
                ?? .debtor)
        direction = Direction(word: contact.direction) ?? .outbound
        place = ContactPlace(word: contact.place) ?? place
        purpose = Purpose(word: contact.purpose) ?? .collection
        self.id = id
    }

    /// Nil for a letter that has not gone out.
    init?(_ letter: Letter, _ id: RecordID) {
        guard let at = letter.sentAt else { return nil }
        self.init(at: at, channel: Channel(word: letter.method) ?? .letter, result: .delivered)
        purpose = Purpose(word: letter.purpose) ?? .collection
        self.id = id
    }

    /// A contact of the same person under another debt.
    init(_ contact: ForeignContact, _ id: RecordID) {
        self.init(
            at: contact.at, channel: Channel(word: contact.channel) ?? .call,
            result: ContactResult(word: contact.result), person: PersonKind(word: contact.person) ?? .debtor)
        direction = Direction(word: contact.direction) ?? .outbound
        place = ContactPlace(word: contact.place) ?? place
        purpose = Purpose(word: contact.purpose) ?? .collection
        sameDebt = false
        sameCreditor = !contact.otherCreditor
        self.id = id
    }
}

/// The moment by which rules count a contact; older programs wrote down the claim alone.
extension Visit {
    package var counted: Instant { countedAt ?? startedAt.map { min($0, recordedAt) } ?? recordedAt }
}

extension Contact {
    package var counted: Instant { countedAt ?? at }
}

/// What a visit's words say of whom it met and what came of it.
enum VisitWording {
    private static let metNobody = ["not_home", "no_access", "unknown_at_address", "moved", "notice_left"]

    static func person(_ visit: Visit, _ related: [RecordID: RelatedPerson]) -> PersonKind {
        let said = PersonKind(word: visit.person, related: visit.relatedPerson.flatMap { related[$0] })
        if let said { return said }
        if metNobody.contains(visit.outcome) { return .nobody }
        return visit.outcome == "third_party" ? .thirdParty : .debtor
    }

    static func result(_ visit: Visit, _ person: PersonKind) -> ContactResult {
        if person == .nobody { return visit.outcome == "notice_left" ? .messageLeft : .noAnswer }
        let isThird = person == .thirdParty || person == .elderlyThirdParty || person == .minor
        return isThird ? .thirdParty : .conversation
    }
}

extension PersonKind {
    /// The word, else what the related person is to the debtor; nil when neither is given.
    init?(word: String, related: RelatedPerson?) {
        if let kind = PersonKind(word: word) {
            self = kind
        } else if let related {
            self = PersonKind(word: related.role) ?? .thirdParty
        } else {
            return nil
        }
    }
}
