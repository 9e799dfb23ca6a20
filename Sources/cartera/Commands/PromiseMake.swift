import ArgumentParser
import SyncClient

struct PromiseMake: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "make", abstract: "Write down a debtor's promise.",
        discussion: """
            examples:
              cartera promise make 4711 --amount 850.50 --due 2026-12-01
              cartera promise make 4711 --instalments 500@2026-12-01 500@2026-12-15
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var act: ActOptions
    @OptionGroup var terms: TermOptions
    @Argument(help: "Number, id, or ending of the id.") var account: String

    func run() async throws {
        let terms = try terms.read()
        try Program(global).act(dryRun: act.isDryRun) { scope in
            try scope.acting.makePromise(try scope.account(account), terms)
        }
    }
}
