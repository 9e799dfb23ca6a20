package import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf

extension ContactRestriction {
    package func proto() throws -> Cartera_V1_ContactRestriction {
        try .with {
            $0.channel = channel
            $0.place = place
            $0.weekdays = weekdays.map { UInt32(clamping: $0) }
            $0.fromMinute = UInt32(clamping: fromMinute)
            $0.toMinute = UInt32(clamping: toMinute)
            $0.contactPoint = contactPoint.data
            $0.requestedAt = requestedAt.milliseconds
            $0.withdrawnAt = withdrawnAt.milliseconds
            $0.note = note
            $0.author = author.givenData
            try $0.keep(unknownFields)
        }
    }
}

extension Cartera_V1_ContactRestriction {
    package func native() throws -> ContactRestriction {
        ContactRestriction(
            channel: channel, place: place, weekdays: weekdays.map(Int.init), fromMinute: Int(fromMinute),
            toMinute: Int(toMinute),
            contactPoint: try contactPoint.optionalIdentifier("ContactRestriction.contact_point"),
            requestedAt: requestedAt.optionalInstant, withdrawnAt: withdrawnAt.optionalInstant, note: note,
            author: try author.givenIdentifier("ContactRestriction.author"),
            unknownFields: [UInt8](unknownFields.data))
    }
}
