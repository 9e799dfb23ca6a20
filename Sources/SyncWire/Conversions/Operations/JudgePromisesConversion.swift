internal import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf
package import SyncCore

extension JudgePromises {
    package func proto() -> Cartera_V1_JudgePromises {
        .with {
            $0.asOfDay = asOfDay.rataDie
        }
    }
}

extension Cartera_V1_JudgePromises {
    package func native() throws -> JudgePromises {
        JudgePromises(asOfDay: try asOfDay.day("JudgePromises.as_of_day"))
    }
}
