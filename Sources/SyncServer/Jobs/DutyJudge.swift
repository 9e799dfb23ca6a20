internal import FieldModel
internal import FieldRules
internal import Logging
internal import ServiceLifecycle
internal import SyncCore

/// Looks after clocks that no operation moves: at start, and then every few minutes, accounts with a duty whose time has
/// passed, or an offer whose day has, get a `JudgeDuties` of the system device.
package struct DutyJudge: Service {
    static let pause: Duration = .seconds(180)
    static let rowsPerPage = 500
    static let accountsPerTransaction = 100

    private let core: ServerCore

    package init(core: ServerCore) { self.core = core }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try await judge()
                } catch {
                    core.parts.logger.error(
                        "duties were not judged", metadata: ["code": "\(ServiceFailure.of(error).code)"])
                }
                do { try await Task.sleep(for: Self.pause) } catch { return }
            }
        }
    }

    /// One pass over all branches; returns how many accounts changed.
    @discardableResult
    package func judge() async throws -> Int {
        var count = 0
        for branch in try await core.readers.read({ try $0.branches() }) {
            for kind in [RecordKind.duty, .settlementOffer] { count += try await judge(kind, in: branch) }
        }
        return count
    }

    private func judge(_ kind: RecordKind, in branch: BranchRecord) async throws -> Int {
        var count = 0
        var after: RecordID?
        while true {
            let from = after
            let (due, last) = try await due(kind, branch, after: from)
            for start in stride(from: 0, to: due.count, by: Self.accountsPerTransaction) {
                let chunk = due[start..<min(start + Self.accountsPerTransaction, due.count)]
                count += try await judge(Array(chunk), in: branch)
            }
            guard let last else { return count }
            after = last
        }
    }

    private func due(
        _ kind: RecordKind, _ branch: BranchRecord, after: RecordID?
    ) async throws -> (accounts: [AccountID], last: RecordID?) {
        let parts = core.parts
        let now = core.now
        return try await core.readers.read { reading in
            let rows = try reading.rows(kind: kind, branch: branch.id, after: after, limit: Self.rowsPerPage)
            var accounts: [AccountID] = []
            for row in rows {
                guard let account = row.account, !accounts.contains(account),
                    let content = try? parts.records.decode(kind: kind, bytes: row.bytes),
                    Self.isDue(content, at: now)
                else { continue }
                accounts.append(account)
            }
            return (accounts, rows.count == Self.rowsPerPage ? rows.last?.id : nil)
        }
    }

    /// An offer's day has passed everywhere a day after; the operation looks where the debtor is.
    private static func isDue(_ content: RecordContent, at now: Instant) -> Bool {
        switch content {
        case .duty(let duty): duty.missedAt == nil && duty.isOverdue(at: now)
        case .settlementOffer(let offer):
            offer.state == "offered"
                && (offer.payByDay.map { $0 < Zones.zone("Etc/GMT-14").localDate(at: now) } ?? false)
        default: false
        }
    }

    private func judge(_ accounts: [AccountID], in branch: BranchRecord) async throws -> Int {
        try await core.admit { admission in
            var count = 0
            for account in accounts {
                let result = try admission.submitIfChanging(
                    .judgeDuties(JudgeDuties(asOf: admission.now)), account: account, branch: branch,
                    author: branch.systemDevice)
                if result.changes { count += 1 }
            }
            return count
        }
    }
}
