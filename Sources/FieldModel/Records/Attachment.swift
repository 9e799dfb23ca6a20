/// A file that belongs to an account; its content travels apart.
package struct Attachment: Hashable, Sendable, Codable {
    package var name: String
    package var mediaType: String
    package var size: UInt64
    /// SHA-256 of the content.
    package var contentHash: [UInt8]
    package var author: Identifier
    package var addedAt: Instant
    /// What it shows, such as `photo` or `identification`.
    package var kind: String
    package var note: String
    /// The operation that took it back: it is shown as withdrawn, and laptops drop its content.
    package var withdrawnBy: OperationID?
    /// Fields of a newer version: protobuf bytes that go back where they came from.
    package var unknownFields: [UInt8]

    package init(
        name: String,
        mediaType: String = "",
        size: UInt64 = 0,
        contentHash: [UInt8] = [],
        author: Identifier,
        addedAt: Instant,
        kind: String = "",
        note: String = "",
        withdrawnBy: OperationID? = nil,
        unknownFields: [UInt8] = []
    ) {
        self.name = name
        self.mediaType = mediaType
        self.size = size
        self.contentHash = contentHash
        self.author = author
        self.addedAt = addedAt
        self.kind = kind
        self.note = note
        self.withdrawnBy = withdrawnBy
        self.unknownFields = unknownFields
    }
}
