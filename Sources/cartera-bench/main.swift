import FieldRules
internal import Foundation

let usage = """
    usage: cartera-bench plan PORTFOLIO.csv [--days 50] [--hours 7] [--seed 1]
           cartera-bench train FILE.csv TARGET BAD

      Plans days of a portfolio's collectors: half of them are the history that a scorecard is learned from, each of the
      others is a day. True recovery per hour by the invented truth, against the order of balances with the same router.
      The file comes from tools/sample-portfolio with at least --days × 2 collectors.
    """

/// Learns a card as `score train` does, in a process without the packages of the real program.
func trainFile(_ arguments: [String]) throws {
    guard arguments.count == 3, let handle = FileHandle(forReadingAtPath: arguments[0]) else {
        throw BenchFailure(message: "train needs a CSV file, the target's column and the value that means bad")
    }
    var builder = DataTableBuilder(wanted: nil)
    while let piece = try handle.read(upToCount: 1 << 20), !piece.isEmpty { try builder.read(Array(piece)) }
    let table = try builder.finish()
    let options = TrainingOptions(target: Scorecard.Target(column: arguments[1], bad: arguments[2]))
    let report = try ScorecardTrainer.train(table, options)
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let peak = status.split(separator: "\n").first { $0.hasPrefix("VmHWM") }?.split(separator: " ").dropFirst().first
    print("{\"rows\": \(table.rows), \"auc\": \(report.measures.ranking.auc), \"peak_kib\": \(peak ?? "0")}")
}

struct BenchFailure: Error { var message: String }

func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    return sorted.isEmpty ? 0 : (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
}

func planDays(_ arguments: [String]) throws {
    var (days, hours, seed) = (50, 7, UInt64(1))
    var rest = arguments.dropFirst()
    while let name = rest.popFirst() {
        guard let text = rest.popFirst(), let value = Int(text), value > 0 else {
            throw BenchFailure(message: "\(name) needs a whole number above 0")
        }
        switch name {
        case "--days": days = value
        case "--hours": hours = value
        case "--seed": seed = UInt64(value)
        default: throw BenchFailure(message: "unknown option \(name)")
        }
    }
    guard let path = arguments.first, let data = FileManager.default.contents(atPath: path) else {
        throw BenchFailure(message: "the portfolio cannot be read")
    }
    let wanted = Set(PlanWorld.read + ["collector", "latitude", "longitude", "balance"])
    let world = try PlanWorld(try DataTableBuilder.table(Array(data), wanted: wanted), seed: seed)
    guard world.collectors.count >= 2 * days else {
        throw BenchFailure(message: "\(world.collectors.count) collectors; \(2 * days) are needed for \(days) days")
    }
    let card = try PlanWorld.card(world.collectors.prefix(days).flatMap { $0 }, seed: seed + 1)
    let results = world.collectors.dropFirst(days).prefix(days).map { PlannedDay($0, card, hours: hours) }
    let all = PlannedDay(Array(world.collectors.flatMap { $0 }.prefix(5_000)), card, hours: hours)
    func line(_ name: String, _ way: (PlannedDay) -> PlannedDay.Way) -> String {
        let gains = results.map { way($0).recoveryPerHour / $0.byBalance.recoveryPerHour }
        let visits = results.map { Double(way($0).visits) }
        return "  \"\(name)\": {\"recovery_per_hour\": \(median(results.map { way($0).recoveryPerHour })), "
            + "\"to_balance_order\": \(median(gains)), \"least\": \(gains.min() ?? 0), \"visits\": \(median(visits))}"
    }
    print(
        "{\n  \"days\": \(results.count), \"hours\": \(hours), \"accounts_a_day\": \(median(results.map { _ in Double(world.collectors[0].count) })),"
    )
    print(line("balance_order") { $0.byBalance } + ",\n" + line("prior") { $0.byPrior } + ",")
    print(line("scores") { $0.byScore } + ",")
    print("  \"plan_ms\": \(median(results.map(\.milliseconds))), \"plan_5000_ms\": \(all.milliseconds)\n}")
}

do {
    let arguments = Array(CommandLine.arguments.dropFirst())
    switch arguments.first {
    case "plan": try planDays(Array(arguments.dropFirst()))
    case "train": try trainFile(Array(arguments.dropFirst()))
    default: throw BenchFailure(message: usage)
    }
} catch let failure as BenchFailure {
    FileHandle.standardError.write(Data((failure.message + "\n").utf8))
    exit(64)
} catch {
    FileHandle.standardError.write(Data("\(error)\n".utf8))
    exit(65)
}
