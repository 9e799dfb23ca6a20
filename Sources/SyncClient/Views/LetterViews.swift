package import FieldModel
internal import FieldRules
package import SyncCore

/// A letter's canonical text and what is derived from it.
package struct RenderedLetter: Sendable {
    package let text: String
    package let language: String
    /// At the foot of each page: template and version.
    package let footer: String

    init(text: String, language: String, footer: String) {
        (self.text, self.language, self.footer) = (text, language, footer)
    }

    package init(_ letter: Letter) {
        // A template's name ends with its language.
        text = letter.text
        language = letter.template.hasSuffix("-en") ? "en" : "es"
        footer = "\(letter.template)@\(letter.templateVersion)  \(hexadecimal(letter.textHash).prefix(16))"
    }

    package var html: String { LetterPage.html(text, language: language, footer: footer) }

    /// Throws for a character that the fonts of PDF do not have.
    package func pdf() throws -> [UInt8] {
        switch LetterPDF.render(text, language: language, footer: footer) {
        case .success(let bytes): return bytes
        case .failure(let failure):
            throw ClientFailure.badInput(
                "letter_unprintable", "The fonts of PDF lack the character “\(failure.character)”.",
                hint: "Print the page instead: --format html.")
        }
    }
}

/// Letter templates, and letters as they read.
package enum LetterViews {
    /// The templates that are in force today, by the laptop's clock and the branch's zone.
    package static func templates(_ context: ViewContext) throws -> [JSONValue] {
        let rules = try context.reading.activeRules(context.parts)
        let today = context.today(context.branchZone)
        return (rules?.templates ?? []).filter { $0.isInForce(on: today) }.map { template in
            [
                "template": .string(template.name), "version": JSONValue(template.version),
                "title": .string(template.title), "language": .string(template.language),
                "purpose": .string(template.purpose.description), "notice": .text(template.notice ?? ""),
                "methods": JSONValue(template.methods.words.map(\.description)),
                "valid_from": JSONValue(template.days.from), "valid_to": JSONValue(template.days.to),
                "send_window": JSONValue(template.windowWords), "fields": JSONValue(template.fields),
            ]
        }
    }

    package static func letters(_ account: AccountID, _ context: ViewContext) throws -> [JSONValue] {
        guard case .array(let items)? = try AccountViews.show(account, context)["letters"] else { return [] }
        return items
    }

    package static func offers(_ account: AccountID, _ context: ViewContext) throws -> [JSONValue] {
        guard case .array(let items)? = try AccountViews.show(account, context)["offers"] else { return [] }
        return items
    }

    /// A letter of the account as it was sent.
    package static func sent(_ account: AccountID, _ name: String, _ context: ViewContext) throws -> RenderedLetter {
        let id = try Naming.record(name, kind: .letter, context.reading)
        guard let row = try context.reading.row(kind: .letter, id: id), row.account == account,
            case .letter(let letter)? = context.parts.content(of: row)
        else { throw ClientFailure.badInput("unknown_record", "The account has no such letter.") }
        return RenderedLetter(letter)
    }

    /// The hash that a letter of this text has.
    package static func hash(of text: String, _ hash: any Hashing) -> String {
        hexadecimal(hash.sha256(Array(text.utf8)))
    }

    /// The text, and the pages that are made of it.
    package static func render(
        _ account: AccountID, _ words: LetterWords, _ context: ViewContext
    ) throws -> RenderedLetter {
        let state = try AccountState(context.reading, account, parts: context.parts, settings: context.settings)
        guard let state else {
            throw ClientFailure.badInput("unknown_account", "The account has not arrived completely.")
        }
        let draft = try LetterDraft(
            words, state, context.reading, context.parts, context.identity, now: context.now)
        let template = draft.template
        return RenderedLetter(
            text: draft.text, language: template.language, footer: "\(template.name)@\(template.version)")
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
            "balance": money(offer.balance), "forgiven": money(offer.forgiven),
            "to_pay": money(offer.balance - offer.forgiven), "pay_by": JSONValue(offer.payByDay),
            "offer_state": .string(offer.state), "bucket": .text(offer.bucket), "author": name(offer.author),
            "matrix": .text(offer.matrixVersion), "forgiven_cells": cells(offer.forgivenCells),
            "split": cells(offer.split), "assumed_past_due": .bool(offer.assumedPastDue),
            "waterfall": .text(offer.waterfallVersion), "approved_by": offer.approvedBy.map(name) ?? .null,
            "second_approval_by": offer.secondApprovalBy.map(name) ?? .null, "signed_at": moment(offer.signedAt),
            "signed_by": offer.signedBy.map(name) ?? .null, "signature": .text(offer.signature),
            "void_reason": .text(offer.voidReason), "state": .string(state.rawValue),
        ]
    }

    /// Cells of what is owed, in their order.
    func cells(_ cells: [OwedCell]) -> JSONValue {
        .array(
            cells.map { ["status": .string($0.status), "part": .string($0.part), "amount": money($0.amount)] })
    }

    package func notice(_ notice: Notice, _ id: RecordID, _ state: RecordStatus) -> JSONValue {
        [
            "id": JSONValue(id), "kind": .string(notice.kind), "at": moment(notice.at),
            "letter": JSONValue(notice.letter), "state": .string(state.rawValue),
        ]
    }
}
