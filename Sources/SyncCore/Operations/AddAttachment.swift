package import FieldModel

/// A file that belongs to the account.
package struct AddAttachment: Sendable, Hashable, Codable {
    package var attachment: RecordID
    package var name: String
    package var mediaType: String
    package var size: UInt64
    package var contentHash: [UInt8]

    package init(
        attachment: RecordID, name: String, mediaType: String = "", size: UInt64 = 0, contentHash: [UInt8] = []
    ) {
        self.attachment = attachment
        self.name = name
        self.mediaType = mediaType
        self.size = size
        self.contentHash = contentHash
    }
}

extension AddAttachment: Decidable {
    /// Its rules come with a later version; until then it waits.
    func decide(_ draft: inout Draft) { draft.hold(.unsupported) }
}
