import ArgumentParser

struct ReceiptGroup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "receipt", abstract: "The server's word about one's own operations.",
        subcommands: [ReceiptList.self, ReceiptShow.self])
}
