internal import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf
package import SyncCore

extension DecideOperation {
    package func proto() -> Cartera_V1_DecideOperation {
        .with {
            $0.operation = operation.data
            $0.device = device.data
            $0.granted = granted
            $0.reason = reason
            $0.firstApprovalBy = firstApprovalBy.data
        }
    }
}

extension Cartera_V1_DecideOperation {
    package func native() throws -> DecideOperation {
        DecideOperation(
            operation: try operation.identifier("DecideOperation.operation"),
            device: try device.identifier("DecideOperation.device"), granted: granted, reason: reason,
            firstApprovalBy: try firstApprovalBy.optionalIdentifier("DecideOperation.first_approval_by"))
    }
}
