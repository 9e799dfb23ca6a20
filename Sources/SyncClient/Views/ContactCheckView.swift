package import FieldModel
package import FieldRules
internal import SyncCore

/// A contact that somebody has in mind, as it was typed.
package struct ContactQuestion: Sendable {
    package var channel: String
    package var person: String?
    package var place: String?
    package var purpose: String?
    package var contactPoint: RecordID?
    /// Nil is now.
    package var at: Instant?

    package init(
        channel: String, person: String? = nil, place: String? = nil, purpose: String? = nil,
        contactPoint: RecordID? = nil, at: Instant? = nil
    ) {
        self.channel = channel
        self.person = person
        self.place = place
        self.purpose = purpose
        self.contactPoint = contactPoint
        self.at = at
    }
}

/// The verdict before the act.
package enum ContactCheckView {
    package static func check(
        _ account: AccountID, _ question: ContactQuestion, _ context: ViewContext
    ) throws -> (json: JSONValue, word: VerdictWord) {
        let judged = try question.judged(context)
        guard let (state, found) = try context.ruleCase(account) else {
            throw ClientFailure.badInput("unknown_account", "The account has not arrived completely.")
        }
        guard let rules = try context.reading.activeRules(context.parts) else {
            throw ClientFailure.badInput(
                "no_active_rules", "The branch has activated no rule pack, so nothing can be judged.",
                hint: "Packs are activated with `cartera admin rules activate` and arrive with `cartera sync`.")
        }
        let holder = AllowanceHolder(context.identity.person, .client)
        // An override that waits for this act decides, and what it passes is shown all the same.
        let passed = state.aggregate(context.parts).overridden(judged, at: context.now)
        let verdict = rules.verdict(on: judged, found, by: holder, passed: passed)
        let all = passed.isEmpty ? verdict : rules.verdict(on: judged, found, by: holder)
        let citations = rules.citations(all.rules.map(\.rule))
        let rows = all.rules.map { rule -> JSONValue in
            let row: JSONValue = [
                "rule": .string(rule.rule), "verdict": .string(rule.word.description),
                "citation": .text(rule.citation.isEmpty ? citations[rule.rule] ?? "" : rule.citation),
                "pack_version": JSONValue(rule.packVersion), "overridable": .bool(rule.overridable),
                "allowed_from": context.moment(rule.allowedFrom, state.zone),
                "facts": JSONValue(rule.reason.facts),
            ]
            let isPassed = rule.overridable && passed.contains(rule.rule)
            return isPassed ? row.adding("overridden", .bool(true)) : row
        }
        let json: JSONValue = [
            "account": JSONValue(account), "number": .string(state.account.number),
            "channel": .string(judged.act.channel.description), "at": context.moment(judged.act.at, state.zone),
            "verdict": .string(verdict.word.description), "rule": .text(verdict.rule ?? ""),
            "allowed_from": context.moment(verdict.allowedFrom, state.zone), "rules": .array(rows),
            "packs": JSONValue(rules.versions(for: judged, found)),
            "allowance": rules.allowance(for: judged, found, by: holder).map {
                allowance($0, context, state.zone)
            } ?? .null,
        ]
        return (json, verdict.word)
    }

    /// What the person has for this contact, or who has it instead.
    private static func allowance(_ fact: AllowanceFact, _ context: ViewContext, _ zone: Zone) -> JSONValue {
        let holder = fact.heldBy.flatMap { Identifier($0) } ?? context.identity.person
        return [
            "holder": context.name(of: holder), "units_left": JSONValue(fact.unitsLeft),
            "valid_until": context.moment(fact.validUntil, zone),
        ]
    }
}

extension ContactQuestion {
    fileprivate func judged(_ context: ViewContext) throws -> JudgedAct {
        guard let channel = Channel(word: channel) else { throw Self.unknown(channel, Channel.words) }
        var act = Act(at: at?.named(offset: context.clockOffset) ?? context.now, channel: channel)
        act.person = try Self.word(person) ?? act.person
        act.place = try Self.word(place) ?? act.place
        act.purpose = try Self.word(purpose) ?? act.purpose
        if channel == .letter { act.kind = .letter }
        return JudgedAct(act, contactPoint: contactPoint)
    }

    private static func word<Word: RuleWord>(_ text: String?) throws -> Word? {
        guard let text, !text.isEmpty else { return nil }
        guard let word = Word(word: text) else { throw unknown(text, Word.words) }
        return word
    }

    private static func unknown(_ text: String, _ words: [String]) -> ClientFailure {
        .badInput(
            "unknown_word", "“\(printable(text))” is not one of the words that are known here.",
            hint: "Known words: \(words.joined(separator: ", ")).")
    }
}

extension Acting {
    /// Reserves a contact: refused, held or kept as the rules say.
    package func planContact(_ account: AccountID, _ question: ContactQuestion) throws -> ActResult {
        try act { view in
            let plan = PlanContact(
                plan: view.mint(), channel: question.channel, person: question.person ?? "",
                place: question.place ?? "", purpose: question.purpose ?? "", contactPoint: question.contactPoint,
                at: question.at ?? view.now)
            return PlannedAct(account: account, record: plan.plan, intent: .planContact(plan))
        }
    }
}
