import ArgumentParser
import SyncClient

struct AdminImportAccounts: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "accounts", abstract: "Import the lender's file of accounts.",
        discussion: """
            CSV in UTF-8 with a header row, columns in any order. Required: account_number, debtor_name, currency,
            balance, days_past_due. Unknown columns are kept as attributes. Amounts are decimals in the currency's unit; several
            jurisdictions are separated by semicolons; consents are channel:date or channel:date:hours, separated by
            semicolons: sms:2026-01-31;call:2026-02-01:hours.

            What the lender tells that rules read has columns of its own, entries separated by semicolons: flags
            (dispute:2026-11-01:written;deceased), notices (validation:2026-11-01), related_persons
            (attorney:Lic. Vera:+52 55 1234 5678), restrictions (a channel, a place or any, then weekdays and hours
            where only those are meant: workplace:2026-11-01;call@67@0800-1200), complaint with complaint_opened_on and
            complaint_due, and legal_hold with its reason. Their clocks start with the import; what has been cleared,
            withdrawn or lifted since is not set again.

            Importing a file again changes nothing. A row that cannot be taken is told with its line, column and reason,
            and the others go in; --rejects writes such rows with the reasons, to be mended and imported again.
            Exit status 65 when no row could be taken.

            examples:
              cartera admin import accounts portfolio.csv --branch Centro --dry-run
              cartera admin import accounts portfolio.csv --rejects rejects.csv
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var source: ImportSource
    @Option(help: "The branch of rows that name none: name or id.") var branch: String?

    func run() async throws {
        let branch = branch ?? ""
        try await source.run(LenderColumn.self, Program(global)) { server, options, chunk in
            var options = options
            options.branch = branch
            return try await server.importAccounts(options, chunk: chunk)
        }
    }
}
