package import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf

extension Allowance {
    package func proto() throws -> Cartera_V1_Allowance {
        try .with {
            $0.person = person.givenData
            $0.rule = rule
            $0.holder = holder.givenData
            $0.units = UInt32(clamping: units)
            $0.validFrom = validFrom.milliseconds
            $0.validUntil = validUntil.milliseconds
            $0.spent = UInt32(clamping: spent)
            $0.closed = closed
            try $0.keep(unknownFields)
        }
    }
}

extension Cartera_V1_Allowance {
    package func native() throws -> Allowance {
        Allowance(
            person: try person.givenIdentifier("Allowance.person"), rule: rule,
            holder: try holder.givenIdentifier("Allowance.holder"), units: Int(units),
            validFrom: validFrom.optionalInstant, validUntil: validUntil.optionalInstant, spent: Int(spent),
            closed: closed, unknownFields: [UInt8](unknownFields.data))
    }
}
