package import FieldModel
package import FieldRules

/// An act as rules see it, with the record that it made.
package struct JudgedAct: Sendable {
    package var act: Act
    /// The number or address that it goes to.
    package var contactPoint: RecordID?
    /// Nil for an act that leaves no record.
    package var record: RecordKey?
    /// When rules count the record; nil for what they do not count.
    package var counted: Instant?
    /// Whether the operation says when it was; otherwise it changes a record and leaves its moment as it stands.
    package var claimsMoment = true
    /// Planned for later than it was written: no claim about the past, so that no estimate takes its moment's place.
    var isAhead = false
    /// Of a record that was there before.
    var isCorrection = false

    package init(_ act: Act, contactPoint: RecordID? = nil, record: RecordKey? = nil) {
        self.act = act
        self.contactPoint = contactPoint
        self.record = record
        self.act.id = record?.id
    }
}

/// The one place that says which operations rules judge, and as what.
extension Intent {
    /// Nil for what no rule is about. `aggregate` holds what the operation has written; `at` is when its author acted.
    func judgedAct(_ aggregate: Aggregate, at: Instant) -> JudgedAct? {
        switch self {
        case .recordVisit(let intent): .visit(intent.visit, aggregate)
        case .amendVisit(let intent): .amended(intent, aggregate)
        case .logContact(let intent): .contact(intent.contact, aggregate)
        case .recordPayment(let intent): .payment(intent, at: intent.claimedAt ?? at)
        case .makePromise(let intent): .terms(.promise, at: at, RecordKey(kind: .promise, id: intent.promise))
        case .revisePromise(let intent): .terms(.promise, at: at, RecordKey(kind: .promise, id: intent.promise))
        case .proposeSettlement(let intent):
            .terms(.settlement, at: at, RecordKey(kind: .settlementOffer, id: intent.offer))
        case .planContact(let intent): .planned(intent, at: at)
        case .sendLetter(let intent): .letter(intent, at: at)
        case .replaceOperation(let intent): intent.intent.judgedAct(aggregate, at: at)
        default: nil
        }
    }
}

extension JudgedAct {
    static func visit(_ id: RecordID, _ aggregate: Aggregate) -> JudgedAct? {
        guard let visit = aggregate[Visit.self, id] else { return nil }
        var fact = ContactFact(visit, id, related(visit.relatedPerson, aggregate))
        fact.at = visit.startedAt ?? fact.at
        var judged = JudgedAct(Act(fact), contactPoint: visit.contactPoint, record: RecordKey(kind: .visit, id: id))
        judged.counted = visit.counted
        return judged
    }

    static func contact(_ id: RecordID, _ aggregate: Aggregate) -> JudgedAct? {
        guard let contact = aggregate[Contact.self, id] else { return nil }
        var fact = ContactFact(contact, id, related(contact.relatedPerson, aggregate))
        fact.at = contact.at
        var judged = JudgedAct(
            Act(fact), contactPoint: contact.contactPoint, record: RecordKey(kind: .contact, id: id))
        judged.counted = contact.counted
        return judged
    }

    /// What leaves the visit's start as it is claims no moment: the amendment may come long after it.
    static func amended(_ intent: AmendVisit, _ aggregate: Aggregate) -> JudgedAct? {
        var judged = visit(intent.visit, aggregate)
        judged?.claimsMoment = intent.edits.contains { $0.field == Visit.Field.startedAt }
        judged?.isCorrection = true
        return judged
    }

    private static func related(_ id: RecordID?, _ aggregate: Aggregate) -> [RecordID: RelatedPerson] {
        guard let id, let person = aggregate[RelatedPerson.self, id] else { return [:] }
        return [id: person]
    }

    /// What the debtor pays to the lender's account is not received by whoever writes it down.
    static func payment(_ intent: RecordPayment, at: Instant) -> JudgedAct? {
        if intent.method == "transfer" { return nil }
        return terms(.payment, at: at, RecordKey(kind: .payment, id: intent.payment))
    }

    static func terms(_ kind: ActKind, at: Instant, _ record: RecordKey) -> JudgedAct {
        var act = Act(at: at, channel: .visit)
        act.kind = kind
        return JudgedAct(act, record: record)
    }

    /// Nobody plans for a moment that has passed: an earlier one is read as now.
    static func planned(_ intent: PlanContact, at: Instant) -> JudgedAct? {
        guard let channel = Channel(word: intent.channel) else { return nil }
        var act = Act(at: max(intent.at ?? at, at), channel: channel)
        act.person = PersonKind(word: intent.person) ?? .debtor
        act.place = ContactPlace(word: intent.place) ?? act.place
        act.purpose = Purpose(word: intent.purpose) ?? .collection
        var judged = JudgedAct(act, contactPoint: intent.contactPoint)
        judged.act.id = intent.plan
        judged.isAhead = act.at > at
        return judged
    }

    static func letter(_ intent: SendLetter, at: Instant) -> JudgedAct {
        var act = Act(at: at, channel: Channel(word: intent.method) ?? .letter)
        act.kind = .letter
        act.purpose = Purpose(word: intent.purpose) ?? .collection
        return JudgedAct(act, record: RecordKey(kind: .letter, id: intent.letter))
    }
}

extension Act {
    /// A contact that happened, judged by its own result.
    init(_ fact: ContactFact) {
        self.init(at: fact.at, channel: fact.channel)
        direction = fact.direction
        person = fact.person
        place = fact.place
        purpose = fact.purpose
        result = fact.result
    }
}
