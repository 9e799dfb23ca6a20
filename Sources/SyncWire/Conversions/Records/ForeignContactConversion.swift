package import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf

extension ForeignContact {
    package func proto() throws -> Cartera_V1_ForeignContact {
        try .with {
            $0.at = at.milliseconds
            $0.channel = channel
            $0.direction = direction
            $0.result = result
            $0.person = person
            $0.place = place
            $0.purpose = purpose
            $0.withdrawn = withdrawn
            $0.otherCreditor = otherCreditor
            try $0.keep(unknownFields)
        }
    }
}

extension Cartera_V1_ForeignContact {
    package func native() -> ForeignContact {
        ForeignContact(
            at: Instant(milliseconds: at), channel: channel, direction: direction, result: result, person: person,
            place: place, purpose: purpose, withdrawn: withdrawn, otherCreditor: otherCreditor,
            unknownFields: [UInt8](unknownFields.data))
    }
}
