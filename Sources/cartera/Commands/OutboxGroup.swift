import ArgumentParser

struct OutboxGroup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "outbox", abstract: "One's own operations and what became of them.",
        subcommands: [OutboxList.self, OutboxShow.self, OutboxEdit.self, OutboxWithdraw.self, OutboxResend.self])
}
