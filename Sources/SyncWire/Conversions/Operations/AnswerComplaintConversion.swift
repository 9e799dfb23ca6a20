internal import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf
package import SyncCore

extension AnswerComplaint {
    package func proto() -> Cartera_V1_AnswerComplaint {
        .with {
            $0.complaint = complaint.data
            $0.answer = answer
        }
    }
}

extension Cartera_V1_AnswerComplaint {
    package func native() throws -> AnswerComplaint {
        AnswerComplaint(complaint: try complaint.identifier("AnswerComplaint.complaint"), answer: answer)
    }
}
