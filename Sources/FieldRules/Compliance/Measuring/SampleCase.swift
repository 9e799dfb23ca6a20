package import FieldModel

/// SplitMix64: the same cases on every run.
package struct SampleDice: RandomNumberGenerator {
    private var state: UInt64

    package init(_ seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    package mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }
    package mutating func pick<Item>(_ items: [Item]) -> Item { items[Int.random(in: items.indices, using: &self)] }
}

/// A random debtor with history and an act, near changes of the clocks as often as not.
package struct SampleCase {
    package var facts: Facts
    package var act: Act
    package var packs: [String]

    private static let zones = [
        "America/Chicago", "America/Santiago", "Europe/Dublin", "America/Bogota", "Asia/Jakarta", "America/Tijuana",
    ]
    private static let names = [
        "us-regf", "us-ma", "us-dc", "us-nyc", "us-wa", "us-wv", "mx-condusef", "mx-profeco", "co-2300", "cl-19496",
        "pe-29571", "ec-lodc", "br", "br-sp", "gb-conc7", "ie", "in-rbi", "id-pojk22", "ph-mc18", "za-dca", "ke-cbk",
    ]

    package init(_ rng: inout SampleDice, zones: ZoneTable = .standard) {
        // One that the table does not know is none: judging fails, as it must.
        facts = Facts(addressZones: zones.zone(rng.pick(SampleCase.zones)).map { [$0] } ?? [])
        if rng.chance(20) { facts.phoneZone = zones.zone(rng.pick(SampleCase.zones)) }
        // March to November 2026 holds all the changes of the clocks.
        let start = Instant(seconds: 1_772_323_200 + Int64.random(in: 0..<260 * 86_400, using: &rng))
        act = Act(at: Instant(seconds: start.seconds), channel: rng.pick(Channel.allCases))
        if rng.chance(10) { act.person = rng.pick(PersonKind.allCases) }
        if rng.chance(10) { act.place = rng.pick(ContactPlace.allCases) }
        if rng.chance(20) { act.result = rng.pick(ContactResult.allCases) }
        if rng.chance(5) { act.purpose = rng.pick(Purpose.allCases) }
        for _ in 0..<Int.random(in: 0..<12, using: &rng) { facts.history.append(SampleCase.contact(start, &rng)) }
        for _ in 0..<Int.random(in: 0..<3, using: &rng) {
            let given = start + Int64.random(in: -20 * 86_400...5 * 86_400, using: &rng) * 1000
            let ended = rng.chance(50) ? given + Int64.random(in: 0...20 * 86_400, using: &rng) * 1000 : nil
            facts.consents.append(
                ConsentFact(
                    channel: rng.pick(Channel.allCases), scope: rng.pick(ConsentScope.allCases), givenAt: given,
                    endedAt: ended))
        }
        if rng.chance(10) { facts.flags.append(FlagFact(kind: rng.pick(FlagKind.allCases))) }
        if rng.chance(15) {
            var restriction = RestrictionFact()
            restriction.weekdays = rng.chance(50) ? [Int.random(in: 1...7, using: &rng)] : []
            let from = Int32.random(in: 0..<24, using: &rng) * 3600
            restriction.hours = HourRange(from: from, to: Int32.random(in: 0...24, using: &rng) * 3600)
            facts.restrictions.append(restriction)
        }
        facts.product = rng.pick(ProductKind.allCases)
        facts.notices = rng.chance(50) ? [] : nil
        packs = [rng.pick(SampleCase.names), rng.pick(SampleCase.names)]
    }

    package static func contact(_ start: Instant, _ rng: inout SampleDice) -> ContactFact {
        var fact = ContactFact(
            at: start + Int64.random(in: -12 * 86_400...2 * 86_400, using: &rng) * 1000,
            channel: rng.pick(Channel.allCases), result: rng.pick(ContactResult.allCases),
            person: rng.chance(70) ? .debtor : rng.pick(PersonKind.allCases))
        if rng.chance(10) { fact.direction = .inbound }
        if rng.chance(20) { fact.sameDebt = false }
        if rng.chance(20) { fact.times = Int.random(in: 1...4, using: &rng) }
        return fact
    }
}
