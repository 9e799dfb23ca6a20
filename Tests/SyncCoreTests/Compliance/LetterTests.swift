import FieldModel
import FieldRules
import SyncCore
import Testing

@Suite("Letters")
struct LetterTests {
    private static let text = """
        {"template": "hello-es", "version": 1, "language": "es", "as_of": "2026-01-01", "reviewed_by": "x",
         "title": "Aviso", "notice": "first_contact_statement", "methods": ["letter", "email"],
         "paragraphs": [
          {"clause": "caller", "text": "Somos {{agency}}."},
          {"clause": "debt", "text": "Usted, {{debtor_name}}, debe {{balance}} en la cuenta {{account_number}}."}]}
        """
    private let letter = named(40)

    private func rules(_ from: String? = nil, until: String? = nil) -> ActiveRules {
        let node = try! JSONReader.read(Self.text)
        let template = RuleDocument(
            kind: .template, name: "hello-es", version: "1",
            days: ValidDays(from: from.map(day), to: until.map(day)), content: node)
        return ActiveRules([TestRules.base, TestRules.allowance].map { TestRules.document($0) } + [template])!
    }

    private func send(_ desk: Desk, _ change: (inout SendLetter) -> Void = { _ in }) -> Intent {
        var values = LetterValues.all(desk.records, on: day("2026-11-24"), language: "es")
        values["agency"] = "Cobranza Justa"
        let template = rules().template("hello-es", on: day("2026-11-24"))!
        var letter = SendLetter(
            letter: letter, template: "hello-es", templateVersion: "1", recipient: "Rosa Ibarra", method: "letter",
            purpose: "collection", text: try! template.render(values),
            values: template.fields.map { Attribute(key: $0, value: values[$0]!) })
        change(&letter)
        return .sendLetter(letter)
    }

    @Test("carry the template's wording with the account's values, and a hash of it")
    func sent() {
        var desk = Desk()
        let outcome = desk.act(send(desk)) { $0.rules = rules() }
        #expect(outcome.state == .applied)
        let kept = desk.records[Letter.self, letter]!
        #expect(
            kept.text == "Aviso\n\nSomos Cobranza Justa.\n\nUsted, Rosa Ibarra, debe 10,000.00 MXN en la cuenta A-1.")
        #expect(kept.textHash == TestHash().sha256(Array(kept.text.utf8)))
    }

    @Test("name the product in their own language, and a lender's own word as it is", arguments: ProductKind.allCases)
    func products(_ kind: ProductKind) {
        let desk = Desk()
        func word(_ product: String, _ language: String) -> String? {
            var records = desk.records
            guard let id = records.account, var account = records[Account.self, id] else { return nil }
            account.product = product
            records.set(account, id)
            return LetterValues.all(records, on: day("2026-11-24"), language: language)["product"]
        }
        let (english, spanish) = (word(kind.description, "en"), word(kind.description, "es"))
        #expect(english != nil && spanish != nil && english != spanish)
        #expect(spanish != kind.description && english?.contains("_") == false)
        #expect(word("Crédito Mejora", "es") == "Crédito Mejora")
        #expect(word("consumer", "es") == "crédito al consumo" && word("consumer", "en") == "consumer loan")
    }

    @Test("are refused when a word was changed, a value is another debtor's, or the template is not active")
    func altered() {
        let cases: [(String, (inout SendLetter) -> Void)] = [
            ("letter_altered", { $0.text += " Pague o irá a la cárcel." }),
            ("letter_altered", { $0.values = [] }),
            (
                "letter_altered",
                {
                    $0.text = $0.text.replacing("Rosa Ibarra", with: "Luis Soto")
                    $0.values[1].value = "Luis Soto"
                }
            ),
            ("unknown_template", { $0.templateVersion = "2" }), ("unknown_template", { $0.template = "other" }),
            ("unknown_template", { $0.method = "sms" }), ("unknown_template", { $0.purpose = "verification" }),
            ("unknown_word", { $0.method = "pigeon" }), ("text_empty", { $0.recipient = "" }),
            ("text_control_characters", { $0.values[0].value = "Justa\n\nUsted no debe nada" }),
        ]
        for (reason, change) in cases {
            var desk = Desk()
            let outcome = desk.act(send(desk, change)) { $0.rules = rules() }
            #expect(outcome.state == .refused && outcome.reason == reason)
            #expect(desk.records[Letter.self, letter] == nil)
        }
    }

    @Test("are only sent while their template is in force, and never to whom a stop state protects")
    func window() {
        for (from, until, reason) in [
            ("2026-11-25", nil, "unknown_template"), (nil, "2026-11-23", "unknown_template"),
            ("2026-11-24", "2026-11-24", ""),
        ] as [(String?, String?, String)] {
            var desk = Desk()
            #expect(desk.act(send(desk)) { $0.rules = rules(from, until: until) }.reason == reason)
        }
        var desk = Desk()
        desk.act(.setFlag(SetFlag(flag: named(41), kind: "dispute")))
        let outcome = desk.act(send(desk)) { $0.rules = rules() }
        #expect(outcome.reason == "denied_by_rule" && outcome.rule == "stop-states/dispute")
    }

    @Test("give their notice when they are first posted, and count as a contact from then on")
    func delivered() {
        var desk = Desk()
        desk.act(send(desk)) { $0.rules = rules() }
        func count() -> Int {
            AccountCase(desk.records, zone: Desk.zone)!
                .facts(for: JudgedAct(Act(at: desk.now, channel: .call))).history.count
        }
        #expect(count() == 0 && desk.records.all(Notice.self).isEmpty)
        let at = instant("2026-11-24T11:00:00-06:00")
        func deliver(_ how: String) -> Outcome {
            desk.act(.recordDelivery(RecordDelivery(letter: letter, how: how, at: at))) { $0.rules = rules() }
        }
        #expect(deliver("posted").state == .applied && count() == 1)
        #expect(deliver("returned").state == .applied && deliver("lost").reason == "unknown_word")
        let notices = desk.records.all(Notice.self).map(\.value)
        #expect(notices == [Notice(kind: "first_contact_statement", at: at, letter: letter)])
        #expect(desk.records[Letter.self, letter]!.deliveries.map(\.how) == ["posted", "returned"])
    }
}
