package import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf

extension Notice {
    package func proto() throws -> Cartera_V1_Notice {
        try .with {
            $0.kind = kind
            $0.at = at.milliseconds
            $0.letter = letter.data
            try $0.keep(unknownFields)
        }
    }
}

extension Cartera_V1_Notice {
    package func native() throws -> Notice {
        Notice(
            kind: kind, at: Instant(milliseconds: at), letter: try letter.optionalIdentifier("Notice.letter"),
            unknownFields: [UInt8](unknownFields.data))
    }
}
