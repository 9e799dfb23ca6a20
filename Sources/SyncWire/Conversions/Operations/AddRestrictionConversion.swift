internal import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf
package import SyncCore

extension AddRestriction {
    package func proto() -> Cartera_V1_AddRestriction {
        .with {
            $0.restriction = restriction.data
            $0.channel = channel
            $0.place = place
            $0.weekdays = weekdays.map { UInt32(clamping: $0) }
            $0.fromMinute = UInt32(clamping: fromMinute)
            $0.toMinute = UInt32(clamping: toMinute)
            $0.contactPoint = contactPoint.data
            $0.requestedAt = requestedAt.milliseconds
            $0.note = note
        }
    }
}

extension Cartera_V1_AddRestriction {
    package func native() throws -> AddRestriction {
        AddRestriction(
            restriction: try restriction.identifier("AddRestriction.restriction"), channel: channel, place: place,
            weekdays: weekdays.map(Int.init), fromMinute: Int(fromMinute), toMinute: Int(toMinute),
            contactPoint: try contactPoint.optionalIdentifier("AddRestriction.contact_point"),
            requestedAt: requestedAt.optionalInstant, note: note)
    }
}
