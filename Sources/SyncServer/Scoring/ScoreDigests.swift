internal import FieldModel
internal import FieldRules
internal import SyncCore

/// What this server makes of drawn accounts by the cards that it keeps, so that another program can be held against it.
package struct ScoreDigests: Codable, Sendable {
    package var scorecard: String
    package var version: String
    package var accounts: Int
    package var digest: String

    package static let mostAccounts = ScoreDigest.mostAccounts

    /// Of every card, by name and version.
    package static func of(_ core: ServerCore, accounts: Int, seed: UInt64) async throws -> [ScoreDigests] {
        let cards = try await core.readers.read { reading -> [Scorecard] in
            guard let branch = try reading.branches().min(by: { $0.id < $1.id }) else { return [] }
            return try core.scores.documents(reading, branch.id).cards.sorted { $0.key < $1.key }.map(\.value)
        }
        return cards.compactMap(CompiledCard.init).map { card in
            let digest = ScoreDigest(card, accounts: accounts, seed: seed)
            return ScoreDigests(
                scorecard: card.card.name, version: card.card.version, accounts: digest.accounts, digest: digest.text)
        }
    }
}
