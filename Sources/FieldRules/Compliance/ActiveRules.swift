package import FieldModel

/// A pack, a calendar, a letter template or a part of the zone table as a branch has activated it.
package struct RuleDocument: Sendable {
    package enum Kind: Hashable, Sendable { case pack, calendar, template, zones }
    package var kind: Kind
    package var name: String
    /// A pack's or a template's number; the date as of which a calendar was written.
    package var version: String
    /// The days for which it was activated.
    package var days: ValidDays
    /// Nil when this program cannot read it.
    package var content: RuleNode?

    package init(kind: Kind, name: String, version: String, days: ValidDays, content: RuleNode?) {
        self.kind = kind
        self.name = name
        self.version = version
        self.days = days
        self.content = content
    }
}

extension RuleDocument {
    /// How a document that was activated stands on a day.
    package enum Standing: String, Sendable { case active, coming, superseded, ended }

    /// A version counts until the first day of a higher one, also where that one has ended; a calendar until it is
    /// written anew.
    package func standing(among documents: [RuleDocument], on day: CalendarDate) -> Standing {
        if let from = days.from, from > day, hasDays { return .coming }
        let isSuperseded = documents.contains { other in
            other.kind == kind && other.name == name && isBefore(other)
                && (!hasDays || other.days.from.map { $0 <= day } ?? true)
        }
        if isSuperseded { return .superseded }
        return days.to.map { $0 < day } ?? false ? .ended : .active
    }

    /// A calendar and the zones are mended by writing them anew: the newest counts for all days.
    private var hasDays: Bool { kind != .calendar && kind != .zones }

    private func isBefore(_ other: RuleDocument) -> Bool {
        hasDays ? number < other.number : isOlder(than: other)
    }

    /// `2026f` is after `2026b`, and `10` after `9`.
    func isOlder(than other: RuleDocument) -> Bool {
        let (mine, its) = (version.utf8.count, other.version.utf8.count)
        return mine != its ? mine < its : version < other.version
    }
}

/// The rules that a branch has activated, in all their versions: what laptop and server judge by.
///
/// A version counts until the first day of a higher one, so that an act keeps the pack of its own day, and
/// `allowed_from` passes from one version to the next. What cannot be read is never left out: the acts that it may be
/// about need approval.
package struct ActiveRules: Sendable {
    /// The packs that are always on first, then by name and version.
    package let packs: [RulePack]
    /// Letter templates in all their versions, by name and version.
    package let templates: [LetterTemplate]

    /// Nil when nothing was activated.
    package init?(_ documents: [RuleDocument]) {
        guard !documents.isEmpty else { return nil }
        let calendars = Self.calendars(documents)
        var packs: [RulePack] = []
        for name in Self.names(documents) {
            let versions = documents.filter { $0.kind == .pack && $0.name == name }
            if versions.isEmpty { packs.append(.unreadable(name, version: 0, jurisdictions: [], days: ValidDays())) }
            packs += Self.inForce(versions).map { Self.pack($0.document, calendars, $0.days) }
        }
        self.packs = packs
        templates = documents.filter { $0.kind == .template }.compactMap { document in
            document.content.flatMap { try? TemplateLoader.template($0, file: document.name, days: document.days) }
        }.sorted { ($0.name, $0.version) < ($1.name, $1.version) }
    }

    /// The template to write by on a day: the highest version in force.
    package func template(_ name: String, on date: CalendarDate) -> LetterTemplate? {
        templates.last { $0.name == name && $0.isInForce(on: date) }
    }

    /// The packs for a debtor of these places: those that are always on, those of the places around, and those of no
    /// place, which are the organisation's or the lender's own.
    package func packs(for jurisdictions: [String]) -> [RulePack] {
        let places = jurisdictions.flatMap(RuleSet.around)
        return packs.filter { $0.jurisdictions.isEmpty || $0.jurisdictions.contains(where: places.contains) }
    }

    /// Where each of the rules that are known comes from.
    package func citations(_ rules: [String]) -> [String: String] {
        var found: [String: String] = [:]
        for rule in packs.flatMap(\.rules) where rules.contains(rule.id) { found[rule.id] = rule.about.citation }
        return found
    }

    /// Judges an act by the packs of the debtor's places. What cannot be judged needs approval.
    package func judge(_ act: Act, _ facts: Facts, passed: Set<String> = []) -> Verdict {
        let chosen = packs(for: facts.jurisdictions)
        do throws(RuleFailure) {
            let verdict = try Evaluator.judge(act, facts, packs: chosen, passed: passed)
            let hasPlaces = chosen.contains { !$0.jurisdictions.isEmpty }
            return hasPlaces ? verdict : verdict.adding(.own("no-pack", .warning, act, facts.jurisdictions.joined()))
        } catch {
            return Verdict(
                word: .needsApproval, rule: nil, rules: [], allowedFrom: nil, noDate: .never, zoneVersion: ""
            ).adding(.own(error.code.rawValue, .needsApproval, act, error.message))
        }
    }
}

extension ActiveRules {
    private static func names(_ documents: [RuleDocument]) -> [String] {
        let others = Set(documents.filter { $0.kind == .pack }.map(\.name)).subtracting(RuleSet.alwaysOn)
        return RuleSet.alwaysOn + others.sorted()
    }

    /// The newest of each name: a calendar is mended by writing it anew.
    private static func calendars(_ documents: [RuleDocument]) -> [HolidayCalendar] {
        var newest: [String: RuleDocument] = [:]
        for document in documents where document.kind == .calendar {
            if newest[document.name].map({ $0.version < document.version }) ?? true { newest[document.name] = document }
        }
        return newest.values.sorted { $0.name < $1.name }.compactMap { document in
            document.content.flatMap { try? CalendarLoader.calendar($0, file: document.name) }
        }
    }

    /// Each version with the days that no higher one takes from it, lowest first.
    private static func inForce(_ versions: [RuleDocument]) -> [(document: RuleDocument, days: ValidDays)] {
        var found: [(document: RuleDocument, days: ValidDays)] = []
        var next: CalendarDate?
        for document in versions.sorted(by: { $0.number > $1.number }) {
            let days = document.days.narrowed(by: ValidDays(to: next.map { $0 - 1 }))
            if !days.isEmpty { found.append((document, days)) }
            guard let from = document.days.from else { break }
            next = next.map { min($0, from) } ?? from
        }
        return found.reversed()
    }

    private static func pack(_ document: RuleDocument, _ calendars: [HolidayCalendar], _ days: ValidDays) -> RulePack {
        let read = document.content.flatMap {
            try? PackLoader.pack(
                $0, file: document.name, calendars: calendars, holdingUnknownKinds: true, days: days)
        }
        let places = document.content.flatMap(RulePack.jurisdictions(in:)) ?? []
        return read
            ?? .unreadable(document.name, version: document.number, jurisdictions: places, days: days)
    }
}

extension RuleDocument {
    /// What a document calls itself: a pack's name and number, a calendar's name and the date as of which it stands.
    package static func name(of content: RuleNode, _ kind: Kind) -> (name: String, version: String)? {
        guard var fields = try? FieldReader(content, path: "$") else { return nil }
        let keys =
            switch kind {
            case .pack: ("pack", "version")
            case .calendar: ("calendar", "as_of")
            case .template: ("template", "version")
            case .zones: ("zones", "version")
            }
        guard let name = try? fields.text(keys.0), let version = try? fields.text(keys.1) else { return nil }
        return (name, version)
    }

    /// The oldest program that understands the pack, where it says so.
    package var oldestProgram: ProgramVersion? {
        guard kind == .pack, let content, var fields = try? FieldReader(content, path: "$") else { return nil }
        return (try? fields.optionalText("program")).flatMap { $0 }.flatMap { ProgramVersion($0) }
    }

    /// Refuses documents that cannot all be read strictly, and a set without the packs that are always on.
    package static func check(_ documents: [RuleDocument]) throws(RuleFailure) {
        var calendars: [HolidayCalendar] = []
        for document in documents where document.kind == .calendar {
            calendars.append(try CalendarLoader.calendar(try document.readable(), file: document.name))
        }
        var demands: [LetterDemand] = []
        for document in documents where document.kind == .pack {
            demands += try PackLoader.pack(try document.readable(), file: document.name, calendars: calendars).letters
        }
        for document in documents where document.kind == .template {
            let template = try TemplateLoader.template(try document.readable(), file: document.name)
            for demand in demands { try demand.check(template) }
        }
        for document in documents where document.kind == .zones {
            try ZoneDocuments.check(try document.readable(), file: document.name)
        }
        for name in RuleSet.alwaysOn where !documents.contains(where: { $0.kind == .pack && $0.name == name }) {
            throw RuleFailure(.unknownPack, "the pack \(name), which is always on, is missing")
        }
    }

    private func readable() throws(RuleFailure) -> RuleNode {
        guard let content else { throw RuleFailure(.badSyntax, "the document cannot be read", file: name) }
        return content
    }
}

extension Verdict {
    /// With one more rule, which decides when it is stricter than all that spoke.
    package func adding(_ rule: RuleVerdict) -> Verdict {
        var copy = self
        copy.rules.append(rule)
        if rule.word > word || copy.rule == nil { (copy.word, copy.rule) = (rule.word, rule.rule) }
        return copy
    }
}

extension RuleVerdict {
    /// Of no pack: what the evaluator itself has to say.
    fileprivate static func own(_ name: String, _ word: VerdictWord, _ act: Act, _ text: String) -> RuleVerdict {
        RuleVerdict(
            rule: "rules/\(name)", packVersion: 0, word: word, citation: "", overridable: false,
            allowedFrom: word.blocks ? nil : act.at, reason: .text(text))
    }
}

extension RuleDocument {
    fileprivate var number: Int { Int(version) ?? 0 }
}
