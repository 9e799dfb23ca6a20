internal import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf
package import SyncCore

extension AssignAccount {
    package func proto() -> Cartera_V1_AssignAccount {
        .with {
            $0.assignee = assignee.data
            $0.reason = reason
            $0.branch = branch.data
        }
    }
}

extension Cartera_V1_AssignAccount {
    package func native() throws -> AssignAccount {
        AssignAccount(
            assignee: try assignee.optionalIdentifier("AssignAccount.assignee"), reason: reason,
            branch: try branch.optionalIdentifier("AssignAccount.branch"))
    }
}
