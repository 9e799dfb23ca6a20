internal import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf
package import SyncCore

extension RecordDelivery {
    package func proto() -> Cartera_V1_RecordDelivery {
        .with {
            $0.letter = letter.data
            $0.how = how
            $0.at = at.milliseconds
            $0.tracking = tracking
            $0.evidence = evidence
        }
    }
}

extension Cartera_V1_RecordDelivery {
    package func native() throws -> RecordDelivery {
        RecordDelivery(
            letter: try letter.identifier("RecordDelivery.letter"), how: how, at: at.optionalInstant,
            tracking: tracking, evidence: evidence)
    }
}
