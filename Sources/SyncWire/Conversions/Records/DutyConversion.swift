package import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf

extension Duty {
    package func proto() throws -> Cartera_V1_Duty {
        try .with {
            $0.kind = kind
            $0.dueAt = dueAt.milliseconds
            $0.satisfiedBy = satisfiedBy.data
            $0.rule = rule
            $0.startedBy = startedBy.data
            $0.startedAt = startedAt.milliseconds
            $0.satisfiedAt = satisfiedAt.milliseconds
            $0.citation = citation
            $0.missedAt = missedAt.milliseconds
            try $0.keep(unknownFields)
        }
    }
}

extension Cartera_V1_Duty {
    package func native() throws -> Duty {
        Duty(
            kind: kind, dueAt: dueAt.optionalInstant,
            satisfiedBy: try satisfiedBy.optionalIdentifier("Duty.satisfied_by"), rule: rule,
            startedBy: try startedBy.optionalIdentifier("Duty.started_by"), startedAt: startedAt.optionalInstant,
            satisfiedAt: satisfiedAt.optionalInstant, citation: citation, missedAt: missedAt.optionalInstant,
            unknownFields: [UInt8](unknownFields.data))
    }
}
