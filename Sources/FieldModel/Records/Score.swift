/// What a scorecard says of an account on a day.
package struct Score: Hashable, Sendable, Codable {
    package var scorecard: String
    package var scorecardVersion: String
    /// Thousandths of a point.
    package var milliPoints: Int64
    package var probabilityPpm: Int
    package var reasons: [String]
    package var asOfDay: CalendarDate?
    /// Fields of a newer version: protobuf bytes that go back where they came from.
    package var unknownFields: [UInt8]

    package init(
        scorecard: String,
        scorecardVersion: String = "",
        milliPoints: Int64 = 0,
        probabilityPpm: Int = 0,
        reasons: [String] = [],
        asOfDay: CalendarDate? = nil,
        unknownFields: [UInt8] = []
    ) {
        self.scorecard = scorecard
        self.scorecardVersion = scorecardVersion
        self.milliPoints = milliPoints
        self.probabilityPpm = probabilityPpm
        self.reasons = reasons
        self.asOfDay = asOfDay
        self.unknownFields = unknownFields
    }
}
