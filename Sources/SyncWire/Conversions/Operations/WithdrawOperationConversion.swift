internal import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf
package import SyncCore

extension WithdrawOperation {
    package func proto() -> Cartera_V1_WithdrawOperation {
        .with {
            $0.operation = operation.data
            $0.reason = reason
        }
    }
}

extension Cartera_V1_WithdrawOperation {
    package func native() throws -> WithdrawOperation {
        WithdrawOperation(operation: try operation.identifier("WithdrawOperation.operation"), reason: reason)
    }
}
