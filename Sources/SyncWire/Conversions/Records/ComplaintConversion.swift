package import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf

extension Complaint {
    package func proto() throws -> Cartera_V1_Complaint {
        try .with {
            $0.channel = channel
            $0.text = text
            $0.openedAt = openedAt.milliseconds
            $0.dueDay = dueDay.rataDie
            $0.answeredAt = answeredAt.milliseconds
            $0.answer = answer
            $0.closedAt = closedAt.milliseconds
            $0.author = author.givenData
            try $0.keep(unknownFields)
        }
    }
}

extension Cartera_V1_Complaint {
    package func native() throws -> Complaint {
        Complaint(
            channel: channel, text: text, openedAt: Instant(milliseconds: openedAt),
            dueDay: try dueDay.optionalDay("Complaint.due_day"), answeredAt: answeredAt.optionalInstant,
            answer: answer, closedAt: closedAt.optionalInstant,
            author: try author.givenIdentifier("Complaint.author"), unknownFields: [UInt8](unknownFields.data))
    }
}
