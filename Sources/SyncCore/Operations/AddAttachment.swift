package import FieldModel

/// A file that belongs to the account. Its content follows by itself, after the records.
package struct AddAttachment: Sendable, Hashable, Codable {
    package var attachment: RecordID
    package var name: String
    package var mediaType: String
    package var size: UInt64
    package var contentHash: [UInt8]
    package var kind: String
    package var note: String

    package init(
        attachment: RecordID, name: String, mediaType: String = "", size: UInt64 = 0, contentHash: [UInt8] = [],
        kind: String = "", note: String = ""
    ) {
        self.attachment = attachment
        self.name = name
        self.mediaType = mediaType
        self.size = size
        self.contentHash = contentHash
        self.kind = kind
        self.note = note
    }
}

/// No fact: an account takes only so much, and the one that comes later is refused.
extension AddAttachment: Decidable {
    func decide(_ draft: inout Draft) {
        draft.check(text: name, most: Limits.nameBytes, required: true)
        draft.require(!name.contains("/") && name != "." && name != "..", .badFileName)
        draft.check(text: mediaType, most: Limits.mediaTypeBytes, required: true)
        draft.check(word: kind, in: Vocabulary.attachmentKinds)
        draft.check(text: note, most: Limits.noteBytes, lines: true)
        draft.require(contentHash.count == AddAttachment.hashBytes, .malformed)
        draft.require(size > 0, .attachmentEmpty)
        draft.require(size <= Limits.attachmentBytes, .attachmentTooLarge)
        guard draft.isSound else { return }
        let made = Attachment(
            name: name, mediaType: mediaType, size: size, contentHash: contentHash, author: draft.author,
            addedAt: draft.context.actedAt, kind: kind, note: note)
        let others = draft.aggregate.all(Attachment.self).filter { $0.id != attachment }.map(\.value)
        draft.require(
            others.count < Limits.attachmentsPerAccount
                && Self.bytes(of: others + [made]) <= Limits.attachmentBytesPerAccount,
            .tooManyAttachments)
        draft.create(made, attachment)
    }

    private static let hashBytes = 32

    /// A content that stands under the account twice is kept once.
    private static func bytes(of attachments: [Attachment]) -> UInt64 {
        var seen: Set<[UInt8]> = []
        return attachments.reduce(0) { sum, attachment in
            seen.insert(attachment.contentHash).inserted
                ? sum + min(attachment.size, Limits.attachmentBytesPerAccount) : sum
        }
    }
}
