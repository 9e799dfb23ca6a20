internal import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf
package import SyncCore

extension GrantAllowance {
    package func proto() -> Cartera_V1_GrantAllowance {
        .with {
            $0.allowance = allowance.data
            $0.person = person.data
            $0.rule = rule
            $0.holder = holder.data
            $0.units = UInt32(clamping: units)
            $0.validFrom = validFrom.milliseconds
            $0.validUntil = validUntil.milliseconds
        }
    }
}

extension Cartera_V1_GrantAllowance {
    package func native() throws -> GrantAllowance {
        GrantAllowance(
            allowance: try allowance.identifier("GrantAllowance.allowance"),
            person: try person.identifier("GrantAllowance.person"), rule: rule,
            holder: try holder.identifier("GrantAllowance.holder"), units: Int(units),
            validFrom: validFrom.optionalInstant, validUntil: validUntil.optionalInstant)
    }
}
