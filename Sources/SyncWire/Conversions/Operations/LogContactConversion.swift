internal import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf
package import SyncCore

extension LogContact {
    package func proto() -> Cartera_V1_LogContact {
        .with {
            $0.contact = contact.data
            $0.channel = channel
            $0.direction = direction
            $0.result = result
            $0.person = person
            $0.place = place
            $0.purpose = purpose
            $0.contactPoint = contactPoint.data
            $0.relatedPerson = relatedPerson.data
            $0.at = at.milliseconds
            $0.note = note
            $0.planned = planned.data
        }
    }
}

extension Cartera_V1_LogContact {
    package func native() throws -> LogContact {
        LogContact(
            contact: try contact.identifier("LogContact.contact"), channel: channel, direction: direction,
            result: result, person: person, place: place, purpose: purpose,
            contactPoint: try contactPoint.optionalIdentifier("LogContact.contact_point"),
            relatedPerson: try relatedPerson.optionalIdentifier("LogContact.related_person"), at: at.optionalInstant,
            note: note, planned: try planned.optionalIdentifier("LogContact.planned"))
    }
}
