import ArgumentParser
import SyncClient
import SyncCore

struct PaymentRecord: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "record", abstract: "Write down a payment; prints the voucher's number for the payer.",
        discussion: "example:\n  cartera payment record 4711 --amount 300 --method cash")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var act: ActOptions
    @Argument(help: "Number, id, or ending of the id.") var account: String
    @Option(help: "What was paid, as a decimal.") var amount: String
    @Option(help: help("How", Vocabulary.paymentMethods)) var method: String
    @Option(help: "The bank's or the cheque's number.") var reference: String?
    @Option(help: "When: RFC 3339, HH:MM today, or now.") var at: String?

    func run() async throws {
        try Program(global).act(dryRun: act.isDryRun) { scope in
            let account = try scope.account(account)
            return try scope.acting.recordPayment(
                account, amount: amount, method: try word(method, of: Vocabulary.paymentMethods, "--method"),
                reference: reference ?? "", at: try scope.moment(at, account))
        }
    }
}
