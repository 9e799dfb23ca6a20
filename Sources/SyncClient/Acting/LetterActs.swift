package import FieldModel
internal import FieldRules
internal import SyncCore

/// A letter as it was asked for; nil leaves to the template and the account what can be found there.
package struct LetterWords: Sendable {
    package var template: String
    package var method: String?
    package var recipient: String?
    package var address: String?
    /// Fields that no record has.
    package var values: [(field: String, value: String)] = []

    package init(template: String) { self.template = template }
}

extension Acting {
    package func sendLetter(_ account: AccountID, _ words: LetterWords) throws -> ActResult {
        try act { view in
            let draft = try LetterDraft(
                words, try view.state(account), view.reading, view.parts, view.identity, now: view.trueNow)
            let letter = draft.intent(view.mint())
            return PlannedAct(account: account, record: letter.letter, intent: .sendLetter(letter))
        }
    }

    package func recordDelivery(
        _ letter: RecordID, how: String, at: Instant?, tracking: String, evidence: String
    ) throws -> ActResult {
        try act { view in
            let (account, _, state) = try view.record(Letter.self, letter)
            let delivery = RecordDelivery(
                letter: letter, how: how, at: at ?? view.now, tracking: tracking, evidence: evidence)
            return PlannedAct(
                account: account, record: letter, intent: .recordDelivery(delivery),
                dependsOn: [state.pendingOperation(of: letter, .letter)])
        }
    }
}

extension Acting {
    package func signSettlement(_ offer: RecordID, at: Instant?, evidence: String) throws -> ActResult {
        try act { view in
            let (account, before, state) = try view.record(SettlementOffer.self, offer)
            if before.state == "signed" { throw ClientFailure.alreadySo }
            let sign = SignSettlement(offer: offer, signedAt: at ?? view.now, evidence: evidence)
            return PlannedAct(
                account: account, record: offer, intent: .signSettlement(sign),
                dependsOn: [state.pendingOperation(of: offer, .settlementOffer)])
        }
    }

    package func proposeSettlement(
        _ account: AccountID, principal: Int, interest: Int, fees: Int, payBy: CalendarDate
    ) throws -> ActResult {
        try act { view in
            let offer = ProposeSettlement(
                offer: view.mint(), principalPercent: principal, interestPercent: interest, feesPercent: fees,
                payByDay: payBy)
            return PlannedAct(account: account, record: offer.offer, intent: .proposeSettlement(offer))
        }
    }
}

/// A letter filled from an account's records, ready to be shown or sent.
struct LetterDraft {
    let template: LetterTemplate
    let text: String
    private let values: [String: String]
    private let words: LetterWords
    private let packs: [String]

    /// Throws what is missing: the template, or a value.
    init(
        _ words: LetterWords, _ state: AccountState, _ reading: any ReplicaReading, _ parts: ClientParts,
        _ identity: ClientIdentity, now: Instant
    ) throws {
        let day = state.zone.localDate(at: now)
        guard let rules = try reading.activeRules(parts), let template = rules.template(words.template, on: day) else {
            throw ClientFailure.badInput(
                "unknown_template", "There is no letter template “\(printable(words.template))” in force.",
                hint: "See `cartera letter list`.")
        }
        let aggregate = state.aggregate(parts)
        var values = LetterValues.all(aggregate, on: day, language: template.language)
        values["collector"] = identity.personName
        values["agency"] = identity.organisation
        for (field, value) in words.values { values[field] = value }
        do throws(RuleFailure) {
            text = try template.render(values)
        } catch {
            let missing = template.fields.filter { values[$0, default: ""].isEmpty }
            throw ClientFailure.badInput(
                "letter_incomplete", "The letter needs values that no record has.",
                hint: "Give each with --set FIELD=VALUE: \(missing.joined(separator: ", ")).")
        }
        self.template = template
        self.values = values
        self.words = words
        let account = AccountCase(aggregate, zone: state.zone)
        packs = account.map { rules.versions(for: JudgedAct(Act(at: now, channel: .letter)), $0) } ?? []
    }

    func intent(_ id: RecordID) -> SendLetter {
        SendLetter(
            letter: id, template: template.name, templateVersion: "\(template.version)",
            recipient: words.recipient ?? values["debtor_name"] ?? "",
            address: words.address ?? values["address"] ?? "",
            method: words.method ?? template.usualMethod.description,
            purpose: template.purpose.description, text: text,
            values: template.fields.map { Attribute(key: $0, value: values[$0] ?? "") }, packs: packs)
    }
}
