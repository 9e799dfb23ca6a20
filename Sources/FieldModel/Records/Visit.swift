/// What happened at the door. Append-only: an amendment keeps what stood before.
package struct Visit: Hashable, Sendable, Codable {
    /// Outcome code: paid, promised, refused_to_pay, not_home, moved, deceased, third_party, dispute, other, ...
    package var outcome: String
    /// Whom the collector met: debtor, spouse, guarantor, co_obligor, attorney, estate_representative, third_party,
    /// elderly_third_party, minor, nobody.
    package var person: String
    /// home, workplace, agreed, other.
    package var place: String
    package var startedAt: Instant?
    package var endedAt: Instant?
    /// <= 4000 bytes.
    package var note: String
    package var location: GeoPoint?
    package var author: Identifier
    package var recordedAt: Instant
    package var contactPoint: Identifier?
    package var relatedPerson: Identifier?
    package var purpose: String
    /// What stood before each amendment, oldest first, <= 20.
    package var revisions: [VisitRevision]
    /// The operation that took it back; it stays listed.
    package var withdrawnBy: Identifier?
    /// The planned contact that it spends.
    package var planned: Identifier?
    /// When rules count it: `startedAt` by the server's clock, within what is known of the device that claims it. Nil in
    /// records of older programs.
    package var countedAt: Instant?
    /// Fields of a newer version: protobuf bytes that go back where they came from.
    package var unknownFields: [UInt8]

    package init(
        outcome: String,
        person: String = "",
        place: String = "",
        startedAt: Instant? = nil,
        endedAt: Instant? = nil,
        note: String = "",
        location: GeoPoint? = nil,
        author: Identifier,
        recordedAt: Instant,
        contactPoint: Identifier? = nil,
        relatedPerson: Identifier? = nil,
        purpose: String = "",
        revisions: [VisitRevision] = [],
        withdrawnBy: Identifier? = nil,
        planned: Identifier? = nil,
        countedAt: Instant? = nil,
        unknownFields: [UInt8] = []
    ) {
        self.outcome = outcome
        self.person = person
        self.place = place
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.note = note
        self.location = location
        self.author = author
        self.recordedAt = recordedAt
        self.contactPoint = contactPoint
        self.relatedPerson = relatedPerson
        self.purpose = purpose
        self.revisions = revisions
        self.withdrawnBy = withdrawnBy
        self.planned = planned
        self.countedAt = countedAt
        self.unknownFields = unknownFields
    }
}

/// What an amendment replaced.
package struct VisitRevision: Hashable, Sendable, Codable {
    /// The operation that ended this version.
    package var operation: Identifier
    package var amendedAt: Instant?
    package var previous: [Attribute]

    package init(
        operation: Identifier,
        amendedAt: Instant? = nil,
        previous: [Attribute] = []
    ) {
        self.operation = operation
        self.amendedAt = amendedAt
        self.previous = previous
    }
}
