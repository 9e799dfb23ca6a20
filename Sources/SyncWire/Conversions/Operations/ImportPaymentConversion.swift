internal import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf
package import SyncCore

extension ImportPayment {
    package func proto() -> Cartera_V1_ImportPayment {
        .with {
            $0.payment = payment.data
            $0.amount = amount
            $0.method = method
            $0.externalReference = externalReference
            $0.effectiveDay = effectiveDay.rataDie
            $0.reverses = reverses
            $0.matches = matches
        }
    }
}

extension Cartera_V1_ImportPayment {
    package func native() throws -> ImportPayment {
        ImportPayment(
            payment: try payment.identifier("ImportPayment.payment"),
            amount: try amount.amount("ImportPayment.amount"), method: method, externalReference: externalReference,
            effectiveDay: try effectiveDay.optionalDay("ImportPayment.effective_day"), reverses: reverses,
            matches: matches)
    }
}
