internal import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf
package import SyncCore

extension UpdateContactPoint {
    package func proto() -> Cartera_V1_UpdateContactPoint {
        .with {
            $0.point = point.data
            $0.edits = edits.map { $0.proto() }
        }
    }
}

extension Cartera_V1_UpdateContactPoint {
    package func native() throws -> UpdateContactPoint {
        UpdateContactPoint(
            point: try point.identifier("UpdateContactPoint.point"), edits: try edits.map { try $0.native() })
    }
}
