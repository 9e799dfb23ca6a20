package import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf

extension Contact {
    package func proto() throws -> Cartera_V1_Contact {
        try .with {
            $0.channel = channel
            $0.direction = direction
            $0.result = result
            $0.person = person
            $0.place = place
            $0.purpose = purpose
            $0.contactPoint = contactPoint.data
            $0.relatedPerson = relatedPerson.data
            $0.at = at.milliseconds
            $0.author = author.givenData
            $0.note = note
            $0.withdrawnBy = withdrawnBy.data
            $0.planned = planned.data
            if let countedAt { $0.countedAt = countedAt.milliseconds }
            try $0.keep(unknownFields)
        }
    }
}

extension Cartera_V1_Contact {
    package func native() throws -> Contact {
        Contact(
            channel: channel, direction: direction, result: result, person: person, place: place, purpose: purpose,
            contactPoint: try contactPoint.optionalIdentifier("Contact.contact_point"),
            relatedPerson: try relatedPerson.optionalIdentifier("Contact.related_person"),
            at: Instant(milliseconds: at), author: try author.givenIdentifier("Contact.author"), note: note,
            withdrawnBy: try withdrawnBy.optionalIdentifier("Contact.withdrawn_by"),
            planned: try planned.optionalIdentifier("Contact.planned"), countedAt: countedAt.optionalInstant,
            unknownFields: [UInt8](unknownFields.data))
    }
}
