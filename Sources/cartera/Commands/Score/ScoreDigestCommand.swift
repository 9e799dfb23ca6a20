import ArgumentParser
import FieldRules
import SyncClient

struct ScoreDigestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "digest", abstract: "What a card makes of drawn accounts, as one number.",
        discussion: """
            A server that keeps the card prints the same with `carterad score-digest` when both score alike.

            examples:
              cartera score digest card.yaml
              cartera score digest card.yaml --accounts 1000000 --seed 7
            """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "A scorecard that reads the server's facts.", completion: .file(extensions: ["yaml"]))
    var card: String
    @Option(help: "How many accounts are drawn.") var accounts = 100_000
    @Option(help: "Another seed draws other accounts.") var seed: UInt64 = 1

    func validate() throws {
        guard (1...ScoreDigest.mostAccounts).contains(accounts) else {
            throw ValidationError("--accounts is 1 to \(ScoreDigest.mostAccounts).")
        }
    }

    func run() throws {
        let card = try explainingScoring { try ScoreFiles.card(self.card) }
        let unknown = CompiledCard.unknownFacts(of: card)
        guard unknown.isEmpty else {
            throw ClientFailure.badInput(
                "unknown_fact", "The server has no fact called \(unknown.joined(separator: ", ")).",
                hint: "Only cards that the server takes can be held against it.")
        }
        let digest = try explainingScoring { try ScoreDigest(csv: card, accounts: accounts, seed: seed) }
        Printer(global).show([
            "scorecard": .string(card.name), "version": .string(card.version), "accounts": JSONValue(digest.accounts),
            "digest": .string(digest.text),
        ])
    }
}
