package import FieldModel
internal import FieldRules

/// A verdict that was asked for, kept as evidence.
package struct CheckMade: Sendable, Hashable, Codable {
    package var channel: String
    package var person: String
    package var place: String
    package var purpose: String
    package var at: Instant?
    package var verdict: String
    package var rule: String
    package var packs: [String]

    package init(
        channel: String, person: String = "", place: String = "", purpose: String = "", at: Instant? = nil,
        verdict: String = "", rule: String = "", packs: [String] = []
    ) {
        self.channel = channel
        self.person = person
        self.place = place
        self.purpose = purpose
        self.at = at
        self.verdict = verdict
        self.rule = rule
        self.packs = packs
    }
}

extension CheckMade: Decidable {
    static var isFact: Bool { true }

    /// Changes no record: the operation itself is the evidence.
    func decide(_ draft: inout Draft) {
        draft.check(word: channel, in: Vocabulary.channels)
        draft.check(word: person, in: Vocabulary.persons, required: false)
        draft.check(word: place, in: Vocabulary.places, required: false)
        draft.check(word: purpose, in: Vocabulary.purposes, required: false)
        draft.check(moment: at)
        draft.check(word: verdict, in: VerdictWord.words, required: false)
        draft.check(text: rule, most: Limits.valueBytes)
        draft.require(packs.count <= 100 && packs.allSatisfy { $0.utf8.count <= Limits.nameBytes }, .textTooLong)
    }
}

extension CheckMade {
    /// What is remembered of a planned act that a rule refused; nil for what no rule is about.
    package init?(_ intent: Intent, _ outcome: Outcome, at: Instant) {
        guard let act = intent.judgedAct(Aggregate(account: nil), at: at)?.act else { return nil }
        self.init(
            channel: act.channel.description, person: act.person.description, place: act.place?.description ?? "",
            purpose: act.purpose.description, at: act.at,
            verdict: outcome.verdicts.first { $0.rule == outcome.rule }?.verdict ?? "", rule: outcome.rule,
            packs: outcome.packs)
    }
}
