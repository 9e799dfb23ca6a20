internal import FieldModel
internal import Logging
internal import SyncCore

/// Gives a device's person what he may spend, before his round is answered: so the grants are in the page that he gets.
struct AllowanceDesk: Sendable {
    static let accountsPerTransaction = 100

    let core: ServerCore

    /// A failure is told to the log only: the exchange goes on, and the grants come with the next one.
    func lookAfter(_ scope: SyncScope, person: PersonID) async {
        do {
            try await grant(scope, person)
        } catch {
            core.parts.logger.error(
                "allowances were not granted", metadata: ["code": "\(ServiceFailure.of(error).code)"])
        }
    }

    private func grant(_ scope: SyncScope, _ person: PersonID) async throws {
        let (now, core) = (core.now, core)
        let turn = try await core.readers.read { reading in
            try core.rules.rules(reading, scope.branch) == nil
                ? nil : AllowanceTurn(scope, person: person, now: now, reading)
        }
        guard let turn else { return }
        for start in stride(from: 0, to: turn.accounts.count, by: Self.accountsPerTransaction) {
            let chunk = Array(turn.accounts[start..<min(start + Self.accountsPerTransaction, turn.accounts.count)])
            _ = try await core.admit { try $0.grantAllowances(to: person, on: chunk) }
        }
        try await core.admit { try turn.done($0) }
    }
}
