package import FieldModel
internal import FieldRules

/// What was recovered of the accounts that came in the same month, by how many months they have been here.
package struct VintageReport: AccountReport {
    package let period: ReportPeriod
    private var accounts: [Int]
    private var balances: [Int64]
    /// By month of arrival and by month since.
    private var paid: [[Int64]]
    private var currency: Currency?

    package init(_ period: ReportPeriod) {
        self.period = period
        accounts = Array(repeating: 0, count: period.months)
        balances = Array(repeating: 0, count: period.months)
        paid = Array(repeating: Array(repeating: 0, count: period.months), count: period.months)
    }

    package mutating func take(_ one: ReportCase) {
        guard let first = one.history.standings.first, let held = one.now.firstHeld else { return }
        let day = one.history.zone.localDate(at: held)
        guard period.holds(day) else { return }
        let vintage = period.month(of: day)
        currency = currency ?? first.standing.account.currency
        accounts[vintage] += 1
        balances[vintage] = saturatingSum(balances[vintage], max(0, first.standing.account.lenderBalance))
        for payment in one.now.payments where payment.day >= day && payment.day <= period.to {
            let since = (payment.day - day) / ReportPeriod.monthDays
            guard since < paid[vintage].count else { continue }
            paid[vintage][since] = saturatingSum(paid[vintage][since], payment.amount)
        }
    }

    /// Months that are not over yet for the whole vintage are left empty.
    package func result(names: (PersonID) -> String) -> ReportResult {
        var columns = [
            ReportResult.Column("vintage", "Came from", "Llegadas desde"),
            ReportResult.Column("accounts", "Accounts", "Cuentas"),
            ReportResult.Column("balance", "Balance then", "Saldo inicial"),
        ]
        columns += (1...period.months).map { ReportResult.Column("month_\($0)", "Month \($0) %", "Mes \($0) %") }
        var table = ReportResult.Table("vintage", columns)
        for vintage in accounts.indices where accounts[vintage] > 0 {
            let last = period.firstDay(ofMonth: vintage) + (ReportPeriod.monthDays - 1)
            var row: [ReportResult.Cell] = [
                .text("\(period.firstDay(ofMonth: vintage))"), .whole(accounts[vintage]),
                currency.map { .money(balances[vintage], $0) } ?? .none,
            ]
            var sum: Int64 = 0
            for month in 0..<period.months {
                sum = saturatingSum(sum, paid[vintage][month])
                let isOver = last + (month + 1) * ReportPeriod.monthDays <= period.to
                row.append(isOver ? ReportResult.share(Int(sum / 100), of: Int(balances[vintage] / 100)) : .none)
            }
            table.rows.append(row)
        }
        return ReportResult(name: "vintage", from: period.from, to: period.to, tables: [table])
    }
}
