internal import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf
package import SyncCore

extension ReversePayment {
    package func proto() -> Cartera_V1_ReversePayment {
        .with {
            $0.payment = payment.data
            $0.reason = reason
        }
    }
}

extension Cartera_V1_ReversePayment {
    package func native() throws -> ReversePayment {
        ReversePayment(payment: try payment.identifier("ReversePayment.payment"), reason: reason)
    }
}
