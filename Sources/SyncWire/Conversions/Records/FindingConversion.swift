package import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf

extension Finding {
    package func proto() throws -> Cartera_V1_Finding {
        try .with {
            $0.operation = operation.givenData
            $0.recordKind = recordKind.proto()
            $0.record = record.givenData
            $0.code = code
            $0.rule = rule
            $0.citation = citation
            $0.facts = facts.map { $0.proto() }
            $0.status = status
            $0.openedAt = openedAt.milliseconds
            $0.knowable = knowable
            $0.assignee = assignee.data
            $0.closingNote = closingNote
            try $0.keep(unknownFields)
        }
    }
}

extension Cartera_V1_Finding {
    package func native() throws -> Finding {
        Finding(
            operation: try operation.givenIdentifier("Finding.operation"),
            recordKind: try recordKind.native("Finding.record_kind"),
            record: try record.givenIdentifier("Finding.record"), code: code, rule: rule, citation: citation,
            facts: facts.map { $0.native() }, status: status, openedAt: Instant(milliseconds: openedAt),
            knowable: knowable, assignee: try assignee.optionalIdentifier("Finding.assignee"),
            closingNote: closingNote, unknownFields: [UInt8](unknownFields.data))
    }
}
