package import FieldModel

/// A worked example of a rule: who, what, when, and what the verdict must be.
package struct Scenario: Sendable {
    package var name: String
    /// Of the text that it is an example of.
    package var citation: String?
    /// Nil: the debtor's jurisdictions choose.
    package var packs: [String]?
    package var facts: Facts
    package var act: Act
    package var expect: Expectation?
    /// Where it stands, for failures.
    package var file: String?
    package var line: Int?

    /// Only what the file names is compared.
    package struct Expectation: Sendable, Hashable {
        package var verdict: VerdictWord?
        /// The outer nil: not compared; the inner: no rule.
        package var rule: String??
        package var allowedFrom: Instant??
    }
}

/// What became of a scenario.
package struct ScenarioResult: Sendable {
    package var name: String
    package var verdict: Verdict
    /// The zone in which moments are printed.
    package var zone: Zone
    /// Nil when the file expects nothing.
    package var passed: Bool?
    /// In words, for a scenario that failed.
    package var differences: [String]
}

extension Scenario {
    /// Judges the scenario; `replacing` are the packs of the command line.
    package func check(_ rules: RuleSet, replacing packs: [String]? = nil) throws(RuleFailure) -> ScenarioResult {
        let names = packs ?? self.packs ?? []
        let chosen =
            try names.isEmpty ? rules.forJurisdictions(facts.jurisdictions) : rules.named(names)
        let verdict = try Evaluator.judge(act, facts, packs: chosen)
        let zone = facts.addressZones[0]
        let differences = expect.map { $0.differences(from: verdict, zone) }
        return ScenarioResult(
            name: name, verdict: verdict, zone: zone, passed: differences.map(\.isEmpty), differences: differences ?? []
        )
    }

    /// All scenarios of a file; the first that cannot be judged is a failure of the file.
    package static func check(
        _ scenarios: [Scenario], _ rules: RuleSet, replacing packs: [String]? = nil
    ) throws(RuleFailure) -> [ScenarioResult] {
        var results: [ScenarioResult] = []
        for (index, scenario) in scenarios.enumerated() {
            do throws(RuleFailure) {
                results.append(try scenario.check(rules, replacing: packs))
            } catch {
                var failure = error
                failure.path = failure.path ?? "$[\(index)]"
                (failure.file, failure.line) = (failure.file ?? scenario.file, failure.line ?? scenario.line)
                throw failure
            }
        }
        return results
    }
}

extension Scenario.Expectation {
    func differences(from found: Verdict, _ zone: Zone) -> [String] {
        var out: [String] = []
        if let verdict, verdict != found.word { out.append("verdict: expected \(verdict), got \(found.word)") }
        if let rule, rule != found.rule { out.append("rule: expected \(rule ?? "none"), got \(found.rule ?? "none")") }
        if let allowedFrom, allowedFrom != found.allowedFrom {
            let texts = [allowedFrom, found.allowedFrom].map { $0.map(zone.rfc3339) ?? "null" }
            out.append("allowed_from: expected \(texts[0]), got \(texts[1])")
        }
        return out
    }
}
