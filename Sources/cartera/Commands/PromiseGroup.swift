import ArgumentParser
import SyncClient

struct PromiseGroup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "promise", abstract: "Promises to pay.",
        subcommands: [PromiseMake.self, PromiseRevise.self, PromiseWithdraw.self])
}

/// A promise's terms: one amount and day, or several.
struct TermOptions: ParsableArguments {
    @Option(help: "What is promised, as a decimal; of a plan, the whole.") var amount: String?
    @Option(help: "By when, YYYY-MM-DD; of a plan, the last day.") var due: String?
    @Option(
        parsing: .upToNextOption,
        help: "Parts of a plan instead: AMOUNT@YYYY-MM-DD, separated by spaces or commas.")
    var instalments: [String] = []

    func read() throws -> [InstalmentWords] {
        let parts = instalments.flatMap { $0.split(separator: ",").map(String.init) }
        if parts.isEmpty {
            guard let amount, let due else { throw ValidationError("Give --amount and --due, or --instalments.") }
            return [InstalmentWords(amount: amount, due: try MomentText.day(due))]
        }
        guard amount == nil, due == nil else {
            throw ValidationError("Give either --amount and --due or --instalments, not both.")
        }
        return try parts.map { part in
            let pair = part.split(whereSeparator: { $0 == "@" || $0 == ":" }).map(String.init)
            guard pair.count == 2 else { throw ValidationError("“\(printable(part))” is not AMOUNT@YYYY-MM-DD.") }
            return InstalmentWords(amount: pair[0], due: try MomentText.day(pair[1]))
        }
    }
}
