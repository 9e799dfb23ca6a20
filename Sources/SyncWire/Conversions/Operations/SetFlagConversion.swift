internal import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf
package import SyncCore

extension SetFlag {
    package func proto() -> Cartera_V1_SetFlag {
        .with {
            $0.flag = flag.data
            $0.kind = kind
            $0.sinceDay = sinceDay.rataDie
            $0.written = written
            $0.evidence = evidence
        }
    }
}

extension Cartera_V1_SetFlag {
    package func native() throws -> SetFlag {
        SetFlag(
            flag: try flag.identifier("SetFlag.flag"), kind: kind,
            sinceDay: try sinceDay.optionalDay("SetFlag.since_day"), written: written, evidence: evidence)
    }
}
