internal import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf
package import SyncCore

extension ReviewFinding {
    package func proto() -> Cartera_V1_ReviewFinding {
        .with {
            $0.finding = finding.givenData
            $0.assignee = assignee.data
            $0.close = close
            $0.note = note
        }
    }
}

extension Cartera_V1_ReviewFinding {
    package func native() throws -> ReviewFinding {
        ReviewFinding(
            finding: try finding.givenIdentifier("ReviewFinding.finding"),
            assignee: try assignee.optionalIdentifier("ReviewFinding.assignee"), close: close, note: note)
    }
}
