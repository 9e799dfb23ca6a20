/// Somebody other than the debtor whom a collector may meet.
package struct RelatedPerson: Hashable, Sendable, Codable {
    /// spouse, guarantor, co_obligor, attorney, estate_representative, employer, reference.
    package var role: String
    package var name: String
    package var contactPoints: [Identifier]
    package var phone: String
    package var agreedPlace: String
    package var author: Identifier
    package var stamps: [FieldStamp]
    /// Fields of a newer version: protobuf bytes that go back where they came from.
    package var unknownFields: [UInt8]

    package init(
        role: String,
        name: String = "",
        contactPoints: [Identifier] = [],
        phone: String = "",
        agreedPlace: String = "",
        author: Identifier,
        stamps: [FieldStamp] = [],
        unknownFields: [UInt8] = []
    ) {
        self.role = role
        self.name = name
        self.contactPoints = contactPoints
        self.phone = phone
        self.agreedPlace = agreedPlace
        self.author = author
        self.stamps = stamps
        self.unknownFields = unknownFields
    }
}
