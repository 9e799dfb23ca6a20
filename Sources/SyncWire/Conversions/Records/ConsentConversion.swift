package import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf

extension Consent {
    package func proto() throws -> Cartera_V1_Consent {
        try .with {
            $0.channel = channel
            $0.contactPoint = contactPoint.data
            $0.scope = scope
            $0.givenAt = givenAt.milliseconds
            $0.revokedAt = revokedAt.milliseconds
            $0.expiresAt = expiresAt.milliseconds
            $0.evidence = evidence
            $0.author = author.givenData
            try $0.keep(unknownFields)
        }
    }
}

extension Cartera_V1_Consent {
    package func native() throws -> Consent {
        Consent(
            channel: channel, contactPoint: try contactPoint.optionalIdentifier("Consent.contact_point"),
            scope: scope, givenAt: givenAt.optionalInstant, revokedAt: revokedAt.optionalInstant,
            expiresAt: expiresAt.optionalInstant, evidence: evidence,
            author: try author.givenIdentifier("Consent.author"), unknownFields: [UInt8](unknownFields.data))
    }
}
