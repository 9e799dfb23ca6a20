package import FieldModel

/// Reads a rule pack from a parsed file and refuses whatever it does not fully understand.
package enum PackLoader {
    /// `holdingUnknownKinds` is for replicas that receive a pack newer than themselves: acts that a rule of an unknown
    /// kind may be about then need approval. Files are read without it.
    /// `days` narrows the days on which the pack counts, as whoever activated it said.
    package static func pack(
        _ node: RuleNode, file: String, calendars: [HolidayCalendar] = [], holdingUnknownKinds: Bool = false,
        days: ValidDays = ValidDays()
    ) throws(RuleFailure) -> RulePack {
        var byName: [String: HolidayCalendar] = [:]
        for calendar in calendars { byName[calendar.name] = calendar }
        do throws(RuleFailure) {
            var pack = try read(
                node, PackContext(calendars: byName, holdingUnknownKinds: holdingUnknownKinds, days: days))
            pack.file = file
            return pack
        } catch {
            throw error.inFile(file)
        }
    }

    private static func read(
        _ node: RuleNode, _ context: PackContext
    ) throws(RuleFailure) -> RulePack {
        var fields = try FieldReader(node, path: "$")
        let defaults = try PackDefaults(&fields, context.days)
        let readings = try fields.list("readings", reading)
        var rules: [Rule] = []
        for (index, node) in (try fields.optionalList("rules") ?? []).enumerated() {
            var rule = try FieldReader(node, path: "$.rules[\(index)]")
            rules.append(try self.rule(&rule, node, defaults, readings, context))
            try rule.finish()
        }
        guard !rules.isEmpty else { throw fields.failure(.missingKey, "a pack needs rules") }
        let creditors: WordSet<CreditorKind> = try fields.words("creditors") ?? .all
        let products: WordSet<ProductKind> = try fields.words("products") ?? .all
        let pack = RulePack(
            name: defaults.version.name, version: defaults.version.version,
            title: try fields.text("title"), jurisdictions: try fields.texts("jurisdictions") ?? [],
            source: try fields.text("source"), program: try program(&fields), validFrom: defaults.validFrom,
            validTo: defaults.validTo,
            retentionYears: try fields.optionalInteger("retention_years", 1...100), rules: rules,
            obligations: try fields.list("obligations", obligation),
            creditors: creditors, products: products,
            readings: readings, letters: try fields.list("letters", LetterDemand.read),
            settlement: try fields.list("settlement", SettlementRow.read),
            waterfalls: try fields.list("waterfall") { (fields) throws(RuleFailure) in
                try Waterfall.read(&fields, pack: defaults.version)
            },
            promises: try fields.list("promises") { (fields) throws(RuleFailure) in
                try PromiseTermsRow.read(&fields, context.calendars)
            },
            duties: try fields.list("duties") { (fields) throws(RuleFailure) in
                try DutyDemand.read(&fields, pack: defaults.version, creditors: creditors, products: products)
            }, document: node)
        try fields.finish()
        try refuseOverlaps(rules)
        return pack
    }

    /// The oldest program that understands the pack, where it says so.
    private static func program(_ fields: inout FieldReader) throws(RuleFailure) -> ProgramVersion? {
        guard let node = fields.take("program") else { return nil }
        guard case .scalar(let text, _, _) = node, let version = ProgramVersion(text) else {
            throw fields.failure(.badValue, "program is a version such as 0.2.0", line: node.line, key: "program")
        }
        return version
    }

    private static func rule(
        _ fields: inout FieldReader, _ node: RuleNode, _ pack: PackDefaults, _ readings: [RulePack.PackReading],
        _ context: PackContext
    ) throws(RuleFailure) -> Rule {
        let source: [RuleNode.Entry] = if case .map(let entries, _) = node { entries } else { [] }
        let id = try fields.text("id")
        let kind = try fields.text("kind")
        let scope = try self.scope(&fields, kind)
        let confidence = try fields.optionalText("confidence") ?? pack.confidence
        let verify = try fields.optionalText("verify")
        let enabled = try fields.optionalFlag("enabled") ?? true
        guard confidence != "C" || (!enabled && verify != nil) else {
            throw fields.failure(.badValue, "confidence C ships disabled and with a verify note", key: "confidence")
        }
        let days = try fields.validDays()
        let reading = try fields.optionalText("reading").map { (text) throws(RuleFailure) in
            try self.reading(of: text, readings, fields)
        }
        let about = Rule.About(
            id: "\(pack.version.name)/\(id)", kind: kind, title: try fields.text("title"),
            citation: try fields.text("citation"), asOf: try fields.optionalDate("as_of") ?? pack.asOf,
            confidence: confidence, reviewedBy: try fields.optionalText("reviewed_by") ?? pack.reviewedBy,
            verify: verify,
            enabled: enabled, overridable: try fields.flag("overridable"),
            validFrom: [days.from, pack.validFrom].compactMap { $0 }.max(),
            validTo: [days.to, pack.validTo].compactMap { $0 }.min())
        return Rule(
            about: about, pack: pack.version, word: try fields.optionalWord("verdict") ?? .denied, scope: scope,
            lifts: try lifts(&fields), reading: reading, body: try body(kind, &fields, scope, context),
            source: source)
    }

    private static func body(
        _ kind: String, _ fields: inout FieldReader, _ scope: RuleScope, _ context: PackContext
    ) throws(RuleFailure) -> any RuleBody {
        if context.holdingUnknownKinds, !RuleKinds.all.contains(where: { $0.kind == kind }) {
            _ = fields.rest()
            return UnsupportedRule(wanted: kind)
        }
        return try RuleKinds.body(kind, &fields, LoadContext(calendars: context.calendars, scope: scope))
    }

    /// A posted letter has no hour: rules about hours and days leave letters out unless they name channels.
    private static func scope(_ fields: inout FieldReader, _ kind: String) throws(RuleFailure) -> RuleScope {
        let timed = kind == HoursRule.kind || kind == ClosedDaysRule.kind
        let spokenAndSent: WordSet<Channel> = [.call, .visit, .workplaceVisit, .sms, .email, .appMessage]
        var scope = RuleScope()
        scope.channels = try fields.words("channels") ?? (timed ? spokenAndSent : .all)
        scope.directions = try fields.words("directions") ?? [.outbound]
        scope.creditors = try fields.words("creditors") ?? .all
        scope.products = try fields.words("products") ?? .all
        scope.acts = try fields.words("acts") ?? [.contact, .letter]
        scope.persons = try fields.words("persons") ?? .all
        scope.purposes = try fields.words("purposes") ?? .all
        scope.places = try fields.words("places")
        scope.exceptPlaces = try fields.words("except_places") ?? []
        scope.mostDaysPastDue = try fields.optionalInteger("most_days_past_due", 0...100_000)
        return scope
    }

    private static func lifts(_ fields: inout FieldReader) throws(RuleFailure) -> [Rule.Lift] {
        let scopes: WordSet<ConsentScope> = try fields.words("lifted_by") ?? []
        return scopes.words.map { $0 == .hours ? .hours : .contact }
    }

    private static func reading(_ fields: inout FieldReader) throws(RuleFailure) -> RulePack.PackReading {
        let name = try fields.text("name")
        let values = try fields.texts("values") ?? []
        let value = try fields.text("default")
        guard values.contains(value) else {
            throw fields.failure(.badValue, "the default \(value) is not among the values", key: "default")
        }
        return RulePack.PackReading(name: name, values: values, value: value)
    }

    private static func reading(
        of text: String, _ readings: [RulePack.PackReading], _ fields: FieldReader
    ) throws(RuleFailure) -> Rule.Reading {
        let parts = text.split(separator: "=").map(String.init)
        guard parts.count == 2, readings.contains(where: { $0.name == parts[0] && $0.values.contains(parts[1]) }) else {
            throw fields.failure(.unknownWord, "the pack offers no reading \(text); write name=value", key: "reading")
        }
        return Rule.Reading(name: parts[0], value: parts[1])
    }

    private static func obligation(_ fields: inout FieldReader) throws(RuleFailure) -> RulePack.Obligation {
        RulePack.Obligation(text: try fields.text("text"), citation: try fields.text("citation"))
    }

    /// One id, one rule on any day and under any reading.
    private static func refuseOverlaps(_ rules: [Rule]) throws(RuleFailure) {
        for (index, rule) in rules.enumerated() {
            for other in rules[..<index] where other.id == rule.id && other.reading == rule.reading {
                let isApart =
                    (rule.about.validFrom.flatMap { from in other.about.validTo.map { $0 < from } } ?? false)
                    || (other.about.validFrom.flatMap { from in rule.about.validTo.map { $0 < from } } ?? false)
                if isApart { continue }
                throw RuleFailure(
                    .overlap, "\(rule.id) stands twice on the same days", line: rule.source.first?.value.line,
                    path: "$.rules[\(index)]")
            }
        }
    }
}

private struct PackContext {
    var calendars: [String: HolidayCalendar]
    var holdingUnknownKinds: Bool
    var days: ValidDays
}

/// Days on which a document counts, both included; nil is without an end.
package struct ValidDays: Hashable, Sendable {
    package var from: CalendarDate?
    package var to: CalendarDate?

    package init(from: CalendarDate? = nil, to: CalendarDate? = nil) {
        self.from = from
        self.to = to
    }

    /// What both allow.
    func narrowed(by other: ValidDays) -> ValidDays {
        ValidDays(
            from: [from, other.from].compactMap { $0 }.max(), to: [to, other.to].compactMap { $0 }.min())
    }

    package var isEmpty: Bool {
        guard let from, let to else { return false }
        return to < from
    }
}

/// What a pack says once for all its rules.
private struct PackDefaults {
    let version: Rule.PackVersion
    let asOf: CalendarDate
    let confidence: String
    let reviewedBy: String
    let validFrom: CalendarDate?
    let validTo: CalendarDate?

    init(_ fields: inout FieldReader, _ days: ValidDays) throws(RuleFailure) {
        version = Rule.PackVersion(
            name: try fields.text("pack"), version: try fields.integer("version", 1...1_000_000))
        guard let asOf = try fields.optionalDate("as_of") else {
            throw fields.failure(.missingKey, "the key as_of is missing")
        }
        self.asOf = asOf
        let levels = ["A", "A/B", "B", "C"]
        confidence = try fields.text("confidence")
        guard levels.contains(confidence) else {
            throw fields.failure(
                .unknownWord, "confidence is one of \(levels.joined(separator: ", "))", key: "confidence")
        }
        reviewedBy = try fields.text("reviewed_by")
        let own = try fields.validDays()
        (validFrom, validTo) = (own.narrowed(by: days).from, own.narrowed(by: days).to)
    }
}
