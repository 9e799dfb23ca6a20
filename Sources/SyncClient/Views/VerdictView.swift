internal import FieldModel

/// What rules said of an operation, as its receipt keeps it.
enum VerdictView {
    static func json(_ outcome: Outcome) -> JSONValue {
        .array(
            outcome.verdicts.map { note in
                [
                    "rule": .string(note.rule), "verdict": .string(note.verdict),
                    "pack_version": JSONValue(note.packVersion),
                    "allowed_from": note.allowedFrom.map { .string($0.rfc3339(offsetSeconds: 0)) } ?? .null,
                ]
            })
    }
}
