internal import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf
package import SyncCore

extension SetAccountFields {
    package func proto() -> Cartera_V1_SetAccountFields {
        .with {
            $0.edits = edits.map { $0.proto() }
        }
    }
}

extension Cartera_V1_SetAccountFields {
    package func native() throws -> SetAccountFields {
        SetAccountFields(edits: try edits.map { try $0.native() })
    }
}
