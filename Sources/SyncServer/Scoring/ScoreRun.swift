internal import FieldModel
internal import FieldRules
internal import SyncCore

/// Scores the accounts of a branch page by page: each page in one snapshot, what changed of it in one transaction with
/// the place that was reached, so that a run that is cut off goes on from there.
struct ScoreRun: Sendable {
    static let accountsPerPage = 200

    let core: ServerCore
    let branch: BranchRecord
    /// Nil is today, by each account's own zone.
    let day: CalendarDate?
    let dryRun: Bool

    struct Progress: Hashable, Sendable {
        var accounts = 0
        var scored = 0
        var changed = 0
        var batches = 0
    }

    private static func placeKey(_ branch: BranchID) -> String { "score_run/\(branch)" }
    static func doneKey(_ branch: BranchID) -> String { "score_day/\(branch)" }

    private struct Page: Sendable {
        var accounts = 0
        var scored = 0
        var changed: [AccountScore] = []
        var last: AccountID?
    }

    /// Calls `told` after each page. An unfinished run of the same day is gone on with.
    func run(_ told: (Progress) async throws -> Void) async throws -> Progress {
        let name = "\((day ?? Zones.zone(branch.timeZone).localDate(at: core.now)))"
        var progress = Progress()
        var after = dryRun ? nil : try await place(name)
        while true {
            try Task.checkCancellation()
            let from = after
            let page = try await core.readers.read { try self.page(after: from, $0) }
            progress.accounts += page.accounts
            progress.scored += page.scored
            progress.changed += dryRun ? page.changed.count : try await keep(page, name)
            progress.batches += 1
            try await told(progress)
            guard let last = page.last else { return progress }
            after = last
        }
    }

    private func place(_ name: String) async throws -> AccountID? {
        let key = Self.placeKey(branch.id)
        let text = try await core.readers.read { try $0.setting(key) } ?? ""
        let parts = text.split(separator: "|")
        return parts.count == 2 && parts[0] == name ? Identifier(parts[1]) : nil
    }

    private func page(after: AccountID?, _ reading: any ServerReading) throws -> Page {
        let ids = try reading.accounts(branch: branch.id, audience: nil, after: after, limit: Self.accountsPerPage)
        var page = try scores(ids, reading)
        page.last = ids.count == Self.accountsPerPage ? ids.last : nil
        return page
    }

    private func scores(_ ids: [AccountID], _ reading: any ServerReading) throws -> Page {
        let models = try core.scores.documents(reading, branch.id).models
        let accounts = try AccountReading(reading, branch, core.parts)
        var page = Page(accounts: ids.count)
        let hash = core.parts.hash
        guard !models.isEmpty else { return page }
        for id in ids {
            guard let (history, account) = try accounts.history(id), !account.closed,
                let score = history.score(models, history.cutoff(day, now: core.now), hash: hash)
            else { continue }
            page.scored += 1
            if let before = try accounts.score(id), before.says(whatSays: score) { continue }
            page.changed.append(AccountScore(account: id, score: AccountScore.name(of: id, hash), content: score))
        }
        return page
    }

    private func keep(_ page: Page, _ name: String) async throws -> Int {
        let branch = branch
        return try await core.admit { admission in
            let written = try admission.write(page.changed, branch: branch, author: branch.systemDevice)
            if let last = page.last {
                try admission.transaction.setSetting(Self.placeKey(branch.id), "\(name)|\(last)")
            } else {
                try admission.transaction.setSetting(Self.placeKey(branch.id), "")
                try admission.transaction.setSetting(Self.doneKey(branch.id), name)
            }
            return written
        }
    }

    /// Scores only these accounts, as of now; in the same transaction the history is noted as read up to `reaches`.
    func refresh(_ ids: [AccountID], reaches: UInt64) async throws -> Int {
        let page = try await core.readers.read { try self.scores(ids, $0) }
        let branch = branch
        return try await core.admit { admission in
            let written = try admission.write(page.changed, branch: branch, author: branch.systemDevice)
            try admission.transaction.setSetting(ScoreKeeper.reachedKey(branch.id), "\(reaches)")
            return written
        }
    }
}
