internal import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf
package import SyncCore

extension ClearFlag {
    package func proto() -> Cartera_V1_ClearFlag {
        .with {
            $0.flag = flag.data
            $0.evidence = evidence
        }
    }
}

extension Cartera_V1_ClearFlag {
    package func native() throws -> ClearFlag {
        ClearFlag(flag: try flag.identifier("ClearFlag.flag"), evidence: evidence)
    }
}
