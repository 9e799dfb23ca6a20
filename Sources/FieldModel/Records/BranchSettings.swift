/// Settings of a branch that every device needs to decide alike.
package struct BranchSettings: Hashable, Sendable, Codable {
    package var name: String
    package var timeZone: String
    /// Promise rule, as data.
    package var promiseGraceDays: Int
    package var promiseThresholdPercent: Int
    package var promiseHorizonDays: Int
    package var promiseMostOpen: Int
    /// Aging buckets' last days: 30, 60, ...
    package var agingEdges: [Int]
    /// What a moment may lie in the future, in milliseconds.
    package var clockSkewMs: Int64
    /// Fields of a newer version: protobuf bytes that go back where they came from.
    package var unknownFields: [UInt8]

    package init(
        name: String,
        timeZone: String,
        promiseGraceDays: Int = 3,
        promiseThresholdPercent: Int = 95,
        promiseHorizonDays: Int = Limits.promiseHorizonDays,
        promiseMostOpen: Int = 1,
        agingEdges: [Int] = AgingBucket.defaultEdges,
        clockSkewMs: Int64 = Limits.clockSkewMilliseconds,
        unknownFields: [UInt8] = []
    ) {
        self.name = name
        self.timeZone = timeZone
        self.promiseGraceDays = promiseGraceDays
        self.promiseThresholdPercent = promiseThresholdPercent
        self.promiseHorizonDays = promiseHorizonDays
        self.promiseMostOpen = promiseMostOpen
        self.agingEdges = agingEdges
        self.clockSkewMs = clockSkewMs
        self.unknownFields = unknownFields
    }
}
