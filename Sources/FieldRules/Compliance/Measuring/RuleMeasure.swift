internal import FieldModel

/// What shows that two machines judge alike, and how fast one does.
package enum RuleMeasure {
    package static let mostCases = 100_000_000

    /// A digest over the verdicts of so many random cases: equal wherever program, packs and zones are. Each case is judged
    /// by two of the packs and those that are always on.
    package static func digest(
        cases: Int, seed: UInt64, _ rules: RuleSet, zones: ZoneTable = .standard
    ) throws(RuleFailure) -> String {
        let names = Set(rules.packs.map(\.name)).subtracting(RuleSet.alwaysOn).sorted()
        var dice = SampleDice(seed)
        var digest = VerdictDigest()
        for _ in 0..<cases {
            let item = SampleCase(&dice, among: names, zones: zones)
            let packs = try rules.named(item.packs)
            do throws(RuleFailure) {
                digest.add(try Evaluator.judge(item.act, item.facts, packs: packs))
            } catch {
                digest.add(error.code.rawValue)
            }
        }
        return digest.text
    }

    /// A digest over all that is said of the scenarios of a file, texts and moments included.
    package static func digest(of results: [ScenarioResult]) -> String {
        var digest = VerdictDigest()
        digest.add(ScenarioReport.json(results))
        return digest.text
    }

    /// What a digest is of: `name@version` of every pack, and the zones' table.
    package static func versions(_ rules: RuleSet, zones: ZoneTable = .standard) -> [String] {
        rules.packs.map { "\($0.name)@\($0.version)" }.sorted() + ["zones@\(zones.version)"]
    }

    /// Acts as a laptop judges them: 50 contacts of history in order, most of them calls without an answer.
    package static func workload(_ count: Int, seed: UInt64) -> [(act: Act, facts: Facts)] {
        guard let zone = ZoneTable.standard.zone("America/New_York") else { return [] }
        var dice = SampleDice(seed)
        return (0..<count).map { _ in
            let at = Instant(seconds: 1_780_000_000 + Int64.random(in: 0..<90 * 86_400, using: &dice))
            var facts = Facts(addressZones: [zone])
            for number in Int64(0)..<50 {
                var fact = ContactFact(
                    at: at + (number - 50) * 86_400_000 + Int64.random(in: 0..<43_200, using: &dice) * 1000,
                    channel: dice.pick([.call, .call, .sms, .visit]),
                    result: dice.chance(20) ? .conversation : .noAnswer)
                fact.id = Identifier(high: UInt64(number) + 1, low: dice.next())
                facts.history.append(fact)
            }
            return (Act(at: at, channel: dice.pick([.call, .visit, .sms])), facts)
        }
    }
}

/// FNV-1a over what a verdict says.
private struct VerdictDigest {
    private var state: UInt64 = 0xCBF2_9CE4_8422_2325

    mutating func add(_ verdict: Verdict) {
        add(verdict.word.description)
        add(verdict.allowedFrom?.milliseconds)
        add(verdict.noDate?.rawValue ?? "")
        for rule in verdict.rules {
            add(rule.rule)
            add(rule.packVersion.description)
            add(rule.word.description)
            add(rule.citation)
            add(rule.allowedFrom?.milliseconds)
            for fact in rule.reason.facts { add(fact) }
        }
    }

    mutating func add(_ text: String) {
        for byte in text.utf8 { add(byte) }
        add(UInt8(0xFF))
    }

    private mutating func add(_ number: Int64?) { add(number.map { "\($0)" } ?? "-") }
    private mutating func add(_ byte: UInt8) { state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }

    var text: String {
        let digits = String(state, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
