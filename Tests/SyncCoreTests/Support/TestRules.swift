import FieldModel
import FieldRules

/// Packs as JSON text, so that the tests of the pure targets need no file.
enum TestRules {
    static let base = """
        {"pack": "stop-states", "version": 1, "title": "Stop states", "source": "s", "as_of": "2026-01-01",
         "confidence": "A", "reviewed_by": "x", "rules": [
          {"id": "dispute", "kind": "stop_state", "title": "t", "citation": "c", "flag": "dispute"},
          {"id": "hardship", "kind": "stop_state", "title": "t", "citation": "c", "verdict": "needs_approval",
           "channels": ["visit", "workplace_visit"], "flag": "hardship"},
          {"id": "debtor-request", "kind": "restriction", "title": "t", "citation": "c"}]}
        """
    static let allowance = """
        {"pack": "allowance", "version": 1, "title": "Allowances", "source": "s", "as_of": "2026-01-01",
         "confidence": "A", "reviewed_by": "x", "rules": [
          {"id": "held-elsewhere", "kind": "allowance", "title": "t", "citation": "c", "when": "held_elsewhere"},
          {"id": "spent", "kind": "allowance", "title": "t", "citation": "c", "when": "spent"}]}
        """
    /// Hours, a cap of two calls in seven days, a promise that needs a yes and one that is forbidden.
    static let mexico = """
        {"pack": "mx-test", "version": 1, "title": "Mexico", "source": "s", "as_of": "2026-01-01",
         "jurisdictions": ["MX"], "confidence": "A", "reviewed_by": "x", "rules": [
          {"id": "hours", "kind": "hours", "title": "t", "citation": "DOF", "hours": {"daily": "07:00-22:00"}},
          {"id": "calls", "kind": "cap", "title": "t", "citation": "c", "channels": ["call"], "unit": "attempt",
           "per": "debt", "window": "days 7", "most": 2},
          {"id": "cash", "kind": "forbidden", "title": "t", "citation": "c", "acts": ["payment"],
           "directions": ["outbound", "inbound"]}]}
        """
    static let terms = """
        {"pack": "terms", "version": 1, "title": "The lender's policy", "source": "s", "as_of": "2026-01-01",
         "confidence": "A", "reviewed_by": "x", "rules": [
          {"id": "promises", "kind": "forbidden", "title": "t", "citation": "c", "acts": ["promise"],
           "verdict": "WORD"}]}
        """

    static func document(
        _ text: String, from: String? = nil, until: String? = nil
    ) -> RuleDocument {
        let node = try! JSONReader.read(text)
        guard case .map(let entries, _) = node else { preconditionFailure("a pack is a map") }
        func value(_ key: String) -> String {
            guard case .scalar(let text, _, _)? = entries.first(where: { $0.key == key })?.value else { return "" }
            return text
        }
        return RuleDocument(
            kind: .pack, name: value("pack"), version: value("version"),
            days: ValidDays(from: from.map(day), to: until.map(day)), content: node)
    }

    static func active(_ texts: String...) -> ActiveRules {
        ActiveRules(([base, allowance] + texts).map { document($0) })!
    }

    static func promises(_ word: String) -> String { terms.replacing("WORD", with: word) }
}
