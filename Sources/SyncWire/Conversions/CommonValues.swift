package import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf

extension Outcome {
    package func proto() -> Cartera_V1_Outcome {
        .with {
            $0.state = state.proto()
            $0.reason = reason
            $0.rule = rule
            $0.mergedFields = mergedFields
            $0.conflicts = conflicts.map(\.data)
            $0.findings = findings.map { $0.proto() }
            $0.verdicts = verdicts.map { $0.proto() }
            $0.packs = packs
        }
    }
}

extension Cartera_V1_Outcome {
    package func native() throws -> Outcome {
        Outcome(
            state: try state.native("Outcome.state"), reason: reason, rule: rule, mergedFields: mergedFields,
            conflicts: try conflicts.map { try $0.identifier("Outcome.conflicts") },
            findings: try findings.map { try $0.native() }, verdicts: verdicts.map { $0.native() }, packs: packs)
    }
}

extension VerdictNote {
    package func proto() -> Cartera_V1_VerdictNote {
        .with {
            $0.rule = rule
            $0.verdict = verdict
            $0.packVersion = UInt32(clamping: packVersion)
            $0.allowedFrom = allowedFrom.milliseconds
        }
    }
}

extension Cartera_V1_VerdictNote {
    package func native() -> VerdictNote {
        VerdictNote(
            rule: rule, verdict: verdict, packVersion: Int(packVersion), allowedFrom: allowedFrom.optionalInstant)
    }
}

extension FindingNote {
    package func proto() -> Cartera_V1_FindingNote {
        .with {
            $0.id = id.givenData
            $0.code = code
        }
    }
}

extension Cartera_V1_FindingNote {
    package func native() throws -> FindingNote {
        FindingNote(id: try id.givenIdentifier("FindingNote.id"), code: code)
    }
}

extension GeoPoint {
    package func proto() -> Cartera_V1_GeoPoint {
        .with {
            $0.latitudeE7 = latitudeE7
            $0.longitudeE7 = longitudeE7
            $0.accuracyM = UInt32(clamping: accuracyM)
        }
    }
}

extension Cartera_V1_GeoPoint {
    package func native() -> GeoPoint {
        GeoPoint(latitudeE7: latitudeE7, longitudeE7: longitudeE7, accuracyM: Int(accuracyM))
    }
}

extension Attribute {
    package func proto() -> Cartera_V1_Attribute {
        .with {
            $0.key = key
            $0.value = value
        }
    }
}

extension Cartera_V1_Attribute {
    package func native() -> Attribute {
        Attribute(key: key, value: value)
    }
}

extension FieldStamp {
    package func proto() -> Cartera_V1_FieldStamp {
        .with {
            $0.field = field
            $0.operation = operation.givenData
            $0.author = author.givenData
            $0.at = at.milliseconds
        }
    }
}

extension Cartera_V1_FieldStamp {
    package func native() throws -> FieldStamp {
        FieldStamp(
            field: field, operation: try operation.givenIdentifier("FieldStamp.operation"),
            author: try author.givenIdentifier("FieldStamp.author"), at: Instant(milliseconds: at))
    }
}
