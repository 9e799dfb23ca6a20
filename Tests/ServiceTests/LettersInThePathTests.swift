import FieldModel
import FieldRules
import HostLibraries
import SyncCore
import SyncStorage
import SyncWire
import Testing

@testable import SyncClient
@testable import SyncServer

@Suite("Letters in the path")
struct LettersInThePathTests {
    private static func document(_ text: String, _ kind: RuleDocument.Kind) -> RuleDocument {
        let node = try! JSONReader.read(text)
        let (name, version) = RuleDocument.name(of: node, kind)!
        return RuleDocument(kind: kind, name: name, version: version, days: ValidDays(), content: node)
    }

    private static func pack(_ name: String, _ more: String = "") -> RuleDocument {
        document(
            """
            {"pack": "\(name)", "version": 1, "title": "t", "source": "s", "as_of": "2026-01-01", "confidence": "A",
             "reviewed_by": "x", "rules": [
              {"id": "dispute", "kind": "stop_state", "title": "t", "citation": "c", "flag": "dispute"}]\(more)}
            """, .pack)
    }

    private static func template(_ clause: String) -> RuleDocument {
        document(
            """
            {"template": "first-es", "version": 1, "language": "es", "as_of": "2026-01-01", "reviewed_by": "x",
             "title": "Aviso", "notice": "first_contact", "paragraphs": [
              {"clause": "\(clause)", "text": "{{agency}} ({{phone}}): {{debtor_name}} debe {{balance}}."}]}
            """, .template)
    }

    private static let packs = [
        pack("stop-states"), pack("allowance"),
        pack(
            "mx", ", \"letters\": [{\"notice\": \"first_contact\", \"clauses\": [\"caller\"], \"citation\": \"DOF\"}]"),
    ]

    private func activate(_ world: ClientWorld, _ documents: [RuleDocument]) async throws {
        let now = world.harness.clock.now
        let eva = try await world.harness.addPerson("Eva", .compliance, nil)
        _ = try await world.harness.administration { try await Administration($0, now: now).activate(documents) }
        _ = try await world.harness.administration(as: eva.peer) {
            try await Administration($0, now: now).activate(documents)
        }
    }

    @Test("a template without a clause that a pack demands cannot be activated")
    func clauses() async throws {
        let world = try await ClientWorld()
        await #expect(throws: (any Error).self) {
            try await activate(world, Self.packs + [Self.template("greeting")])
        }
        let rows = try world.harness.store.read {
            try $0.rows(kind: .letterTemplate, branch: world.branch.id, after: nil, limit: 9)
        }
        #expect(rows.isEmpty)
    }

    @Test("a letter is sent with its wording, posted offline, and gives its notice on laptop and server alike")
    func sent() async throws {
        let world = try await ClientWorld()
        try await activate(world, Self.packs + [Self.template("caller")])
        try await world.ana.exchange()
        let account = try world.account()
        let templates = try world.ana.view { try LetterViews.templates($0) }
        #expect(templates.map { $0["template"] } == ["first-es"])
        var words = LetterWords(template: "first-es")
        do {
            _ = try world.ana.acting.sendLetter(account, words)
            Issue.record("a letter went out with a field empty")
        } catch let failure as ClientFailure {
            #expect(failure.code == "letter_incomplete" && failure.hint.contains("phone"))
        }
        words.values = [("phone", "33 1234")]
        let chosen = words
        let shown = try world.ana.view { try LetterViews.render(account, chosen, $0) }
        #expect(shown.text == "Aviso\n\nCrédito Ágil (33 1234): Juana Pérez debe 1,000.00 MXN.")
        let act = try world.ana.acting.sendLetter(account, words)
        let posted = try world.ana.acting.recordDelivery(
            act.record, how: "posted", at: nil, tracking: "MX1", evidence: "")
        #expect(act.status == .done && posted.status == .done)
        let result = try await world.ana.exchange()
        #expect(result.report.receipts.applied == 2 && result.report.digest == "match")
        let notices = try world.harness.rows(account, .notice)
        let letters = try world.harness.rows(account, .letter)
        guard case .notice(let notice)? = notices.first, case .letter(let letter)? = letters.first else {
            Issue.record("no notice or no letter")
            return
        }
        #expect(notice.kind == "first_contact" && notice.letter == act.record && letter.text == shown.text)
        #expect(letter.packs.contains("mx@1") && letter.deliveries.map(\.tracking) == ["MX1"])
    }

    @Test("a letter with another wording than the template's is refused by the server, whoever sent it")
    func altered() async throws {
        let world = try await ClientWorld()
        try await activate(world, Self.packs + [Self.template("caller")])
        try await world.ana.exchange()
        let account = try world.account()
        var device = world.luis.device
        _ = try await world.harness.assign(["A-1"], to: "Luis")
        let forged = SendLetter(
            letter: world.harness.core.parts.mint(), template: "first-es", templateVersion: "1", recipient: "Juana",
            method: "letter", purpose: "collection", text: "Pague o irá a la cárcel.",
            values: [Attribute(key: "phone", value: "1")])
        let operation = try device.operation(.sendLetter(forged), on: account)
        let result = try await device.sync([[operation]])
        #expect(result.receipts.map(\.outcome.reason) == ["letter_altered"])
    }

    @Test("the evidence holds every event with its verdicts, the letters as sent, the packs, and hashes that fit")
    func evidence() async throws {
        let world = try await ClientWorld()
        try await activate(world, Self.packs + [Self.template("caller")])
        try await world.ana.exchange()
        let account = try world.account()
        _ = try world.ana.acting.setFlag(account, SetFlag(flag: .nil_, kind: "dispute"))
        var words = VisitWords()
        words.outcome = "callback"
        _ = try world.ana.acting.recordVisit(account, words)
        try await world.ana.exchange()
        let now = world.harness.clock.now
        let files = try await world.harness.administration {
            try await Administration($0, now: now).evidence("A-1", hash: OpenSSLHash(), language: "en") { $0 }
        }
        func text(_ name: String) throws -> String {
            String(decoding: try #require(files.first { $0.name == name }).bytes, as: UTF8.self)
        }
        let manifest = try text("manifest.json")
        for file in files where file.name != "manifest.json" {
            #expect(
                manifest.contains("\"\(file.name)\"")
                    && manifest.contains(hexadecimal(OpenSSLHash().sha256(file.bytes))))
        }
        let document = try text("evidence.json")
        for part in ["record_visit", "stop-states/dispute", "stop-states@1", "import_account", "leaf_hash"] {
            #expect(document.contains(part))
        }
        let page = try text("evidence.html")
        #expect(page.contains("<span class=\"denied\">verdict=denied</span> stop-states/dispute"))
        let pack = try text("rules/mx@1.yaml")
        #expect(pack.contains("pack: mx") && pack.contains("first_contact"))
        await #expect(throws: (any Error).self) {
            _ = try await world.harness.administration {
                try await Administration($0, now: now).evidence("nobody", hash: OpenSSLHash(), language: "en") { $0 }
            }
        }
    }
}
