package import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf

extension Flag {
    package func proto() throws -> Cartera_V1_Flag {
        try .with {
            $0.kind = kind
            $0.sinceDay = sinceDay.rataDie
            $0.recordedAt = recordedAt.milliseconds
            $0.written = written
            $0.evidence = evidence
            $0.author = author.givenData
            $0.clearedBy = clearedBy.data
            $0.clearedAt = clearedAt.milliseconds
            $0.clearEvidence_p = clearEvidence
            $0.origin = origin.data
            try $0.keep(unknownFields)
        }
    }
}

extension Cartera_V1_Flag {
    package func native() throws -> Flag {
        Flag(
            kind: kind, sinceDay: try sinceDay.optionalDay("Flag.since_day"),
            recordedAt: Instant(milliseconds: recordedAt), written: written, evidence: evidence,
            author: try author.givenIdentifier("Flag.author"),
            clearedBy: try clearedBy.optionalIdentifier("Flag.cleared_by"), clearedAt: clearedAt.optionalInstant,
            clearEvidence: clearEvidence_p, origin: try origin.optionalIdentifier("Flag.origin"),
            unknownFields: [UInt8](unknownFields.data))
    }
}
