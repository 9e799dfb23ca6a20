/// A letter as it was written, and what became of its copies.
package struct Letter: Hashable, Sendable, Codable {
    package var template: String
    package var templateVersion: String
    package var recipient: String
    package var address: String
    package var method: String
    package var purpose: String
    /// Canonical text, <= 48 KiB; the hash is SHA-256 of it.
    package var text: String
    package var textHash: [UInt8]
    package var values: [Attribute]
    package var packs: [String]
    package var author: Identifier
    package var madeAt: Instant
    package var deliveries: [LetterDelivery]
    /// Fields of a newer version: protobuf bytes that go back where they came from.
    package var unknownFields: [UInt8]

    package init(
        template: String,
        templateVersion: String = "",
        recipient: String = "",
        address: String = "",
        method: String = "",
        purpose: String = "",
        text: String = "",
        textHash: [UInt8] = [],
        values: [Attribute] = [],
        packs: [String] = [],
        author: Identifier,
        madeAt: Instant,
        deliveries: [LetterDelivery] = [],
        unknownFields: [UInt8] = []
    ) {
        self.template = template
        self.templateVersion = templateVersion
        self.recipient = recipient
        self.address = address
        self.method = method
        self.purpose = purpose
        self.text = text
        self.textHash = textHash
        self.values = values
        self.packs = packs
        self.author = author
        self.madeAt = madeAt
        self.deliveries = deliveries
        self.unknownFields = unknownFields
    }
}

/// How a copy of the letter reached the recipient, or did not.
package struct LetterDelivery: Hashable, Sendable, Codable {
    /// handed, posted, delivered, returned.
    package var how: String
    package var at: Instant
    package var tracking: String
    package var evidence: String
    package var author: Identifier

    package init(
        how: String,
        at: Instant,
        tracking: String = "",
        evidence: String = "",
        author: Identifier
    ) {
        self.how = how
        self.at = at
        self.tracking = tracking
        self.evidence = evidence
        self.author = author
    }
}
