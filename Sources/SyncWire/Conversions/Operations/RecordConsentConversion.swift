internal import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf
package import SyncCore

extension RecordConsent {
    package func proto() -> Cartera_V1_RecordConsent {
        .with {
            $0.consent = consent.data
            $0.channel = channel
            $0.contactPoint = contactPoint.data
            $0.scope = scope
            $0.givenAt = givenAt.milliseconds
            $0.expiresAt = expiresAt.milliseconds
            $0.evidence = evidence
        }
    }
}

extension Cartera_V1_RecordConsent {
    package func native() throws -> RecordConsent {
        RecordConsent(
            consent: try consent.identifier("RecordConsent.consent"), channel: channel,
            contactPoint: try contactPoint.optionalIdentifier("RecordConsent.contact_point"), scope: scope,
            givenAt: givenAt.optionalInstant, expiresAt: expiresAt.optionalInstant, evidence: evidence)
    }
}
