import FieldModel
import Testing

@testable import FieldRules

struct ScenarioFileTests {
    @Test func everyPackLoads() throws {
        let packs = try Library.rules.get().packs
        #expect(packs.count == Library.files("Packs", ".yaml").count)
        for pack in packs {
            for rule in pack.rules {
                #expect(!rule.about.citation.isEmpty && !rule.about.title.isEmpty)
                #expect(rule.about.reviewedBy == "unreviewed")
            }
        }
    }

    @Test(arguments: Library.files("Scenarios", ".json").map(\.name))
    func everyScenarioPasses(_ name: String) throws {
        let file = try #require(Library.files("Scenarios", ".json").first { $0.name == name })
        let scenarios = try Library.scenarios(file.text, file: "\(name).json")
        #expect(scenarios.count >= 10)
        let results = try Scenario.check(scenarios, try Library.rules.get())
        for (scenario, result) in zip(scenarios, results) {
            let citation = try #require(scenario.citation, "\(result.name) cites nothing")
            // One that a rule decides cites what the rule does.
            #expect(result.verdict.rule == nil || result.verdict.rules[0].citation == citation, "\(result.name)")
            #expect(result.passed == true, "\(result.name): \(result.differences.joined(separator: "; "))")
        }
    }

    @Test func theExampleOfTheDesignPage() throws {
        let result = try Library.check(
            """
            { "name": "the eighth call, seven on the first day", "packs": ["us-regf"],
              "debtor": { "time_zone": "America/Chicago", "phone_time_zone": null, "flags": [], "consents": [], "age": 41 },
              "account": { "product": "consumer", "creditor": "third_party_agency", "days_past_due": 45 },
              "history": [ { "at": "2026-03-02T10:00:00-06:00", "channel": "call", "direction": "outbound", "result": "no_answer", "person": "nobody", "times": 7 } ],
              "act": { "at": "2026-03-08T12:00:00-05:00", "channel": "call", "direction": "outbound", "person": "debtor", "place": "home" },
              "expect": { "verdict": "presumed_violation", "rule": "us-regf/call-frequency", "allowed_from": "2026-03-09T08:00:00-05:00" } }
            """)
        #expect(result.passed == true, "\(result.differences)")
        #expect(result.verdict.rules.count == 1)
    }
}
