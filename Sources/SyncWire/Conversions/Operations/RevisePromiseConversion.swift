internal import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf
package import SyncCore

extension RevisePromise {
    package func proto() -> Cartera_V1_RevisePromise {
        .with {
            $0.promise = promise.data
            $0.instalments = instalments.map { $0.proto() }
            $0.currency = currency
            $0.baseRevision = UInt32(clamping: baseRevision)
        }
    }
}

extension Cartera_V1_RevisePromise {
    package func native() throws -> RevisePromise {
        RevisePromise(
            promise: try promise.identifier("RevisePromise.promise"),
            instalments: try instalments.map { try $0.native() }, currency: currency, baseRevision: Int(baseRevision))
    }
}
