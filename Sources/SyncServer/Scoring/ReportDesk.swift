internal import FieldModel
internal import FieldRules
internal import GRPCCore
internal import SwiftProtobuf
internal import SyncCore
internal import SyncWire
internal import Synchronization

/// Reports for managers: accounts stream through one report page by page, so that a million of them need no more memory
/// than a page.
struct ReportDesk: Sendable {
    static let accountsPerPage = 200

    let core: ServerCore
    let caller: Principal

    func make(_ request: Cartera_V1_MakeReportRequest) async throws -> Cartera_V1_DocumentReply {
        let (core, caller) = (core, caller)
        let period = try period(request)
        let work = Mutex(try Self.work(request.name, period, core.parts.hash))
        let branches = try await core.readers.read { try caller.branches(request.branch, in: $0) }
        var bound = UInt64.max
        for branch in branches {
            var after: AccountID?
            repeat {
                try Task.checkCancellation()
                let (from, limit) = (after, bound)
                after = try await core.readers.read { reading in
                    let accounts = try AccountReading(reading, branch, core.parts)
                    let ids = try reading.accounts(
                        branch: branch.id, audience: nil, after: from, limit: Self.accountsPerPage)
                    for id in ids where HistoryLearning.mixed(id) <= limit {
                        guard let (history, _) = try accounts.history(id) else { continue }
                        let one = ReportCase(history, now: history.cutoff(period.to, now: core.now))
                        work.withLock { $0.take(one) }
                    }
                    return ids.count == Self.accountsPerPage ? ids.last : nil
                }
                if work.withLock({ $0.isFull }) {
                    bound /= 2
                    let kept = bound
                    work.withLock { $0.keep { HistoryLearning.mixed($0) <= kept } }
                }
            } while after != nil
        }
        let names = try await core.readers.read { reading in
            Dictionary(uniqueKeysWithValues: try reading.persons().map { ($0.id, $0.name) })
        }
        let result = work.withLock { $0 }.result(names: { names[$0] ?? $0.ending })
        return .with {
            $0.document = result.json.text()
            $0.csv = result.csv
            $0.html = result.html(language: request.language)
        }
    }

    private func period(_ request: Cartera_V1_MakeReportRequest) throws -> ReportPeriod {
        let today = Zones.zone(core.parts.organisation.timeZone).localDate(at: core.now)
        let to = try HistoryLearning.day(request.toDay) ?? today
        guard let period = ReportPeriod(from: try HistoryLearning.day(request.fromDay), to: to) else {
            throw ServiceFailure.invalid(
                "bad_argument", "A report covers 1 day to \(ReportPeriod.mostMonths) months of 30 days.",
                hint: "Give --from an earlier day than --to.")
        }
        return period
    }

    private static func work(_ name: String, _ period: ReportPeriod, _ hash: any Hashing) throws -> any AccountReport {
        switch name {
        case "roll-rates": RollRates(period)
        case "promises": PromiseReport(period)
        case "contacts": ContactReport(period)
        case "vintage": VintageReport(period)
        case "collectors": CollectorReport(period, hash: hash)
        case "time": TimeReport(period)
        default:
            throw ServiceFailure.invalid(
                "unknown_report", "There is no such report.",
                hint: "Reports are \(ReportResult.names.joined(separator: ", ")).")
        }
    }
}
