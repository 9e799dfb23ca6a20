internal import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf
package import SyncCore

extension RecordPayment {
    package func proto() -> Cartera_V1_RecordPayment {
        .with {
            $0.payment = payment.data
            $0.amount = amount
            $0.currency = currency
            $0.method = method
            $0.reference = reference
            $0.claimedAt = claimedAt.milliseconds
            $0.voucher = voucher
        }
    }
}

extension Cartera_V1_RecordPayment {
    package func native() throws -> RecordPayment {
        RecordPayment(
            payment: try payment.identifier("RecordPayment.payment"),
            amount: try amount.amount("RecordPayment.amount"), currency: currency, method: method,
            reference: reference, claimedAt: claimedAt.optionalInstant, voucher: voucher)
    }
}
