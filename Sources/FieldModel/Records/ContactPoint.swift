/// An element of the account's set of phones, e-mails and addresses.
package struct ContactPoint: Hashable, Sendable, Codable {
    package var kind: ContactPointKind
    /// The number, the e-mail, or the street line of an address. <= 500 bytes.
    package var value: String
    package var label: String
    package var city: String
    package var state: String
    /// ISO 3166-1 alpha-2.
    package var country: String
    package var postalCode: String
    package var location: GeoPoint?
    /// True when it came from the lender's file.
    package var fromLender: Bool
    package var author: Identifier
    package var addedAt: Instant
    /// Set once removed; the element stays removed.
    package var removedBy: Identifier?
    package var removedAt: Instant?
    /// Per field, the operation that wrote it last: what an edit's base is compared with.
    package var stamps: [FieldStamp]
    /// Fields of a newer version: protobuf bytes that go back where they came from.
    package var unknownFields: [UInt8]

    package init(
        kind: ContactPointKind,
        value: String,
        label: String = "",
        city: String = "",
        state: String = "",
        country: String = "",
        postalCode: String = "",
        location: GeoPoint? = nil,
        fromLender: Bool = false,
        author: Identifier,
        addedAt: Instant,
        removedBy: Identifier? = nil,
        removedAt: Instant? = nil,
        stamps: [FieldStamp] = [],
        unknownFields: [UInt8] = []
    ) {
        self.kind = kind
        self.value = value
        self.label = label
        self.city = city
        self.state = state
        self.country = country
        self.postalCode = postalCode
        self.location = location
        self.fromLender = fromLender
        self.author = author
        self.addedAt = addedAt
        self.removedBy = removedBy
        self.removedAt = removedAt
        self.stamps = stamps
        self.unknownFields = unknownFields
    }
}

package enum ContactPointKind: Int, Hashable, Sendable, Codable, CaseIterable {
    case phone = 1
    case email = 2
    case address = 3
    case workplace = 4
}
