internal import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf
package import SyncCore

extension RemoveContactPoint {
    package func proto() -> Cartera_V1_RemoveContactPoint {
        .with {
            $0.point = point.data
            $0.seen = seen.map(\.data)
        }
    }
}

extension Cartera_V1_RemoveContactPoint {
    package func native() throws -> RemoveContactPoint {
        RemoveContactPoint(
            point: try point.identifier("RemoveContactPoint.point"),
            seen: try seen.map { try $0.identifier("RemoveContactPoint.seen") })
    }
}
