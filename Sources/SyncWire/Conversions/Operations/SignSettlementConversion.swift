internal import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf
package import SyncCore

extension SignSettlement {
    package func proto() -> Cartera_V1_SignSettlement {
        .with {
            $0.offer = offer.data
            $0.signedAt = signedAt.milliseconds
            $0.evidence = evidence
        }
    }
}

extension Cartera_V1_SignSettlement {
    package func native() throws -> SignSettlement {
        SignSettlement(
            offer: try offer.identifier("SignSettlement.offer"), signedAt: signedAt.optionalInstant, evidence: evidence)
    }
}
