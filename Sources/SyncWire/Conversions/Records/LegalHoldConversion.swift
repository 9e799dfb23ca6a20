package import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf

extension LegalHold {
    package func proto() throws -> Cartera_V1_LegalHold {
        try .with {
            $0.reason = reason
            $0.since = since.milliseconds
            $0.liftedAt = liftedAt.milliseconds
            $0.author = author.givenData
            $0.liftedBy = liftedBy.data
            $0.liftReason = liftReason
            try $0.keep(unknownFields)
        }
    }
}

extension Cartera_V1_LegalHold {
    package func native() throws -> LegalHold {
        LegalHold(
            reason: reason, since: since.optionalInstant, liftedAt: liftedAt.optionalInstant,
            author: try author.givenIdentifier("LegalHold.author"),
            liftedBy: try liftedBy.optionalIdentifier("LegalHold.lifted_by"), liftReason: liftReason,
            unknownFields: [UInt8](unknownFields.data))
    }
}
