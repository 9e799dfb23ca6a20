internal import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf
package import SyncCore

extension SetHold {
    package func proto() -> Cartera_V1_SetHold {
        .with {
            $0.hold = hold.data
            $0.reason = reason
            $0.lift = lift
        }
    }
}

extension Cartera_V1_SetHold {
    package func native() throws -> SetHold {
        SetHold(hold: try hold.identifier("SetHold.hold"), reason: reason, lift: lift)
    }
}
