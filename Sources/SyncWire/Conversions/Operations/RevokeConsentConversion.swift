internal import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf
package import SyncCore

extension RevokeConsent {
    package func proto() -> Cartera_V1_RevokeConsent {
        .with {
            $0.consent = consent.data
            $0.revokedAt = revokedAt.milliseconds
        }
    }
}

extension Cartera_V1_RevokeConsent {
    package func native() throws -> RevokeConsent {
        RevokeConsent(consent: try consent.identifier("RevokeConsent.consent"), revokedAt: revokedAt.optionalInstant)
    }
}
