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
            $0.spends = spends.map { $0.proto() }
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
            closed: closed, spends: try spends.map { try $0.native() },
            unknownFields: [UInt8](unknownFields.data))
    }
}

extension AllowanceSpend {
    package func proto() -> Cartera_V1_AllowanceSpend {
        .with {
            $0.plan = plan.givenData
            $0.at = at.milliseconds
            $0.channel = channel
            $0.fact = fact.data
        }
    }
}

extension Cartera_V1_AllowanceSpend {
    package func native() throws -> AllowanceSpend {
        AllowanceSpend(
            plan: try plan.givenIdentifier("AllowanceSpend.plan"), at: Instant(milliseconds: at), channel: channel,
            fact: try fact.optionalIdentifier("AllowanceSpend.fact"))
    }
}
