package import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf

extension Override {
    package func proto() throws -> Cartera_V1_Override {
        try .with {
            $0.rule = rule
            $0.act = act
            $0.reason = reason
            $0.until = until.milliseconds
            $0.requestedBy = requestedBy.givenData
            $0.requestedAt = requestedAt.milliseconds
            $0.grantedBy = grantedBy.data
            $0.grantedAt = grantedAt.milliseconds
            $0.usedBy = usedBy.data
            $0.usedAt = usedAt.milliseconds
            try $0.keep(unknownFields)
        }
    }
}

extension Cartera_V1_Override {
    package func native() throws -> Override {
        Override(
            rule: rule, act: act, reason: reason, until: until.optionalInstant,
            requestedBy: try requestedBy.givenIdentifier("Override.requested_by"),
            requestedAt: Instant(milliseconds: requestedAt),
            grantedBy: try grantedBy.optionalIdentifier("Override.granted_by"),
            grantedAt: grantedAt.optionalInstant, usedBy: try usedBy.optionalIdentifier("Override.used_by"),
            usedAt: usedAt.optionalInstant, unknownFields: [UInt8](unknownFields.data))
    }
}
