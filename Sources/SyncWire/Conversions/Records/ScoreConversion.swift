package import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf

extension Score {
    package func proto() throws -> Cartera_V1_Score {
        try .with {
            $0.scorecard = scorecard
            $0.scorecardVersion = scorecardVersion
            $0.milliPoints = milliPoints
            $0.probabilityPpm = UInt32(clamping: probabilityPpm)
            $0.reasons = reasons
            $0.asOfDay = asOfDay.rataDie
            try $0.keep(unknownFields)
        }
    }
}

extension Cartera_V1_Score {
    package func native() throws -> Score {
        Score(
            scorecard: scorecard, scorecardVersion: scorecardVersion, milliPoints: milliPoints,
            probabilityPpm: Int(probabilityPpm), reasons: reasons,
            asOfDay: try asOfDay.optionalDay("Score.as_of_day"), unknownFields: [UInt8](unknownFields.data))
    }
}
