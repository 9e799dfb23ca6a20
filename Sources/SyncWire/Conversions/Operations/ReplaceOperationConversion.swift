internal import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf
package import SyncCore

extension ReplaceOperation {
    package func proto() throws -> Cartera_V1_ReplaceOperation {
        try .with {
            $0.operation = operation.data
            $0.intent = Data(try intent.proto().serializedBytes() as [UInt8])
        }
    }
}

extension Cartera_V1_ReplaceOperation {
    package func native() throws -> ReplaceOperation {
        ReplaceOperation(
            operation: try operation.identifier("ReplaceOperation.operation"),
            intent: try intent.nestedIntent("ReplaceOperation.intent"))
    }
}
