/// What a scorecard says of an account on a day.
package struct Score: Hashable, Sendable, Codable {
    package var scorecard: String
    package var scorecardVersion: String
    /// Thousandths of a point.
    package var milliPoints: Int64
    /// That the good outcome comes, in parts per million.
    package var probabilityPpm: Int
    package var reasons: [String]
    package var asOfDay: CalendarDate?
    /// What the model says in money, in minor units; 0 where it says nothing.
    package var amount: Int64
    /// The experiment that chose the card, and where in it the account fell: 1 to 10,000; 0 without an experiment.
    package var experiment: String
    package var arm: Int
    /// What the other models say, by their cards' names.
    package var models: [ModelScore]
    /// The facts that all of it was made of; a number that is not known is `Int64.min`.
    package var factsVersion: Int
    package var factNumbers: [Int64]
    package var factTexts: [String]
    /// Facts are what was committed before this moment.
    package var asOfAt: Instant?
    /// Fields of a newer version: protobuf bytes that go back where they came from.
    package var unknownFields: [UInt8]

    package init(
        scorecard: String,
        scorecardVersion: String = "",
        milliPoints: Int64 = 0,
        probabilityPpm: Int = 0,
        reasons: [String] = [],
        asOfDay: CalendarDate? = nil,
        amount: Int64 = 0,
        experiment: String = "",
        arm: Int = 0,
        models: [ModelScore] = [],
        factsVersion: Int = 0,
        factNumbers: [Int64] = [],
        factTexts: [String] = [],
        asOfAt: Instant? = nil,
        unknownFields: [UInt8] = []
    ) {
        self.scorecard = scorecard
        self.scorecardVersion = scorecardVersion
        self.milliPoints = milliPoints
        self.probabilityPpm = probabilityPpm
        self.reasons = reasons
        self.asOfDay = asOfDay
        self.amount = amount
        self.experiment = experiment
        self.arm = arm
        self.models = models
        self.factsVersion = factsVersion
        self.factNumbers = factNumbers
        self.factTexts = factTexts
        self.asOfAt = asOfAt
        self.unknownFields = unknownFields
    }
}

/// One model's word beside the first one's, with the same meanings.
package struct ModelScore: Hashable, Sendable, Codable {
    package var scorecard: String
    package var scorecardVersion: String
    package var milliPoints: Int64
    package var probabilityPpm: Int
    package var reasons: [String]
    package var amount: Int64
    package var experiment: String
    package var arm: Int

    package init(
        scorecard: String, scorecardVersion: String = "", milliPoints: Int64 = 0, probabilityPpm: Int = 0,
        reasons: [String] = [], amount: Int64 = 0, experiment: String = "", arm: Int = 0
    ) {
        self.scorecard = scorecard
        self.scorecardVersion = scorecardVersion
        self.milliPoints = milliPoints
        self.probabilityPpm = probabilityPpm
        self.reasons = reasons
        self.amount = amount
        self.experiment = experiment
        self.arm = arm
    }
}

extension Score {
    /// Every model's word, the first one's first.
    package var all: [ModelScore] {
        let first = ModelScore(
            scorecard: scorecard, scorecardVersion: scorecardVersion, milliPoints: milliPoints,
            probabilityPpm: probabilityPpm, reasons: reasons, amount: amount, experiment: experiment, arm: arm)
        return [first] + models
    }

    /// Whether both say the same of the account, whatever the day: then there is nothing to write.
    package func says(whatSays other: Score) -> Bool { all == other.all }
}
