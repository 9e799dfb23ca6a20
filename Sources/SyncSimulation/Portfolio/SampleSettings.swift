package import FieldModel
package import FieldRules

/// How large a sampled history is and where it ends.
package struct SampleSettings: Sendable {
    package var seed: UInt64 = 1
    package var accounts = 1_000
    package var months = 12
    package var collectors = 12
    /// Today: the last month whose outcomes are known ended `OutcomeWindow.lateSyncDays` ago.
    package var asOf: CalendarDate
    package var zone: Zone
    /// The standard deviation of the planted skills, in log odds.
    package var spread = 0.35

    package init(asOf: CalendarDate, zone: Zone) {
        self.asOf = asOf
        self.zone = zone
    }

    package static let monthDays = 30
    package static let segments = 3

    /// The days of facts, one a month, oldest first: on the next thirty days depends what comes of them.
    package var snapshots: [CalendarDate] {
        let last = asOf - (SampleSettings.monthDays + 4)
        return (0..<months).map { last - SampleSettings.monthDays * (months - 1 - $0) }
    }
}

/// How much better or worse a collector does with a segment: planted, so that an estimate can be held against it.
package struct PlantedSkills: Sendable {
    package let people: [PersonID]
    /// Log odds, by collector and segment; of each segment they sum to 0.
    package let shifts: [[Double]]

    package init(_ settings: SampleSettings) {
        var dice = ShuffleGenerator(seed: settings.seed &* 0x9E37_79B9 &+ 7)
        people = (0..<settings.collectors).map { _ in
            Identifier.version7(at: settings.zone.startOfDay(settings.snapshots[0] - 60), using: &dice)
        }
        var shifts = people.map { _ in
            (0..<SampleSettings.segments).map { _ in dice.normal() * settings.spread }
        }
        for segment in 0..<SampleSettings.segments {
            let mean = shifts.reduce(0) { $0 + $1[segment] } / Double(max(1, shifts.count))
            for index in shifts.indices { shifts[index][segment] -= mean }
        }
        self.shifts = shifts
    }
}

extension ShuffleGenerator {
    /// From 0 to 1.
    mutating func share() -> Double { Double(next() >> 11) / 9_007_199_254_740_992 }

    mutating func whole(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(share() * Double(range.count))
    }

    /// Near enough to normal: twelve shares less their mean.
    mutating func normal() -> Double { (0..<12).reduce(-6.0) { sum, _ in sum + share() } }
}
