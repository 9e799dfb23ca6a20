package import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf

extension Visit {
    package func proto() throws -> Cartera_V1_Visit {
        try .with {
            $0.outcome = outcome
            $0.person = person
            $0.place = place
            $0.startedAt = startedAt.milliseconds
            $0.endedAt = endedAt.milliseconds
            $0.note = note
            if let location { $0.location = location.proto() }
            $0.author = author.givenData
            $0.recordedAt = recordedAt.milliseconds
            $0.contactPoint = contactPoint.data
            $0.relatedPerson = relatedPerson.data
            $0.purpose = purpose
            $0.revisions = revisions.map { $0.proto() }
            $0.withdrawnBy = withdrawnBy.data
            $0.planned = planned.data
            if let countedAt { $0.countedAt = countedAt.milliseconds }
            try $0.keep(unknownFields)
        }
    }
}

extension Cartera_V1_Visit {
    package func native() throws -> Visit {
        Visit(
            outcome: outcome, person: person, place: place, startedAt: startedAt.optionalInstant,
            endedAt: endedAt.optionalInstant, note: note, location: hasLocation ? location.native() : nil,
            author: try author.givenIdentifier("Visit.author"), recordedAt: Instant(milliseconds: recordedAt),
            contactPoint: try contactPoint.optionalIdentifier("Visit.contact_point"),
            relatedPerson: try relatedPerson.optionalIdentifier("Visit.related_person"), purpose: purpose,
            revisions: try revisions.map { try $0.native() },
            withdrawnBy: try withdrawnBy.optionalIdentifier("Visit.withdrawn_by"),
            planned: try planned.optionalIdentifier("Visit.planned"), countedAt: countedAt.optionalInstant,
            unknownFields: [UInt8](unknownFields.data))
    }
}

extension VisitRevision {
    package func proto() -> Cartera_V1_VisitRevision {
        .with {
            $0.operation = operation.givenData
            $0.amendedAt = amendedAt.milliseconds
            $0.previous = previous.map { $0.proto() }
        }
    }
}

extension Cartera_V1_VisitRevision {
    package func native() throws -> VisitRevision {
        VisitRevision(
            operation: try operation.givenIdentifier("VisitRevision.operation"), amendedAt: amendedAt.optionalInstant,
            previous: previous.map { $0.native() })
    }
}
