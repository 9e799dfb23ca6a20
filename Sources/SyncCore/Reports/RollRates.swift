package import FieldModel

/// From which bucket to which accounts went in a month, by count and by balance, and how many were cured.
package struct RollRates: AccountReport {
    package let period: ReportPeriod
    private let edges: [Int]
    private var counts: [[Int]]
    private var balances: [[Int64]]
    private var currency: Currency?

    /// The bucket beyond the last: nothing is owed any more.
    private var paidOff: Int { edges.count + 2 }

    package init(_ period: ReportPeriod, edges: [Int] = AgingBucket.defaultEdges) {
        self.period = period
        self.edges = edges
        counts = Array(repeating: Array(repeating: 0, count: edges.count + 3), count: edges.count + 3)
        balances = counts.map { $0.map { Int64($0) } }
    }

    package mutating func take(_ one: ReportCase) {
        var before: Int?
        var balance: Int64 = 0
        for day in period.ends {
            let then = one.known(at: day)
            guard let account = then.standing?.account else { continue }
            let bucket =
                then.balance == 0 || account.closed ? paidOff : account.agingBucket(asOf: day, edges: edges).index
            if let before, before != paidOff {
                counts[before][bucket] += 1
                balances[before][bucket] = saturatingSum(balances[before][bucket], balance)
            }
            (before, balance, currency) = (bucket, then.balance, currency ?? account.currency)
        }
    }

    private func label(_ bucket: Int) -> String {
        guard bucket < paidOff else { return "paid" }
        let day = bucket == 0 ? 0 : bucket <= edges.count ? edges[bucket - 1] : (edges.last ?? 0) + 1
        return AgingBucket(daysPastDue: day, edges: edges).label
    }

    package func result(names: (PersonID) -> String) -> ReportResult {
        let columns = [
            ReportResult.Column("from", "From", "De"), ReportResult.Column("accounts", "Accounts", "Cuentas"),
        ]
        let targets = (0...paidOff).map { bucket in
            let label = label(bucket)
            return ReportResult.Column("to_\(label)", ReportWords.word(label, false), ReportWords.word(label, true))
        }
        let more = [
            ReportResult.Column("better", "Better", "Mejoran"), ReportResult.Column("worse", "Worse", "Empeoran"),
            ReportResult.Column("cured", "Cured", "Curadas"), ReportResult.Column("balance", "Balance", "Saldo"),
            ReportResult.Column("balance_cured", "Balance cured", "Saldo curado"),
        ]
        var table = ReportResult.Table("roll_rates", columns + targets + more)
        for from in 0..<paidOff where counts[from].reduce(0, +) > 0 { table.rows.append(row(from)) }
        return ReportResult(name: "roll-rates", from: period.from, to: period.to, tables: [table])
    }

    /// Cured: current again, or nothing owed.
    private func row(_ from: Int) -> [ReportResult.Cell] {
        let row = counts[from]
        let all = row.reduce(0, +)
        let cured = from == 0 ? row[paidOff] : row[0] + row[paidOff]
        let better = row[..<from].reduce(0, +) + row[paidOff]
        let worse = row[(from + 1)..<paidOff].reduce(0, +)
        let sum = balances[from].reduce(0, saturatingSum)
        let curedSum = saturatingSum(from == 0 ? 0 : balances[from][0], balances[from][paidOff])
        return [.text(label(from)), .whole(all)] + row.map { ReportResult.share($0, of: all) } + [
            ReportResult.share(better, of: all), ReportResult.share(worse, of: all),
            ReportResult.share(cured, of: all), money(sum), money(curedSum),
        ]
    }

    private func money(_ minor: Int64) -> ReportResult.Cell { currency.map { .money(minor, $0) } ?? .none }
}
