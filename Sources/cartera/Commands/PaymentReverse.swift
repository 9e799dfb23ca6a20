import ArgumentParser
import FieldModel
import SyncClient

struct PaymentReverse: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reverse", abstract: "Take a payment back: returned, bounced or written by mistake.",
        discussion: "example:\n  cartera payment reverse 9f003a5b --reason 'Cheque devuelto'")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var act: ActOptions
    @Argument(help: "The payment's id or ending.") var payment: String
    @Option(help: "Why.") var reason: String

    func run() async throws {
        try Program(global).act(dryRun: act.isDryRun) { scope in
            try scope.acting.reversePayment(try scope.record(payment, .payment), reason: reason)
        }
    }
}
