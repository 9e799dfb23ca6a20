internal import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf
package import SyncCore

extension WithdrawRestriction {
    package func proto() -> Cartera_V1_WithdrawRestriction {
        .with {
            $0.restriction = restriction.data
            $0.withdrawnAt = withdrawnAt.milliseconds
        }
    }
}

extension Cartera_V1_WithdrawRestriction {
    package func native() throws -> WithdrawRestriction {
        WithdrawRestriction(
            restriction: try restriction.identifier("WithdrawRestriction.restriction"),
            withdrawnAt: withdrawnAt.optionalInstant)
    }
}
