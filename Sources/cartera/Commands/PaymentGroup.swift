import ArgumentParser

struct PaymentGroup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "payment", abstract: "Money that was handed over.",
        subcommands: [PaymentRecord.self, PaymentReverse.self])
}
