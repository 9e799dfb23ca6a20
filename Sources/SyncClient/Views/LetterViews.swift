package import FieldModel
internal import FieldRules
package import SyncCore

/// Letter templates, and letters as they read.
package enum LetterViews {
    /// The templates that are in force today, by the laptop's clock and the branch's zone.
    package static func templates(_ context: ViewContext) throws -> [JSONValue] {
        let rules = try context.reading.activeRules(context.parts)
        let zone = ZoneTable.standard.zone(context.settings.timeZone) ?? ZoneTable.standard.zone("Etc/UTC")!
        let today = context.today(zone)
        return (rules?.templates ?? []).filter { $0.isInForce(on: today) }.map { template in
            [
                "template": .string(template.name), "version": JSONValue(template.version),
                "title": .string(template.title), "language": .string(template.language),
                "purpose": .string(template.purpose.description), "notice": .text(template.notice ?? ""),
                "methods": JSONValue(template.methods.words.map(\.description)), "fields": JSONValue(template.fields),
            ]
        }
    }

    package static func letters(_ account: AccountID, _ context: ViewContext) throws -> [JSONValue] {
        guard case .array(let items)? = try AccountViews.show(account, context)["letters"] else { return [] }
        return items
    }

    /// The text, and the page that a browser prints.
    package static func render(
        _ account: AccountID, _ words: LetterWords, _ context: ViewContext
    ) throws -> (text: String, html: String) {
        let state = try AccountState(context.reading, account, parts: context.parts, settings: context.settings)
        guard let state else {
            throw ClientFailure.badInput("unknown_account", "The account has not arrived completely.")
        }
        let draft = try LetterDraft(
            words, state, context.reading, context.parts, context.identity, now: context.now)
        return (draft.text, LetterPage.html(draft.text, language: draft.template.language))
    }
}

extension RecordView {
    package func letter(_ letter: Letter, _ id: RecordID, _ state: RecordStatus) -> JSONValue {
        [
            "id": JSONValue(id), "template": .string(letter.template), "version": .string(letter.templateVersion),
            "recipient": .text(letter.recipient), "address": .text(letter.address),
            "method": .text(letter.method), "purpose": .text(letter.purpose),
            "hash": .string(hexadecimal(letter.textHash)), "author": name(letter.author),
            "made_at": moment(letter.madeAt), "sent_at": moment(letter.sentAt),
            "deliveries": .array(
                letter.deliveries.map {
                    [
                        "how": .string($0.how), "at": moment($0.at), "tracking": .text($0.tracking),
                        "evidence": .text($0.evidence), "author": name($0.author),
                    ]
                }),
            "packs": JSONValue(letter.packs), "text": .string(letter.text), "state": .string(state.rawValue),
        ]
    }

    package func offer(_ offer: SettlementOffer, _ id: RecordID, _ state: RecordStatus) -> JSONValue {
        [
            "id": JSONValue(id), "principal_percent": JSONValue(offer.principalPercent),
            "interest_percent": JSONValue(offer.interestPercent), "fees_percent": JSONValue(offer.feesPercent),
            "forgiven": money(offer.forgiven), "pay_by": JSONValue(offer.payByDay),
            "offer_state": .string(offer.state), "author": name(offer.author), "matrix": .text(offer.matrixVersion),
            "state": .string(state.rawValue),
        ]
    }

    package func notice(_ notice: Notice, _ id: RecordID, _ state: RecordStatus) -> JSONValue {
        [
            "id": JSONValue(id), "kind": .string(notice.kind), "at": moment(notice.at),
            "letter": JSONValue(notice.letter), "state": .string(state.rawValue),
        ]
    }
}
