package import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf

extension Attachment {
    package func proto() throws -> Cartera_V1_Attachment {
        try .with {
            $0.name = name
            $0.mediaType = mediaType
            $0.size = size
            $0.contentHash = Data(contentHash)
            $0.author = author.givenData
            $0.addedAt = addedAt.milliseconds
            $0.kind = kind
            $0.note = note
            $0.withdrawnBy = withdrawnBy.data
            try $0.keep(unknownFields)
        }
    }
}

extension Cartera_V1_Attachment {
    package func native() throws -> Attachment {
        Attachment(
            name: name, mediaType: mediaType, size: size, contentHash: [UInt8](contentHash),
            author: try author.givenIdentifier("Attachment.author"), addedAt: Instant(milliseconds: addedAt),
            kind: kind, note: note, withdrawnBy: try withdrawnBy.optionalIdentifier("Attachment.withdrawn_by"),
            unknownFields: [UInt8](unknownFields.data))
    }
}
