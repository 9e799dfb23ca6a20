package import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf

extension Payment {
    package func proto() throws -> Cartera_V1_Payment {
        try .with {
            $0.amount = amount
            $0.method = method
            $0.reference = reference
            $0.claimedAt = claimedAt.milliseconds
            $0.effectiveAt = effectiveAt.milliseconds
            $0.effectiveDay = effectiveDay.rataDie
            $0.author = author.givenData
            $0.voucher = voucher
            $0.reversedBy = reversedBy.data
            $0.reversedAt = reversedAt.milliseconds
            $0.reversalReason = reversalReason
            $0.fromLender = fromLender
            $0.externalReference = externalReference
            $0.clockSuspect = clockSuspect
            $0.match = match.data
            $0.matchSuspected = matchSuspected
            $0.reversalReference = reversalReference
            try $0.keep(unknownFields)
        }
    }
}

extension Cartera_V1_Payment {
    package func native() throws -> Payment {
        Payment(
            amount: try amount.amount("Payment.amount"), method: method, reference: reference,
            claimedAt: Instant(milliseconds: claimedAt), effectiveAt: Instant(milliseconds: effectiveAt),
            effectiveDay: try effectiveDay.day("Payment.effective_day"),
            author: try author.givenIdentifier("Payment.author"), voucher: voucher,
            reversedBy: try reversedBy.optionalIdentifier("Payment.reversed_by"),
            reversedAt: reversedAt.optionalInstant, reversalReason: reversalReason, fromLender: fromLender,
            externalReference: externalReference, clockSuspect: clockSuspect,
            match: try match.optionalIdentifier("Payment.match"), matchSuspected: matchSuspected,
            reversalReference: reversalReference,
            unknownFields: [UInt8](unknownFields.data))
    }
}
