import ArgumentParser

struct AdminImportGroup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Take in what the lender sends.",
        subcommands: [AdminImportAccounts.self, AdminImportPayments.self, AdminImportScorecard.self])
}
