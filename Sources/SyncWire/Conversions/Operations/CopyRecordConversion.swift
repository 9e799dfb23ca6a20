internal import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf
package import SyncCore

extension CopyRecord {
    package func proto() throws -> Cartera_V1_CopyRecord {
        try .with {
            $0.kind = content.kind.proto()
            $0.id = id.data
            $0.content = Data(try WireRecordCodec().encode(content))
        }
    }
}

extension Cartera_V1_CopyRecord {
    package func native() throws -> CopyRecord {
        let kind = try kind.native("CopyRecord.kind")
        return CopyRecord(
            id: try id.identifier("CopyRecord.id"),
            content: try WireRecordCodec().decode(kind: kind, bytes: [UInt8](content)))
    }
}
