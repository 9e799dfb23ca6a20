internal import FieldModel
internal import FieldRules
internal import Logging
internal import ServiceLifecycle
internal import SyncCore

/// Judges promises at their debtors' midnight: at start, and then every minute, accounts with an open promise whose day
/// has passed since it was judged last get a `JudgePromises` of the system device.
package struct PromiseJudge: Service {
    static let pause: Duration = .seconds(60)
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
                        "promises were not judged", metadata: ["code": "\(ServiceFailure.of(error).code)"])
                }
                do { try await Task.sleep(for: Self.pause) } catch { return }
            }
        }
    }

    /// One pass over all branches; returns how many accounts were judged.
    @discardableResult
    package func judge() async throws -> Int {
        var count = 0
        for branch in try await core.readers.read({ try $0.branches() }) {
            var after: RecordID?
            while true {
                let from = after
                let page = try await due(branch, after: from)
                for start in stride(from: 0, to: page.accounts.count, by: Self.accountsPerTransaction) {
                    let chunk = page.accounts[start..<min(start + Self.accountsPerTransaction, page.accounts.count)]
                    count += try await judge(Array(chunk), in: branch)
                }
                guard let last = page.last else { break }
                after = last
            }
        }
        return count
    }

    private struct Page: Sendable {
        var accounts: [AccountID]
        var last: RecordID?
    }

    /// Accounts of one page of promises that are open and were judged on an earlier day than today, where they are.
    private func due(_ branch: BranchRecord, after: RecordID?) async throws -> Page {
        let core = core
        let parts = core.parts
        let now = core.now
        return try await core.readers.read { reading in
            let zones = try core.rules.zones(reading, branch.id)
            let rows = try reading.rows(kind: .promise, branch: branch.id, after: after, limit: Self.rowsPerPage)
            var accounts: [AccountID] = []
            for row in rows {
                guard let account = row.account, !accounts.contains(account),
                    case .promise(let promise)? = try? parts.records.decode(kind: .promise, bytes: row.bytes),
                    promise.state == .open
                else { continue }
                let today = try Self.zone(account, branch, zones, reading, parts.records).localDate(at: now)
                if promise.judgedDay.map({ $0 < today }) ?? true, Self.canMove(promise, on: today) {
                    accounts.append(account)
                }
            }
            return Page(accounts: accounts, last: rows.count == Self.rowsPerPage ? rows.last?.id : nil)
        }
    }

    /// Before its first due day has passed no day can change an open promise.
    private static func canMove(_ promise: PromiseToPay, on today: CalendarDate) -> Bool {
        promise.instalments.contains { $0.dueDay < today }
    }

    private static func zone(
        _ account: AccountID, _ branch: BranchRecord, _ zones: ZoneTable, _ reading: any ServerReading,
        _ records: any RecordCoding
    ) throws -> Zone {
        guard let row = try reading.row(kind: .account, id: account),
            case .account(let content)? = try? records.decode(kind: .account, bytes: row.bytes)
        else { return zones.clock(branch.timeZone) }
        return zones.clock(content.resolvedZone, branch.timeZone)
    }

    private func judge(_ accounts: [AccountID], in branch: BranchRecord) async throws -> Int {
        try await core.admit { admission in
            var count = 0
            let zones = try admission.parts.zones(admission.transaction, branch.id)
            for account in accounts {
                let zone = try Self.zone(
                    account, branch, zones, admission.transaction, admission.parts.records)
                let intent = Intent.judgePromises(JudgePromises(asOfDay: zone.localDate(at: admission.now)))
                let result = try admission.submitIfChanging(
                    intent, account: account, branch: branch, author: branch.systemDevice)
                if result.changes { count += 1 }
            }
            return count
        }
    }
}
