import ArgumentParser
import FieldModel
internal import Glibc
import HostLibraries
import SyncClient
import SyncCore

struct LetterGroup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "letter", abstract: "Letters and messages with fixed wording.",
        subcommands: [LetterList.self, LetterRender.self, LetterSend.self, LetterDeliver.self])
}

struct LetterList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Templates in force; with an account, its letters.",
        discussion: "examples:\n  cartera letter list\n  cartera letter list 4711")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var list: ListOptions
    @Argument(help: "Number, id, or ending of the id.") var account: String?

    func run() async throws {
        let columns =
            account == nil
            ? ["template", "version", "language", "title", "notice", "methods", "send_window", "valid_to", "fields"]
            : ["id", "template", "version", "recipient", "method", "made_at", "sent_at", "state"]
        try Program(global).list(columns, list) { context in
            guard let account else { return try LetterViews.templates(context) }
            return try LetterViews.letters(try Naming.account(account, context.reading, context.parts), context)
        }
    }
}

/// What a letter is made of; each command says what it does with it.
struct LetterOptions: ParsableArguments {
    @Argument(help: "Number, id, or ending of the id.") var account: String
    @Argument(help: "The template's name; `cartera letter list` shows them.") var template: String
    @Option(name: .customLong("set"), help: "FIELD=VALUE for what no record has.") var values: [String] = []

    func words() throws -> LetterWords {
        var words = LetterWords(template: template)
        words.values = try readFields(values)
        return words
    }
}

struct LetterRender: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "render", abstract: "Show a letter without sending it: as text, as a page to print, or as PDF.",
        discussion: """
            Without TEMPLATE the account's letter with this id is shown as it was sent.

            examples:
              cartera letter render 4711 mx-first-contact-es --set agency_phone='33 1234 5678' …
              cartera letter render 4711 mx-full-payment-es --set paid_on=2026-11-20 --format pdf --out letter.pdf
              cartera letter render 4711 --letter 3a5b6c7d --format html > letter.html
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable { case text, html, pdf }

    @OptionGroup var global: GlobalOptions
    @Argument(help: "Number, id, or ending of the id.") var account: String
    @Argument(help: "The template's name; `cartera letter list` shows them.") var template: String?
    @Option(name: .customLong("set"), help: "FIELD=VALUE for what no record has.") var values: [String] = []
    @Option(help: "A letter that was sent: its id or ending.") var letter: String?
    @Option(help: "text, html or pdf.") var format: Format?
    @Option(help: "The file to write.", completion: .file()) var out: String?
    @Flag(name: .customLong("html"), help: "The same as --format html.") var isPage = false

    func validate() throws {
        guard (template == nil) != (letter == nil) else { throw ValidationError("Give TEMPLATE or --letter.") }
        if format == .pdf, out == nil, !global.isJSON, isatty(STDOUT_FILENO) == 1 {
            throw ValidationError("A PDF is not for the screen: give --out.")
        }
    }

    func run() async throws {
        let program = Program(global)
        let format = format ?? (isPage ? .html : .text)
        let values = try readFields(values)
        let rendered = try program.read { context in
            let account = try Naming.account(account, context.reading, context.parts)
            guard let template else { return try LetterViews.sent(account, letter ?? "", context) }
            var words = LetterWords(template: template)
            words.values = values
            return try LetterViews.render(account, words, context)
        }
        if global.isJSON, out == nil {
            return program.printer.show(["text": .string(rendered.text), "html": .string(rendered.html)])
        }
        let bytes: [UInt8] =
            switch format {
            case .text: Array((rendered.text + "\n").utf8)
            case .html: Array(rendered.html.utf8)
            case .pdf: try rendered.pdf()
            }
        let sink = try out.map { try FileSink(creating: $0) } ?? .standardOutput
        try sink.write(bytes)
        try sink.finish()
        guard let out else { return }
        program.printer.show([
            "file": .string(out), "format": .string(format.rawValue), "bytes": JSONValue(bytes.count),
            "hash": .string(LetterViews.hash(of: rendered.text, OpenSSLHash())),
        ])
    }
}

struct LetterSend: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "send", abstract: "Write down a letter: its wording, versions and hash are kept.",
        discussion: """
            Exit status 80 when a rule denies it, 81 when it needs approval. It counts as sent once it is posted or \
            handed over: `cartera letter deliver`.

            example:
              cartera letter send 4711 mx-full-payment-es --set paid_on=2026-11-20
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var act: ActOptions
    @OptionGroup var letter: LetterOptions
    @Option(help: "letter, email, app_message or sms (default: the template's first).") var method: String?
    @Option(help: "To whom (default: the debtor).") var to: String?
    @Option(help: "Where to (default: the debtor's address).") var address: String?

    func run() async throws {
        var words = try letter.words()
        (words.method, words.recipient, words.address) = (method, to, address)
        let chosen = words
        try Program(global).act(dryRun: act.isDryRun) { scope in
            try scope.acting.sendLetter(try scope.account(letter.account), chosen)
        }
    }
}

struct LetterDeliver: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deliver", abstract: "Write down how a letter reached its recipient, or did not.",
        discussion: "example:\n  cartera letter deliver 3a5b6c7d --how posted --tracking MX123")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var act: ActOptions
    @Argument(help: "The letter's id or ending.") var letter: String
    @Option(help: help("How", Vocabulary.deliveries)) var how: String
    @Option(help: "When: RFC 3339, HH:MM today, or now.") var at: String?
    @Option(help: "The carrier's number.") var tracking: String?
    @Option(help: "What proves it.") var evidence: String?

    func run() async throws {
        try Program(global).act(dryRun: act.isDryRun) { scope in
            let id = try scope.record(letter, .letter)
            let account = try scope.parts.store.read { try $0.row(kind: .letter, id: id)?.account }
            let moment = try account.flatMap { try scope.moment(at, $0) }
            return try scope.acting.recordDelivery(
                id, how: try word(how, of: Vocabulary.deliveries, "--how"), at: moment, tracking: tracking ?? "",
                evidence: evidence ?? "")
        }
    }
}
