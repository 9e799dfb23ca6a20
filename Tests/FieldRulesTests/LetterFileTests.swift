import FieldModel
import Testing

@testable import FieldRules

@Suite("Letter templates")
struct LetterFileTests {
    private static let shipped: [(name: String, node: RuleNode)] = Library.files("Templates", ".yaml").map {
        ($0.name, YAMLSubset.read($0.text))
    }

    private func demands() throws -> [LetterDemand] { try Library.rules.get().packs.flatMap(\.letters) }

    @Test("that are shipped can be read, are named like their files, and have every clause that a pack demands")
    func shipped() throws {
        #expect(Self.shipped.count >= 5)
        for (name, node) in Self.shipped {
            let template = try TemplateLoader.template(node, file: name)
            #expect(template.name == name && name.hasSuffix("-\(template.language)"))
            for demand in try demands() { try demand.check(template) }
        }
    }

    @Test("there is one for every notice that a pack demands clauses of, in each language", arguments: ["en", "es"])
    func everyNotice(_ language: String) throws {
        let templates = try Self.shipped.map { try TemplateLoader.template($0.node, file: $0.name) }
        let notices = templates.filter { $0.language == language }.compactMap(\.notice)
        for demand in try demands() { #expect(notices.contains(demand.notice)) }
    }

    @Test("without a clause that the law demands are refused, with the clause and the source")
    func clauses() throws {
        let node = try #require(Self.shipped.first { $0.name == "mx-first-contact-es" }).node
        let whole = try TemplateLoader.template(node, file: "x")
        for index in whole.paragraphs.indices where whole.paragraphs[index].clause != nil {
            let less = try TemplateLoader.template(node.withoutParagraph(index), file: "x")
            let failures = try demands().compactMap { demand -> RuleFailure? in
                do throws(RuleFailure) { try demand.check(less) } catch { return error }
                return nil
            }
            #expect(failures.count == 1 && failures[0].message.contains(whole.paragraphs[index].clause!))
            #expect(failures[0].message.contains("DOF 2014-10-07"))
        }
    }

    @Test("say what is wrong in them")
    func wrong() throws {
        let good = """
            {"template": "t", "version": 1, "language": "es", "as_of": "2026-01-01", "reviewed_by": "x",
             "title": "T", "paragraphs": [{"text": "TEXT"}]}
            """
        let cases: [(String, RuleFailure.Code)] = [
            (good.replacing("TEXT", with: "{{name"), .badValue), (good.replacing("TEXT", with: "{{Na me}}"), .badValue),
            (good.replacing("\"es\"", with: "\"fr\""), .unknownWord),
            (good.replacing("\"title\"", with: "\"titl\""), .unknownKey),
            (good.replacing("[{\"text\": \"TEXT\"}]", with: "[]"), .missingKey),
            (good.replacing("\"version\": 1", with: "\"version\": 0"), .badValue),
            (good.replacing("\"title\": \"T\",", with: "\"title\": \"T\", \"methods\": [\"pigeon\"],"), .unknownWord),
        ]
        for (text, code) in cases {
            let node = try JSONReader.read(text)
            let failure = #expect(throws: RuleFailure.self) { _ = try TemplateLoader.template(node, file: "t.json") }
            #expect(failure?.code == code && failure?.file == "t.json")
        }
    }

    @Test("are filled field by field; a missing value is named, and a page shows no value as markup")
    func rendering() throws {
        let template = LetterTemplate(
            name: "t", version: 1, title: "Hello", language: "en", purpose: .collection, methods: [.letter],
            notice: nil, days: ValidDays(),
            paragraphs: [.init(clause: nil, text: "{{a}} owes {{b}}, {{a}}."), .init(clause: "c", text: "Bye.")],
            window: nil)
        #expect(template.fields == ["a", "b"] && template.clauses == ["c"])
        let text = try template.render(["a": "<Ana & Co>", "b": "5"])
        #expect(text == "Hello\n\n<Ana & Co> owes 5, <Ana & Co>.\n\nBye.")
        let failure = #expect(throws: RuleFailure.self) { _ = try template.render(["a": "x", "b": ""]) }
        #expect(failure?.message.contains("b") == true)
        let page = LetterPage.html(text, language: "en")
        #expect(page.contains("<p>&lt;Ana &amp; Co&gt; owes 5") && page.contains("<h1>Hello</h1>"))
    }
}

@Suite("What people are shown of rules")
struct ShownRuleTests {
    @Test("every state of the base pack is in the table of stop states, and no other")
    func stopStates() throws {
        let pack = try #require(try Library.rules.get().packs.first { $0.name == "stop-states" })
        let judged = Set(
            pack.rules.compactMap { rule -> String? in
                guard case .scalar(let flag, _, _)? = rule.source.first(where: { $0.key == "flag" })?.value else {
                    return nil
                }
                return flag
            })
        let shown = Set(StopState.all.map(\.flag.description))
        #expect(judged.isSubset(of: shown))
        #expect(shown.subtracting(judged) == ["employer_prohibits"])
        #expect(StopState.all.count == FlagKind.allCases.count)
    }

    @Test("a rule's page holds its source, its terms and an example in which it decides")
    func pages() throws {
        let rules = try Library.rules.get()
        let examples = try Library.files("Scenarios", ".json").flatMap { file in
            try Scenario.check(try Library.scenarios(file.text, file: file.name), rules)
        }
        for rule in rules.packs.flatMap(\.rules) where rule.about.enabled {
            let page = RulePage(rule, examples)
            #expect(page.text.contains(rule.id) && page.text.contains(rule.about.citation))
        }
        let frequency = try #require(rules.packs.flatMap(\.rules).first { $0.id == "us-regf/call-frequency" })
        let page = RulePage(frequency, examples)
        #expect(page.text.contains("- most: 7") && page.text.contains("- window: days 7"))
        #expect(!page.examples.isEmpty)
        #expect(page.text(level: 1).hasPrefix("# us-regf/call-frequency\n"))
        #expect(page.text.contains("- verdict: presumed violation\n") && page.text.contains("- overridable: no\n"))
        #expect(!page.terms.contains { $0.key == "verdict" })
        let pack = try #require(rules.packs.first { $0.name == "us-regf" })
        let heading = RulePage.heading(pack, level: 1)
        #expect(heading.contains("What must follow:\n\n- duty: validation; ") && heading.contains("within days: 5"))
    }

    @Test("places give jurisdictions, and zones their countries")
    func jurisdictions() {
        #expect(ZoneTable.standard.jurisdiction(country: "México", state: "jalisco") == "MX-JAL")
        #expect(ZoneTable.standard.jurisdiction(country: "US", state: "MA") == "US-MA")
        #expect(ZoneTable.standard.jurisdiction(country: "US") == "US")
        #expect(ZoneTable.standard.jurisdiction(country: "CO", state: "x") == "CO")
        #expect(ZoneTable.standard.jurisdiction(country: "Narnia") == nil)
        #expect(ZoneTable.standard.countries(of: "America/Mexico_City") == ["MX"])
        #expect(ZoneTable.standard.countries(of: "Etc/UTC").isEmpty)
    }
}

extension RuleNode {
    fileprivate func withoutParagraph(_ index: Int) -> RuleNode {
        guard case .map(var entries, let line) = self,
            let place = entries.firstIndex(where: { $0.key == "paragraphs" }),
            case .list(var items, let itemsLine) = entries[place].value
        else { return self }
        items.remove(at: index)
        entries[place].value = .list(items, line: itemsLine)
        return .map(entries, line: line)
    }
}
