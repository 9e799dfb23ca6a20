internal import FieldModel
internal import FieldRules
internal import GRPCCore
internal import SyncCore

/// What this server makes of drawn acts, or of the scenarios of a file, by the packs that are active in it, so that another
/// program can be held against it.
package struct RuleDigests: Codable, Sendable {
    /// Cases that were drawn; scenarios of a file.
    package var cases: Int
    package var digest: String
    /// `name@version`, and the zones' table.
    package var packs: [String]
    /// Scenarios that are as their file expects, and that are not.
    package var passed: Int?
    package var failed: Int?

    package static let mostCases = RuleMeasure.mostCases

    package static func drawn(_ core: ServerCore, cases: Int, seed: UInt64) async throws -> RuleDigests {
        let (rules, zones) = try await rules(core)
        return try refusing {
            RuleDigests(
                cases: cases, digest: try RuleMeasure.digest(cases: cases, seed: seed, rules, zones: zones),
                packs: RuleMeasure.versions(rules, zones: zones))
        }
    }

    /// `file` is the name by which failures call the text.
    package static func scenarios(_ text: String, file: String, _ core: ServerCore) async throws -> RuleDigests {
        let (rules, zones) = try await rules(core)
        return try refusing(in: file) {
            let scenarios = try ScenarioLoader.scenarios(try JSONReader.read(text), file: file, zones: zones)
            let results = try Scenario.check(scenarios, rules)
            return RuleDigests(
                cases: results.count, digest: RuleMeasure.digest(of: results),
                packs: RuleMeasure.versions(rules, zones: zones),
                passed: results.count { $0.passed == true }, failed: results.count { $0.passed == false })
        }
    }

    /// Those of the first branch: active packs are the same in all.
    private static func rules(_ core: ServerCore) async throws -> (RuleSet, ZoneTable) {
        let active = try await core.readers.read { reading -> (rules: ActiveRules, zones: ZoneTable)? in
            guard let branch = try reading.branches().min(by: { $0.id < $1.id }),
                let rules = try core.rules.rules(reading, branch.id)
            else { return nil }
            return (rules, try core.rules.zones(reading, branch.id))
        }
        guard let active else {
            throw ServiceFailure(
                .failedPrecondition, code: "no_rules", "No pack is active here.",
                hint: "`cartera admin rules activate --all`.")
        }
        return (try refusing { try RuleSet(active.rules.packs) }, active.zones)
    }

    private static func refusing<Value>(in file: String? = nil, _ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch var failure as RuleFailure {
            failure.file = failure.file ?? file
            throw ServiceFailure.invalid(
                failure.code.rawValue, failure.description, hint: "Mend the file and try again.")
        }
    }
}
