import ArgumentParser
import FieldModel
import FieldRules
import SyncClient
import SyncCore

struct ContactCheck: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "The verdict before the act: may this debtor be contacted so, and if not, when.",
        discussion: """
            Exit status 80 when a rule denies it, 81 when it needs approval. With --reserve the contact is planned: \
            refused, held or kept, and the contact that follows can name it.

            examples:
              cartera contact check 4711 --channel call
              cartera contact check 4711 --channel visit --at 21:30 --place home
              cartera contact check 4711 --channel call --reserve
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var act: ActOptions
    @Argument(help: "Number, id, or ending of the id.") var account: String
    @Option(help: "call, visit, workplace_visit, sms, email, app_message or letter.") var channel: String
    @Option(help: "When: RFC 3339, HH:MM today, or now.") var at: String?
    @Option(help: "Who is to be met: debtor, spouse, guarantor, attorney, third_party, …") var person: String?
    @Option(help: "home, workplace, agreed or other.") var place: String?
    @Option(help: "collection, location, closing_notice, remedy_notice, verification or appointment.")
    var purpose: String?
    @Option(help: "The contact point's id or ending.") var point: String?
    @Flag(name: .customLong("reserve"), help: "Plan the contact.") var isReserving = false

    func run() async throws {
        let program = Program(global)
        if isReserving {
            return try program.act(dryRun: act.isDryRun) { scope in
                let account = try scope.account(self.account)
                return try scope.acting.planContact(account, try question(scope, account))
            }
        }
        let parts = try program.parts()
        let scope = ActScope(acting: Acting(parts), parts: parts, now: program.clock.now())
        let account = try scope.account(self.account)
        let asked = try question(scope, account)
        let (json, word) = try program.read { try ContactCheckView.check(account, asked, $0) }
        program.printer.show(json)
        switch word {
        case .allowed, .warning: return
        case .needsApproval: throw ExitCode(ExitStatus.held.rawValue)
        case .presumedViolation, .denied: throw ExitCode(ExitStatus.deniedByRule.rawValue)
        }
    }

    private func question(_ scope: ActScope, _ account: AccountID) throws -> ContactQuestion {
        ContactQuestion(
            channel: channel, person: person, place: place, purpose: purpose,
            contactPoint: try point.map { try scope.record($0, .contactPoint) }, at: try scope.moment(at, account))
    }
}
