internal import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf
package import SyncCore

extension PlanContact {
    package func proto() -> Cartera_V1_PlanContact {
        .with {
            $0.plan = plan.data
            $0.channel = channel
            $0.person = person
            $0.place = place
            $0.purpose = purpose
            $0.contactPoint = contactPoint.data
            $0.at = at.milliseconds
            $0.allowance = allowance.data
        }
    }
}

extension Cartera_V1_PlanContact {
    package func native() throws -> PlanContact {
        PlanContact(
            plan: try plan.identifier("PlanContact.plan"), channel: channel, person: person, place: place,
            purpose: purpose, contactPoint: try contactPoint.optionalIdentifier("PlanContact.contact_point"),
            at: at.optionalInstant, allowance: try allowance.optionalIdentifier("PlanContact.allowance"))
    }
}
