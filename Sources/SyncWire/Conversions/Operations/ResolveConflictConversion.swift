internal import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf
package import SyncCore

extension ResolveConflict {
    package func proto() -> Cartera_V1_ResolveConflict {
        .with {
            $0.conflict = conflict.data
            $0.value = value
            $0.valuesSeen = UInt32(clamping: valuesSeen)
        }
    }
}

extension Cartera_V1_ResolveConflict {
    package func native() throws -> ResolveConflict {
        ResolveConflict(
            conflict: try conflict.identifier("ResolveConflict.conflict"), value: value, valuesSeen: Int(valuesSeen))
    }
}
