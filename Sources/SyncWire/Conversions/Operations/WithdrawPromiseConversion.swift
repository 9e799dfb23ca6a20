internal import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf
package import SyncCore

extension WithdrawPromise {
    package func proto() -> Cartera_V1_WithdrawPromise {
        .with {
            $0.promise = promise.data
            $0.reason = reason
            $0.baseRevision = UInt32(clamping: baseRevision)
        }
    }
}

extension Cartera_V1_WithdrawPromise {
    package func native() throws -> WithdrawPromise {
        WithdrawPromise(
            promise: try promise.identifier("WithdrawPromise.promise"), reason: reason,
            baseRevision: Int(baseRevision))
    }
}
