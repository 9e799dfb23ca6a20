internal import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf
package import SyncCore

extension JudgeDuties {
    package func proto() -> Cartera_V1_JudgeDuties {
        .with {
            $0.asOf = asOf.milliseconds
        }
    }
}

extension Cartera_V1_JudgeDuties {
    package func native() throws -> JudgeDuties {
        JudgeDuties(asOf: Instant(milliseconds: asOf))
    }
}
