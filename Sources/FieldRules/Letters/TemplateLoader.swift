internal import FieldModel

/// Reads a letter template and refuses whatever it does not fully understand.
package enum TemplateLoader {
    private static let languages = ["en", "es"]

    package static func template(
        _ node: RuleNode, file: String, days: ValidDays = ValidDays()
    ) throws(RuleFailure) -> LetterTemplate {
        do throws(RuleFailure) {
            return try read(node, days)
        } catch {
            throw error.inFile(file)
        }
    }

    private static func read(_ node: RuleNode, _ days: ValidDays) throws(RuleFailure) -> LetterTemplate {
        var fields = try FieldReader(node, path: "$")
        let name = try fields.text("template")
        let version = try fields.integer("version", 1...1_000_000)
        let language = try fields.text("language")
        guard languages.contains(language) else {
            throw fields.failure(
                .unknownWord, "language is one of \(languages.joined(separator: ", "))", key: "language")
        }
        guard try fields.optionalDate("as_of") != nil else {
            throw fields.failure(.missingKey, "the key as_of is missing")
        }
        _ = try fields.text("reviewed_by")
        let own = try fields.validDays()
        let template = LetterTemplate(
            name: name, version: version, title: try fields.text("title"), language: language,
            purpose: try fields.optionalWord("purpose") ?? .collection,
            methods: try fields.words("methods") ?? [.letter], notice: try fields.optionalText("notice"),
            days: own.narrowed(by: days), paragraphs: try fields.list("paragraphs", paragraph),
            window: fields.has("send_window") ? try fields.weekdayHours("send_window") : nil)
        try fields.finish()
        guard !template.paragraphs.isEmpty else { throw fields.failure(.missingKey, "a letter needs paragraphs") }
        return template
    }

    private static func paragraph(_ fields: inout FieldReader) throws(RuleFailure) -> LetterTemplate.Paragraph {
        let text = try fields.text("text")
        guard LetterText.parts(text) != nil else {
            throw fields.failure(.badValue, "a field is written {{name}}, in small letters", key: "text")
        }
        return LetterTemplate.Paragraph(clause: try fields.optionalText("clause"), text: text)
    }
}

/// What a pack demands of every letter that gives a notice.
package struct LetterDemand: Sendable, Hashable {
    package let notice: String
    package let clauses: [String]
    package let citation: String

    static func read(_ fields: inout FieldReader) throws(RuleFailure) -> LetterDemand {
        let clauses = try fields.texts("clauses") ?? []
        guard !clauses.isEmpty else { throw fields.failure(.missingKey, "the key clauses is missing or empty") }
        return LetterDemand(
            notice: try fields.text("notice"), clauses: clauses, citation: try fields.text("citation"))
    }

    /// Refuses a letter that gives the notice without one of the clauses.
    func check(_ template: LetterTemplate) throws(RuleFailure) {
        guard template.notice == notice else { return }
        for clause in clauses where !template.clauses.contains(clause) {
            throw RuleFailure(
                .missingKey, "the letter lacks the clause \(clause), which \(citation) demands", file: template.name)
        }
    }
}
