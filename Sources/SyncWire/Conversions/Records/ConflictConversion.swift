package import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf

extension Conflict {
    package func proto() throws -> Cartera_V1_Conflict {
        try .with {
            $0.recordKind = recordKind.proto()
            $0.record = record.givenData
            $0.field = field
            $0.base = base
            $0.values = values.map { $0.proto() }
            $0.resolved = resolved
            $0.resolution = resolution
            $0.resolvedBy = resolvedBy.data
            $0.openedAt = openedAt.milliseconds
            $0.resolvedAt = resolvedAt.milliseconds
            $0.resolvedIn = resolvedIn.data
            try $0.keep(unknownFields)
        }
    }
}

extension Cartera_V1_Conflict {
    package func native() throws -> Conflict {
        Conflict(
            recordKind: try recordKind.native("Conflict.record_kind"),
            record: try record.givenIdentifier("Conflict.record"), field: field, base: base,
            values: try values.map { try $0.native() }, resolved: resolved, resolution: resolution,
            resolvedBy: try resolvedBy.optionalIdentifier("Conflict.resolved_by"),
            openedAt: Instant(milliseconds: openedAt), resolvedAt: resolvedAt.optionalInstant,
            resolvedIn: try resolvedIn.optionalIdentifier("Conflict.resolved_in"),
            unknownFields: [UInt8](unknownFields.data))
    }
}

extension ConflictValue {
    package func proto() -> Cartera_V1_ConflictValue {
        .with {
            $0.value = value
            $0.author = author.givenData
            $0.at = at.milliseconds
            $0.operation = operation.givenData
        }
    }
}

extension Cartera_V1_ConflictValue {
    package func native() throws -> ConflictValue {
        ConflictValue(
            value: value, author: try author.givenIdentifier("ConflictValue.author"), at: Instant(milliseconds: at),
            operation: try operation.givenIdentifier("ConflictValue.operation"))
    }
}
