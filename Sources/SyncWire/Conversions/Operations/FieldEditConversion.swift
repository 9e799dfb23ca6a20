internal import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf
package import SyncCore

extension FieldEdit {
    package func proto() -> Cartera_V1_FieldEdit {
        .with {
            $0.field = field
            $0.base = base
            $0.value = value
            $0.baseOperation = baseOperation.data
        }
    }
}

extension Cartera_V1_FieldEdit {
    package func native() throws -> FieldEdit {
        FieldEdit(
            field: field, base: base, value: value,
            baseOperation: try baseOperation.optionalIdentifier("FieldEdit.base_operation"))
    }
}
