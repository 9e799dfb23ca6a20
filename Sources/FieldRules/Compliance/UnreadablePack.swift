internal import FieldModel

extension RulePack {
    /// Stands for a pack that this program cannot read, or that is missing and must not be: every act that it might be
    /// about needs approval. Without a word on its places it may be about any.
    static func unreadable(_ name: String, version: Int, jurisdictions: [String], days: ValidDays) -> RulePack {
        let pack = Rule.PackVersion(name: name, version: version)
        let about = Rule.About(
            id: "\(name)/\(UnsupportedRule.kind)", kind: UnsupportedRule.kind, title: "A pack that cannot be read",
            citation: name, asOf: CalendarDate(daysSince1970: 0), confidence: "C", reviewedBy: "unreviewed",
            verify: nil, enabled: true, overridable: false, validFrom: days.from, validTo: days.to)
        let rule = Rule(
            about: about, pack: pack, word: .needsApproval,
            scope: RuleScope(directions: .all, acts: .all), lifts: [], reading: nil,
            body: UnsupportedRule(wanted: name))
        return RulePack(
            name: name, version: version, title: about.title, jurisdictions: jurisdictions, source: "",
            validFrom: days.from, validTo: days.to, retentionYears: nil, rules: [rule], obligations: [],
            creditors: .all, products: .all, readings: [], document: .map([], line: 0))
    }

    /// The places of a pack's document, whatever else is wrong with it.
    static func jurisdictions(in document: RuleNode) -> [String]? {
        guard var fields = try? FieldReader(document, path: "$") else { return nil }
        return try? fields.texts("jurisdictions")
    }
}
