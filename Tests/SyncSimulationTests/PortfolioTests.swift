import FieldModel
import FieldRules
import SyncCore
import Testing

@testable import SyncSimulation

/// Learning and judging from a history whose truth is planted.
@Suite("A sampled portfolio")
struct PortfolioTests {
    private static let currency = Currency("MXN")!
    private static let today = CalendarDate("2026-11-28")!
    private static let branch = BranchSettings(name: "", timeZone: "America/Mexico_City")

    private static func settings(accounts: Int, months: Int, collectors: Int) -> SampleSettings {
        var settings = SampleSettings(asOf: today, zone: ZoneTable.standard.zone("America/Mexico_City")!)
        settings.accounts = accounts
        settings.months = months
        settings.collectors = collectors
        return settings
    }

    private static func sample(_ settings: SampleSettings) -> [SampledAccount] {
        let skills = PlantedSkills(settings)
        return (0..<settings.accounts).map { SampledAccount($0, settings, skills, currency: currency) }
    }

    private struct NoHash: Hashing {
        func sha256(_ bytes: [UInt8]) -> [UInt8] {
            (0..<32).map { index in bytes.reduce(UInt8(index)) { ($0 &* 31) &+ $1 } }
        }
    }

    @Test("is the same for the same seed and another for another")
    func seeded() {
        let settings = Self.settings(accounts: 20, months: 4, collectors: 3)
        var other = settings
        other.seed = 2
        let first = Self.sample(settings).flatMap(\.operations).map(\.id)
        #expect(first == Self.sample(settings).flatMap(\.operations).map(\.id))
        #expect(first != Self.sample(other).flatMap(\.operations).map(\.id))
    }

    @Test("its labels are read from the history as they were drawn, and its facts know nothing of them")
    func honestLabels() {
        let settings = Self.settings(accounts: 150, months: 6, collectors: 3)
        for account in Self.sample(settings) {
            let history = account.history(Self.branch)
            var rows = TrainingRows()
            rows.add(
                history, .propensity, at: settings.snapshots, horizon: 30,
                now: .endOf(Self.today, in: settings.zone), hash: NoHash())
            #expect(rows.days == account.truths.map(\.day))
            #expect(rows.isBad == account.truths.map { !$0.paid })
            // What comes after the day changes nothing that was known on it.
            for day in settings.snapshots {
                let end = settings.zone.startOfDay(day + 1)
                let earlier = CommittedHistory(
                    account: account.id, zone: settings.zone, settings: Self.branch,
                    told: account.operations.filter { $0.committedAt < end })
                #expect(
                    earlier.facts(.endOf(day, in: settings.zone)) == history.facts(.endOf(day, in: settings.zone)))
            }
        }
    }

    @Test("a horizon that has not closed gives no row")
    func openHorizons() {
        let settings = Self.settings(accounts: 30, months: 3, collectors: 2)
        var rows = TrainingRows()
        let last = settings.snapshots.last!
        for account in Self.sample(settings) {
            rows.add(
                account.history(Self.branch), .propensity, at: [last], horizon: 30,
                now: FactCutoff(through: settings.zone.startOfDay(last + 33), day: last + 33), hash: NoHash())
        }
        #expect(rows.count == 0)
    }

    @Test("a card learned from it orders a later time nearly as well as the truth does")
    func learned() throws {
        let settings = Self.settings(accounts: 900, months: 9, collectors: 8)
        let accounts = Self.sample(settings)
        var rows = TrainingRows()
        for account in accounts {
            rows.add(
                account.history(Self.branch), .propensity, at: settings.snapshots, horizon: 30,
                now: .endOf(Self.today, in: settings.zone), hash: NoHash())
        }
        var options = TrainingOptions(target: Scorecard.Target(column: TrainingRows.target, bad: "1"))
        options.characteristics = [
            "days_past_due", "bureau_score", "payments_90", "kept_percent", "right_party_90", "product", "income",
            "contact_percent", "balance",
        ]
        let test = settings.snapshots[6]
        let learned = try HistoryTraining.train(
            rows.table(), options, dayColumn: TrainingRows.dayColumn, testFrom: "\(test.daysSince1970)")
        let later = accounts.flatMap(\.truths).filter { $0.day >= test }
        let truth = Ranking(
            risk: later.map { -$0.probability }, outcome: BinaryOutcome(isBad: later.map { !$0.paid }))
        #expect(learned.held.rows == later.count)
        #expect(truth.auc > 0.7)
        #expect(learned.held.ranking.auc > truth.auc - 0.02, "\(learned.held.ranking.auc) against \(truth.auc)")
        #expect(learned.report.characteristics.contains { $0.name == "payments_90" })
    }

    @Test("the intervals of collectors cover the planted skills, and the large skills are found")
    func skills() throws {
        let settings = Self.settings(accounts: 1_200, months: 8, collectors: 8)
        let planted = PlantedSkills(settings)
        let period = ReportPeriod(from: settings.snapshots[0], to: Self.today)!
        var report = CollectorReport(period, hash: NoHash())
        for account in Self.sample(settings) {
            report.take(ReportCase(account.history(Self.branch), now: .endOf(Self.today, in: settings.zone)))
        }
        let (people, estimate) = try report.estimate()
        var (covered, judged) = (0, 0)
        for cell in estimate.cells {
            guard let low = cell.low, let high = cell.high,
                let index = planted.people.firstIndex(of: people[cell.collector])
            else { continue }
            judged += 1
            if (low...high).contains(planted.shifts[index][cell.segment]) { covered += 1 }
        }
        #expect(judged == 24)
        #expect(covered >= 22, "\(covered) of \(judged)")
        #expect(estimate.spread > 0.15 && estimate.spread < 0.6)
    }
}
