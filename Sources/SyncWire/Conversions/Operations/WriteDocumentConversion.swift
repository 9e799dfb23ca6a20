internal import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf
package import SyncCore

extension WriteDocument {
    package func proto() throws -> Cartera_V1_WriteDocument {
        try .with {
            $0.kind = kind.proto()
            $0.id = id.data
            $0.content = Data(try WireRecordCodec().encode(content))
        }
    }
}

extension Cartera_V1_WriteDocument {
    package func native() throws -> WriteDocument {
        let kind = try kind.native("WriteDocument.kind")
        return WriteDocument(
            kind: kind, id: try id.identifier("WriteDocument.id"),
            content: try WireRecordCodec().decode(kind: kind, bytes: [UInt8](content)))
    }
}
