internal import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf
package import SyncCore

extension RecordVisit {
    package func proto() -> Cartera_V1_RecordVisit {
        .with {
            $0.visit = visit.data
            $0.outcome = outcome
            $0.person = person
            $0.place = place
            $0.startedAt = startedAt.milliseconds
            $0.endedAt = endedAt.milliseconds
            $0.note = note
            if let location { $0.location = location.proto() }
            $0.contactPoint = contactPoint.data
            $0.relatedPerson = relatedPerson.data
            $0.purpose = purpose
            $0.planned = planned.data
        }
    }
}

extension Cartera_V1_RecordVisit {
    package func native() throws -> RecordVisit {
        RecordVisit(
            visit: try visit.identifier("RecordVisit.visit"), outcome: outcome, person: person, place: place,
            startedAt: startedAt.optionalInstant, endedAt: endedAt.optionalInstant, note: note,
            location: hasLocation ? location.native() : nil,
            contactPoint: try contactPoint.optionalIdentifier("RecordVisit.contact_point"),
            relatedPerson: try relatedPerson.optionalIdentifier("RecordVisit.related_person"), purpose: purpose,
            planned: try planned.optionalIdentifier("RecordVisit.planned"))
    }
}
