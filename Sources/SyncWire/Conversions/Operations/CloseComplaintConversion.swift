internal import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf
package import SyncCore

extension CloseComplaint {
    package func proto() -> Cartera_V1_CloseComplaint {
        .with {
            $0.complaint = complaint.data
        }
    }
}

extension Cartera_V1_CloseComplaint {
    package func native() throws -> CloseComplaint {
        CloseComplaint(complaint: try complaint.identifier("CloseComplaint.complaint"))
    }
}
