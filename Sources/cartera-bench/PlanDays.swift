import FieldModel
import FieldRules
internal import Glibc

/// Days of collectors in a portfolio of invented people whose behaviour is known, planned and measured by that truth.
///
/// The truth has a part that no file shows (`hidden`), and the share that people pay; a planner sees a scorecard that was
/// learned from what other debtors did, and nothing of the truth.
struct PlanWorld {
    struct Debtor {
        var account: AccountID
        var place: GeoPoint
        var balance: Int64
        var pastDue: Int64
        var daysPastDue: Int
        var facts: [String: ScoreFact]
        /// What a visit truly brings, on average: minor units.
        var trueRecovery: Double
        var chance: Double
    }

    /// By collector, in the order of the file.
    var collectors: [[Debtor]] = []

    init(_ table: DataTable, seed: UInt64) throws {
        var generator = ShuffleGenerator(seed: seed)
        var places: [ScoreFact: Int] = [:]
        for row in 0..<table.rows {
            let collector = try table.column("collector").fact(row)
            let debtor = try PlanWorld.debtor(table, row, using: &generator)
            guard let place = places[collector] else {
                places[collector] = collectors.count
                collectors.append([debtor])
                continue
            }
            collectors[place].append(debtor)
        }
    }

    static let read = ["bureau_score", "income", "days_past_due", "product", "past_due"]

    private static func debtor(
        _ table: DataTable, _ row: Int, using generator: inout ShuffleGenerator
    ) throws -> Debtor {
        func number(_ name: String) throws -> Double? {
            guard case .number(let value) = try table.column(name).fact(row) else { return nil }
            return Double(value.millionths) / 1e6
        }
        let pastDue = try number("past_due") ?? number("balance") ?? 0
        let days = try number("days_past_due") ?? 0
        let income = try number("income")
        let hidden = normal(using: &generator)
        let logOdds =
            -0.1 - 0.8 * log(1 + days / 30) + ((try number("bureau_score") ?? 620) - 620) / 70
            + 0.3 * log((income ?? 10_000) / 10_000) + 0.7 * hidden
        let chance = 1 / (1 + exp(-logOdds))
        let able = min(pastDue, 0.8 * (income ?? 9_000))
        let share = 0.4 + 0.5 * Double.random(in: 0..<1, using: &generator)
        var facts: [String: ScoreFact] = [:]
        for name in read { facts[name] = try table.column(name).fact(row) }
        let latitude = Int32((try number("latitude") ?? 0) * 1e7)
        let longitude = Int32((try number("longitude") ?? 0) * 1e7)
        return Debtor(
            account: AccountID(high: UInt64(row + 1), low: 1),
            place: GeoPoint(latitudeE7: latitude, longitudeE7: longitude),
            balance: Int64((try number("balance") ?? 0) * 100), pastDue: Int64(pastDue * 100), daysPastDue: Int(days),
            facts: facts, trueRecovery: chance * share * able * 100, chance: chance)
    }

    private static func normal(using generator: inout ShuffleGenerator) -> Double {
        let (a, b) = (Double.random(in: 0..<1, using: &generator), Double.random(in: 0..<1, using: &generator))
        return (-2 * log(1 - a)).squareRoot() * cos(2 * .pi * b)
    }

    /// A card learned from what became of one visit to each of these debtors.
    static func card(_ debtors: [Debtor], seed: UInt64) throws -> Scorecard {
        var generator = ShuffleGenerator(seed: seed)
        var text = read.joined(separator: ",") + ",outcome\n"
        for debtor in debtors {
            let cells = read.map { name -> String in
                switch debtor.facts[name] ?? .missing {
                case .missing: ""
                case .number(let number): number.description
                case .text(let text): text
                }
            }
            let hasPaid = Double.random(in: 0..<1, using: &generator) < debtor.chance
            text += cells.joined(separator: ",") + (hasPaid ? ",paid\n" : ",unpaid\n")
        }
        let options = TrainingOptions(target: Scorecard.Target(column: "outcome", bad: "unpaid"))
        return try ScorecardTrainer.train(try DataTableBuilder.table(Array(text.utf8)), options).card
    }
}

/// One day of one collector, planned in several ways.
struct PlannedDay {
    struct Way {
        var recoveryPerHour: Double
        var visits: Int
    }

    var byBalance: Way
    var byPrior: Way
    var byScore: Way
    var milliseconds: Double

    init(_ debtors: [PlanWorld.Debtor], _ card: Scorecard, hours: Int) {
        let truth = Dictionary(uniqueKeysWithValues: debtors.map { ($0.account, $0.trueRecovery) })
        let settings = PlanSettings(budgetSeconds: hours * 3_600)
        func way(_ plan: DayPlan) -> Way {
            let sum = plan.visits.reduce(0) { $0 + (truth[$1.stop.account] ?? 0) } / 100
            return Way(recoveryPerHour: sum / (Double(max(1, plan.seconds)) / 3600), visits: plan.visits.count)
        }
        func stops(_ chance: (PlanWorld.Debtor) -> Int) -> [PlanStop] {
            debtors.map { debtor in
                PlanStop(
                    account: debtor.account, place: debtor.place,
                    expected: RecoveryEstimate.expected(chancePpm: chance(debtor), collectable: debtor.pastDue))
            }
        }
        let ordered = debtors.sorted { $0.balance == $1.balance ? $0.account < $1.account : $0.balance > $1.balance }
        byBalance = way(
            DayPlanner.routing(
                ordered.map { PlanStop(account: $0.account, place: $0.place, expected: max(1, $0.balance)) }, settings))
        byPrior = way(
            DayPlanner.plan(stops { RecoveryEstimate.priorPpm(daysPastDue: $0.daysPastDue) }, settings))
        let scored = stops { debtor in
            1_000_000 - card.evaluate { debtor.facts[$0] ?? .missing }.probabilityPpm
        }
        let clock = ContinuousClock()
        var plan: DayPlan?
        let spent = clock.measure { plan = DayPlanner.plan(scored, settings) }
        milliseconds = Double(spent.components.attoseconds) / 1e15 + Double(spent.components.seconds) * 1e3
        byScore = plan.map(way) ?? Way(recoveryPerHour: 0, visits: 0)
    }
}
