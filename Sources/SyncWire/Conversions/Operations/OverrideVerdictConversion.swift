internal import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf
package import SyncCore

extension OverrideVerdict {
    package func proto() -> Cartera_V1_OverrideVerdict {
        .with {
            $0.rule = rule
            $0.act = act
            $0.reason = reason
            $0.until = until.milliseconds
            $0.confirms = confirms.data
            $0.override = override.data
        }
    }
}

extension Cartera_V1_OverrideVerdict {
    package func native() throws -> OverrideVerdict {
        OverrideVerdict(
            rule: rule, act: act, reason: reason, until: until.optionalInstant,
            confirms: try confirms.optionalIdentifier("OverrideVerdict.confirms"),
            override: try override.optionalIdentifier("OverrideVerdict.override"))
    }
}
