internal import FieldModel

/// Reads scenario files; an unknown key or word is an error with its JSON path.
package enum ScenarioLoader {
    package static func scenarios(
        _ node: RuleNode, file: String, zones: ZoneTable = .standard
    ) throws(RuleFailure) -> [Scenario] {
        do throws(RuleFailure) {
            guard case .list(let nodes, _) = node else {
                throw RuleFailure(.badValue, "a list of scenarios is needed", line: node.line, path: "$")
            }
            var scenarios: [Scenario] = []
            for (index, node) in nodes.enumerated() {
                var fields = try FieldReader(node, path: "$[\(index)]")
                var scenario = try Self.scenario(&fields, zones)
                try fields.finish()
                (scenario.file, scenario.line) = (file, node.line)
                scenarios.append(scenario)
            }
            return scenarios
        } catch {
            throw error.inFile(file)
        }
    }

    private static func scenario(_ fields: inout FieldReader, _ zones: ZoneTable) throws(RuleFailure) -> Scenario {
        let name = try fields.text("name")
        let citation = try fields.optionalText("citation")
        let packs = try fields.texts("packs")
        var debtor = try fields.map("debtor")
        let zone = try debtor.zone("time_zone", zones)
        var facts = try ScenarioFacts.facts(&debtor, zone, zones)
        try debtor.finish()
        if var account = try fields.optionalMap("account") {
            facts.product = try account.optionalWord("product") ?? .consumer
            facts.creditor = try account.optionalWord("creditor") ?? .thirdPartyAgency
            facts.daysPastDue = try account.optionalInteger("days_past_due", -100_000...100_000) ?? 0
            try account.finish()
        }
        var names: [String] = []
        facts.history = try fields.list("history") { (fields) throws(RuleFailure) in
            try ScenarioFacts.contact(&fields, zone, &names)
        }
        if var allowance = try fields.optionalMap("allowance") {
            facts.allowance = AllowanceFact(
                heldBy: try allowance.optionalText("holder"),
                unitsLeft: try allowance.optionalInteger("units", 0...1_000_000) ?? 0,
                validUntil: try allowance.optionalInstant("valid_until", zone))
            try allowance.finish()
        }
        var actFields = try fields.map("act")
        let act = try ScenarioFacts.act(&actFields, zone)
        try actFields.finish()
        return Scenario(
            name: name, citation: citation, packs: packs, facts: facts, act: act,
            expect: try expectation(&fields, zone))
    }

    private static func expectation(
        _ fields: inout FieldReader, _ zone: Zone
    ) throws(RuleFailure) -> Scenario.Expectation? {
        guard var fields = try fields.optionalMap("expect") else { return nil }
        var out = Scenario.Expectation()
        out.verdict = try fields.optionalWord("verdict")
        if fields.has("rule") { out.rule = .some(try fields.optionalText("rule")) }
        if fields.has("allowed_from") { out.allowedFrom = .some(try fields.optionalInstant("allowed_from", zone)) }
        try fields.finish()
        return out
    }
}

extension FieldReader {
    mutating func optionalMap(_ key: String) throws(RuleFailure) -> FieldReader? {
        guard let node = take(key) else { return nil }
        return try FieldReader(node, path: "\(path).\(key)")
    }

    mutating func map(_ key: String) throws(RuleFailure) -> FieldReader {
        try FieldReader(try require(key), path: "\(path).\(key)")
    }

    mutating func optionalZone(_ key: String, _ zones: ZoneTable) throws(RuleFailure) -> Zone? {
        guard let name = try optionalText(key) else { return nil }
        guard let zone = zones.zone(name) else {
            throw failure(.unknownZone, "the zone table \(zones.version) has no zone \(name)", key: key)
        }
        return zone
    }

    mutating func zone(_ key: String, _ zones: ZoneTable) throws(RuleFailure) -> Zone {
        guard let zone = try optionalZone(key, zones) else {
            throw missing(key)
        }
        return zone
    }

    mutating func instant(_ key: String, _ zone: Zone) throws(RuleFailure) -> Instant {
        guard let instant = try optionalInstant(key, zone) else {
            throw missing(key)
        }
        return instant
    }

    /// A moment whose offset must be the zone's at that moment: one that does not fit is a slip of the writer.
    mutating func optionalInstant(_ key: String, _ zone: Zone) throws(RuleFailure) -> Instant? {
        guard let node = take(key) else { return nil }
        guard case .scalar(let text, _, let line) = node, let (instant, offset) = Instant.parsingRFC3339(text) else {
            let message = "\(key) must be a moment like 2026-03-08T12:00:00-05:00"
            throw failure(.badValue, message, line: node.line, key: key)
        }
        guard offset == zone.offsetSeconds(at: instant) else {
            let message = "the offset does not fit \(zone.name), where it is \(zone.rfc3339(instant))"
            throw failure(.offsetMismatch, message, line: line, key: key)
        }
        return instant
    }
}
