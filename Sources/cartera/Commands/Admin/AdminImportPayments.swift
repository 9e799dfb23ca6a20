import ArgumentParser
import SyncClient

struct AdminImportPayments: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "payments", abstract: "Import the lender's file of payments.",
        discussion: """
            CSV in UTF-8 with a header row, columns in any order. Required: account_number, external_reference,
            effective_date, amount. Known: method, reverses, creditor, currency, matches. Amounts are decimals in the \
            account's currency.

            A payment is matched with one of the field by voucher or reference; one that only has the same amount within \
            three days is suspected to be the same money. Either pair counts once, and a suspicion is a finding. To settle \
            it import the row again with the voucher, or the word none, under matches. A row with reverses returns the \
            payment of that reference and opens promises again. Importing a file again changes nothing.

            examples:
              cartera admin import payments payments.csv --dry-run
              cartera admin import payments payments.csv --rejects rejects.csv
              cartera admin finding list --where 'code = suspected_duplicate'
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var source: ImportSource

    func run() async throws {
        try await source.run(PaymentColumn.self, Program(global)) { server, options, chunk in
            try await server.importPayments(options, chunk: chunk)
        }
    }
}
