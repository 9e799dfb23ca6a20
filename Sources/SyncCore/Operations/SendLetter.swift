package import FieldModel
internal import FieldRules

/// A letter with its canonical text.
package struct SendLetter: Sendable, Hashable, Codable {
    package var letter: RecordID
    package var template: String
    package var templateVersion: String
    package var recipient: String
    package var address: String
    package var method: String
    package var purpose: String
    package var text: String
    package var values: [Attribute]
    package var packs: [String]

    package init(
        letter: RecordID, template: String, templateVersion: String = "", recipient: String = "", address: String = "",
        method: String = "", purpose: String = "", text: String = "", values: [Attribute] = [], packs: [String] = []
    ) {
        self.letter = letter
        self.template = template
        self.templateVersion = templateVersion
        self.recipient = recipient
        self.address = address
        self.method = method
        self.purpose = purpose
        self.text = text
        self.values = values
        self.packs = packs
    }
}

extension SendLetter: Decidable {
    /// The wording is the template's: the text is rendered again from the values and must be the same, byte for byte.
    func decide(_ draft: inout Draft) {
        check(&draft)
        guard draft.isSound else { return }
        let day = draft.context.actedDay
        guard let version = Int(templateVersion),
            let rules = draft.context.rules,
            let used = rules.templates.first(where: { $0.name == template && $0.version == version }),
            used.isInForce(on: day), used.purpose.description == purpose,
            Channel(word: method).map(used.methods.contains) ?? false
        else { return draft.reject(.unknownTemplate) }
        draft.require(used.isOpen(at: draft.context.actedAt, in: draft.context.zone), .outsideSendWindow)
        let filled = Dictionary(values.map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
        let isOwn = LetterValues.fixed(draft.aggregate).allSatisfy {
            filled[$0.key] == nil || filled[$0.key] == $0.value
        }
        draft.require(isOwn && (try? used.render(filled)) == text, .letterAltered)
        guard draft.isSound else { return }
        let made = Letter(
            template: template, templateVersion: templateVersion, recipient: recipient, address: address,
            method: method, purpose: purpose, text: text, textHash: draft.context.hash.sha256(Array(text.utf8)),
            values: values, packs: packs, author: draft.author, madeAt: draft.context.actedAt)
        draft.create(made, letter)
    }

    private func check(_ draft: inout Draft) {
        draft.check(word: method, in: Vocabulary.channels)
        draft.check(word: purpose, in: Vocabulary.purposes)
        draft.check(text: template, most: Limits.nameBytes, required: true)
        draft.check(text: recipient, most: Limits.nameBytes, required: true)
        draft.check(text: address, most: Limits.valueBytes, lines: true)
        draft.check(text: text, most: Limits.letterBytes, lines: true, required: true)
        draft.require(values.count <= Limits.letterValues && packs.count <= 100, .textTooLong)
        for value in values { draft.check(text: value.value, most: Limits.letterValueBytes) }
        for pack in packs { draft.check(text: pack, most: Limits.nameBytes) }
    }
}
