package import FieldModel
internal import SwiftProtobuf

extension OwedCell {
    package func proto() -> Cartera_V1_OwedCell {
        .with {
            $0.status = status
            $0.part = part
            $0.amount = amount
        }
    }
}

extension Cartera_V1_OwedCell {
    package func native(_ field: String) throws -> OwedCell {
        OwedCell(status: status, part: part, amount: try amount.amount(field))
    }
}
