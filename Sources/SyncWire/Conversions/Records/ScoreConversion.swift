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
            $0.amount = amount
            $0.experiment = experiment
            $0.arm = UInt32(clamping: arm)
            $0.models = models.map { $0.proto() }
            $0.factsVersion = UInt32(clamping: factsVersion)
            $0.factNumbers = factNumbers.map(FactNumber.wire)
            $0.factTexts = factTexts
            $0.asOfAt = asOfAt.milliseconds
            try $0.keep(unknownFields)
        }
    }
}

extension Cartera_V1_Score {
    package func native() throws -> Score {
        Score(
            scorecard: scorecard, scorecardVersion: scorecardVersion, milliPoints: milliPoints,
            probabilityPpm: Int(probabilityPpm), reasons: reasons,
            asOfDay: try asOfDay.optionalDay("Score.as_of_day"), amount: amount, experiment: experiment, arm: Int(arm),
            models: models.map { $0.native() }, factsVersion: Int(factsVersion),
            factNumbers: factNumbers.map(FactNumber.native),
            factTexts: factTexts, asOfAt: asOfAt.optionalInstant,
            unknownFields: [UInt8](unknownFields.data))
    }
}

/// 0 on the wire is a number that is not known, which most are: it takes a byte.
private enum FactNumber {
    static let missing = Int64.min

    static func wire(_ number: Int64) -> Int64 {
        number == missing ? 0 : number < 0 ? number : number == .max ? number : number + 1
    }

    static func native(_ number: Int64) -> Int64 { number == 0 ? missing : number < 0 ? number : number - 1 }
}

extension ModelScore {
    package func proto() -> Cartera_V1_ModelScore {
        .with {
            $0.scorecard = scorecard
            $0.scorecardVersion = scorecardVersion
            $0.milliPoints = milliPoints
            $0.probabilityPpm = UInt32(clamping: probabilityPpm)
            $0.reasons = reasons
            $0.amount = amount
            $0.experiment = experiment
            $0.arm = UInt32(clamping: arm)
        }
    }
}

extension Cartera_V1_ModelScore {
    package func native() -> ModelScore {
        ModelScore(
            scorecard: scorecard, scorecardVersion: scorecardVersion, milliPoints: milliPoints,
            probabilityPpm: Int(probabilityPpm), reasons: reasons, amount: amount, experiment: experiment,
            arm: Int(arm))
    }
}
