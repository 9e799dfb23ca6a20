import ArgumentParser
import SyncClient

struct AccountSearch: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search", abstract: "Accounts whose number, debtor, phone, address or landmark contains a text.",
        discussion: "example:\n  cartera account search hernandez")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var list: ListOptions
    @Argument(help: "The text; case and accents do not matter.") var text: String

    func run() async throws {
        try Program(global).list(AccountGroup.columns, list) { try AccountViews.search(text, $0) }
    }
}
