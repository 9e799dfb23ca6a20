import ArgumentParser
import FieldModel
import SyncClient
import SyncCore

struct ContactLog: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "log", abstract: "Write down a contact or an attempt.",
        discussion: "example:\n  cartera contact log 4711 --channel call --result no_answer")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var act: ActOptions
    @Argument(help: "Number, id, or ending of the id.") var account: String
    @Option(help: "call, visit, workplace_visit, sms, email, app_message or letter.") var channel: String
    @Option(help: "no_answer, not_connected, message_left, third_party, conversation or delivered.") var result: String
    @Option(help: "outbound or inbound.") var direction: String?
    @Option(help: "Who was met.") var person: String?
    @Option(help: "The contact point's id or ending.") var point: String?
    @Option(help: "home, workplace, agreed or other.") var place: String?
    @Option(help: "Why: contact, payment, promise, settlement or letter.") var purpose: String?
    @Option(help: "When: RFC 3339, HH:MM today, or now.") var at: String?
    @Option(help: "A note; `-` reads it from standard input.") var note: String?

    func run() async throws {
        try Program(global).act(dryRun: act.isDryRun) { scope in
            let account = try scope.account(account)
            let contact = LogContact(
                contact: .nil_, channel: channel, direction: direction ?? "", result: result, person: person ?? "",
                place: place ?? "", purpose: purpose ?? "",
                contactPoint: try point.map { try scope.record($0, .contactPoint) },
                at: try scope.moment(at, account), note: try textArgument(note) ?? "")
            return try scope.acting.logContact(account, contact)
        }
    }
}
