internal import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf
package import SyncCore

extension AddAttachment {
    package func proto() -> Cartera_V1_AddAttachment {
        .with {
            $0.attachment = attachment.data
            $0.name = name
            $0.mediaType = mediaType
            $0.size = size
            $0.contentHash = Data(contentHash)
            $0.kind = kind
            $0.note = note
        }
    }
}

extension Cartera_V1_AddAttachment {
    package func native() throws -> AddAttachment {
        AddAttachment(
            attachment: try attachment.identifier("AddAttachment.attachment"), name: name, mediaType: mediaType,
            size: size, contentHash: [UInt8](contentHash), kind: kind, note: note)
    }
}
