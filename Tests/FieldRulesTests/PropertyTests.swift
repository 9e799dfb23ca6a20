import FieldModel
import Testing

@testable import FieldRules

/// SplitMix64: the same cases on every run.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }
    mutating func pick<Item>(_ items: [Item]) -> Item { items.randomElement(using: &self)! }
}

/// A random debtor with history and an act, near changes of the clocks as often as not.
struct RandomCase {
    var facts: Facts
    var act: Act
    var packs: [String]

    private static let zones = [
        "America/Chicago", "America/Santiago", "Europe/Dublin", "America/Bogota", "Asia/Jakarta", "America/Tijuana",
    ]
    private static let names = [
        "us-regf", "us-ma", "us-dc", "us-nyc", "us-wa", "us-wv", "mx-condusef", "mx-profeco", "co-2300", "cl-19496",
        "pe-29571", "ec-lodc", "br", "br-sp", "gb-conc7", "ie", "in-rbi", "id-pojk22", "ph-mc18", "za-dca", "ke-cbk",
    ]

    init(_ rng: inout SeededGenerator) {
        let zone = ZoneTable.standard.zone(rng.pick(RandomCase.zones))!
        facts = Facts(addressZones: [zone])
        if rng.chance(20) { facts.phoneZone = ZoneTable.standard.zone(rng.pick(RandomCase.zones)) }
        // March to November 2026 holds all the changes of the clocks.
        let start = Instant(seconds: 1_772_323_200 + Int64.random(in: 0..<260 * 86_400, using: &rng))
        act = Act(at: Instant(seconds: start.seconds), channel: rng.pick(Channel.allCases))
        if rng.chance(10) { act.person = rng.pick(PersonKind.allCases) }
        if rng.chance(10) { act.place = rng.pick(ContactPlace.allCases) }
        if rng.chance(20) { act.result = rng.pick(ContactResult.allCases) }
        if rng.chance(5) { act.purpose = rng.pick(Purpose.allCases) }
        for _ in 0..<Int.random(in: 0..<12, using: &rng) { facts.history.append(RandomCase.contact(start, &rng)) }
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
        packs = [rng.pick(RandomCase.names), rng.pick(RandomCase.names)]
    }

    static func contact(_ start: Instant, _ rng: inout SeededGenerator) -> ContactFact {
        var fact = ContactFact(
            at: start + Int64.random(in: -12 * 86_400...2 * 86_400, using: &rng) * 1000,
            channel: rng.pick(Channel.allCases), result: rng.pick(ContactResult.allCases),
            person: rng.chance(70) ? .debtor : rng.pick(PersonKind.allCases))
        if rng.chance(10) { fact.direction = .inbound }
        if rng.chance(20) { fact.sameDebt = false }
        if rng.chance(20) { fact.times = Int.random(in: 1...4, using: &rng) }
        return fact
    }

    func judge(_ names: [String]? = nil) throws -> Verdict {
        try Evaluator.judge(act, facts, packs: try Library.rules.get().named(names ?? packs))
    }
}

struct PropertyTests {
    private func forEachCase(
        _ count: Int, seed: UInt64, _ body: (inout RandomCase, inout SeededGenerator) throws -> Void
    ) throws {
        var rng = SeededGenerator(state: seed)
        for _ in 0..<count {
            var item = RandomCase(&rng)
            try body(&item, &rng)
        }
    }

    @Test func theOrderOfTheFactsChangesNothing() throws {
        try forEachCase(1500, seed: 1) { item, rng in
            let before = try item.judge()
            item.facts.history.shuffle(using: &rng)
            item.facts.consents.shuffle(using: &rng)
            item.facts.flags.shuffle(using: &rng)
            #expect(try item.judge() == before)
        }
    }

    @Test func anotherContactNeverMakesACapLaxer() throws {
        let caps = ["us-ma", "us-dc", "us-nyc", "us-wa", "us-wv", "us-regf", "cl-19496", "ec-lodc", "co-2300"]
        try forEachCase(1500, seed: 2) { item, rng in
            item.packs = [rng.pick(caps)]
            item.act.purpose = .collection
            let before = try item.judge()
            item.facts.history.append(RandomCase.contact(item.act.at, &rng))
            let after = try item.judge()
            #expect(after.word >= before.word)
            if let later = after.allowedFrom { #expect(before.allowedFrom.map { $0 <= later } ?? false) }
        }
    }

    @Test func allowedFromIsTheFirstSecondThatPasses() throws {
        var moved = 0
        try forEachCase(1500, seed: 3) { item, rng in
            let verdict = try item.judge()
            guard let from = verdict.allowedFrom else { return }
            let act = item.act.at
            item.act.at = from
            #expect(try !item.judge().word.blocks)
            guard from > act else { return }
            moved += 1
            for _ in 0..<6 {
                item.act.at = Instant(seconds: Int64.random(in: act.seconds..<from.seconds, using: &rng))
                #expect(try item.judge().word.blocks)
            }
            item.act.at = from - 1000
            #expect(try item.judge().word.blocks)
        }
        #expect(moved > 300)
    }

    @Test func twoPacksAreAtLeastAsStrictAsEach() throws {
        try forEachCase(1500, seed: 4) { item, _ in
            let both = try item.judge()
            for name in item.packs {
                let one = try item.judge([name])
                #expect(both.word >= one.word)
                for rule in one.rules { #expect(both.rules.contains(rule)) }
                if let later = both.allowedFrom { #expect(one.allowedFrom.map { $0 <= later } ?? false) }
            }
        }
    }

    @Test func sameInputsSameBytes() throws {
        func run() throws -> String {
            var out = ""
            try forEachCase(500, seed: 5) { item, _ in
                let verdict = try item.judge()
                let result = ScenarioResult(
                    name: "case", verdict: verdict, zone: item.facts.addressZones[0], passed: nil, differences: [])
                out += ScenarioReport.json([result])
            }
            return out
        }
        #expect(try run() == run())
    }
}
