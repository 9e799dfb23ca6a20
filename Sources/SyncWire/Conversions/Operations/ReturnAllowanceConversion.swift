internal import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf
package import SyncCore

extension ReturnAllowance {
    package func proto() -> Cartera_V1_ReturnAllowance {
        .with {
            $0.allowance = allowance.data
            $0.unspent = UInt32(clamping: unspent)
            $0.throughSequence = throughSequence
        }
    }
}

extension Cartera_V1_ReturnAllowance {
    package func native() throws -> ReturnAllowance {
        ReturnAllowance(
            allowance: try allowance.identifier("ReturnAllowance.allowance"), unspent: Int(unspent),
            throughSequence: throughSequence)
    }
}
