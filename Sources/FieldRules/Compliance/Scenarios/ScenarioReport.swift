internal import FieldModel

/// Writes results as the JSON that `cartera rules check --json` prints, byte for byte the same everywhere.
package enum ScenarioReport {
    package static func json(_ results: [ScenarioResult]) -> String {
        "{\"items\":[" + results.map(item).joined(separator: ",") + "]}"
    }

    /// `N passed, M failed`; scenarios that expect nothing are in neither.
    package static func summary(_ results: [ScenarioResult]) -> String {
        let passed = results.filter { $0.passed == true }.count
        let failed = results.filter { $0.passed == false }.count
        return "\(passed) passed, \(failed) failed"
    }

    private static func item(_ result: ScenarioResult) -> String {
        let verdict = result.verdict
        var fields = [
            ("name", text(result.name)),
            ("verdict", text(verdict.word.description)),
            ("rule", verdict.rule.map(text) ?? "null"),
            ("rules", "[" + verdict.rules.map { rule($0, result.zone) }.joined(separator: ",") + "]"),
            ("allowed_from", moment(verdict.allowedFrom, result.zone)),
        ]
        if let reason = verdict.noDate { fields.append(("reason", text(reason.rawValue))) }
        fields.append(("passed", result.passed.map { $0 ? "true" : "false" } ?? "null"))
        return object(fields)
    }

    private static func rule(_ rule: RuleVerdict, _ zone: Zone) -> String {
        object([
            ("rule", text(rule.rule)),
            ("verdict", text(rule.word.description)),
            ("citation", text(rule.citation)),
            ("allowed_from", moment(rule.allowedFrom, zone)),
            ("facts", "[" + rule.reason.facts.map(text).joined(separator: ",") + "]"),
        ])
    }

    private static func moment(_ instant: Instant?, _ zone: Zone) -> String {
        instant.map { text(zone.rfc3339($0)) } ?? "null"
    }

    private static func object(_ fields: [(String, String)]) -> String {
        "{" + fields.map { "\(text($0.0)):\($0.1)" }.joined(separator: ",") + "}"
    }

    private static func text(_ value: String) -> String {
        var out = "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "\n": out += "\\n"
            case "\r": out += "\\r"
            case "\t": out += "\\t"
            case _ where scalar.value < 32:
                let digits = String(scalar.value, radix: 16)
                out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out + "\""
    }
}
