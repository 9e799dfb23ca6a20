import FieldModel
import Foundation
import Testing

@testable import FieldRules

extension SampleCase {
    func judge(_ names: [String]? = nil) throws -> Verdict {
        try Evaluator.judge(act, facts, packs: try Library.rules.get().named(names ?? packs))
    }
}

struct PropertyTests {
    private func forEachCase(
        _ count: Int, seed: UInt64, _ body: (inout SampleCase, inout SampleDice) throws -> Void
    ) throws {
        var rng = SampleDice(seed)
        for _ in 0..<count {
            var item = SampleCase(&rng)
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

    @Test func aFactThatIsListedTwiceIsOne() throws {
        try forEachCase(1500, seed: 8) { item, rng in
            for index in item.facts.history.indices {
                item.facts.history[index].id = OperationID(high: UInt64(index) + 1, low: rng.next())
            }
            let before = try item.judge()
            for fact in item.facts.history where rng.chance(50) { item.facts.history.append(fact) }
            if rng.chance(50) { item.facts.history.sort { $0.at < $1.at } }
            #expect(try item.judge() == before)
        }
    }

    @Test func anotherContactNeverMakesACapLaxer() throws {
        let caps = ["us-ma", "us-dc", "us-nyc", "us-wa", "us-wv", "us-regf", "cl-19496", "ec-lodc", "co-2300"]
        try forEachCase(1500, seed: 2) { item, rng in
            item.packs = [rng.pick(caps)]
            item.act.purpose = .collection
            let before = try item.judge()
            item.facts.history.append(SampleCase.contact(item.act.at, &rng))
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

    /// A sample; with CARTERA_RULE_CASES=1000000 the whole of it.
    @Test func manyCasesTwiceGiveTheSameDigest() throws {
        let cases = ProcessInfo.processInfo.environment["CARTERA_RULE_CASES"].flatMap { Int($0) } ?? 3000
        let rules = try Library.rules.get()
        let first = try RuleMeasure.digest(cases: cases, seed: 6, rules)
        #expect(try RuleMeasure.digest(cases: cases, seed: 6, rules) == first)
        #expect(try RuleMeasure.digest(cases: cases, seed: 7, rules) != first)
    }
}
