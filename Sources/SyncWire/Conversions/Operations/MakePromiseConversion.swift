internal import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf
package import SyncCore

extension MakePromise {
    package func proto() -> Cartera_V1_MakePromise {
        .with {
            $0.promise = promise.data
            $0.instalments = instalments.map { $0.proto() }
            $0.currency = currency
        }
    }
}

extension Cartera_V1_MakePromise {
    package func native() throws -> MakePromise {
        MakePromise(
            promise: try promise.identifier("MakePromise.promise"),
            instalments: try instalments.map { try $0.native() }, currency: currency)
    }
}
