internal import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf
package import SyncCore

extension OpenComplaint {
    package func proto() -> Cartera_V1_OpenComplaint {
        .with {
            $0.complaint = complaint.data
            $0.channel = channel
            $0.text = text
            $0.dueDay = dueDay.rataDie
        }
    }
}

extension Cartera_V1_OpenComplaint {
    package func native() throws -> OpenComplaint {
        OpenComplaint(
            complaint: try complaint.identifier("OpenComplaint.complaint"), channel: channel, text: text,
            dueDay: try dueDay.optionalDay("OpenComplaint.due_day"))
    }
}
