package import FieldModel

/// Where the time goes: minutes an account, by how large the debt is, and the accounts that get too much or too little.
///
/// Over-worked: among those with the most minutes of a quarter, nothing was paid in it. Under-worked: owed much, paid
/// something in the quarter before, and nobody tried for a month. Only as many as a page holds are kept.
package struct TimeReport: AccountReport {
    package static let mostListed = 25

    package let period: ReportPeriod
    private var groups = [Group](repeating: Group(), count: 5)
    private var overWorked: [Listed] = []
    private var underWorked: [Listed] = []
    private var currency: Currency?

    private struct Group: Sendable {
        var accounts = 0
        var worked = 0
        var minutes = 0
        var paid: Int64 = 0
    }

    private struct Listed: Sendable {
        var number: String
        var rank: Int64
        var minutes: Int
        var paid: Int64
        var balance: Int64
        var idle: Int?
    }

    package init(_ period: ReportPeriod) { self.period = period }

    /// Least balances of the groups, in whole units of the currency.
    private static let edges: [Int64] = [2_500, 10_000, 40_000, 150_000]

    package mutating func take(_ one: ReportCase) {
        let now = one.now
        guard let account = now.standing?.account else { return }
        currency = currency ?? account.currency
        let minutes = now.contacts.reduce(0) { period.holds($1.day) ? $0 + $1.minutes : $0 }
        let paid = now.payments.reduce(Int64(0)) { period.holds($1.day) ? saturatingSum($0, $1.amount) : $0 }
        let owed = saturatingSum(now.balance, paid)
        var unit: Int64 = 1
        for _ in 0..<account.currency.exponent { unit *= 10 }
        let group = Self.edges.firstIndex { owed / unit < $0 } ?? Self.edges.count
        groups[group].accounts += 1
        groups[group].worked += minutes > 0 ? 1 : 0
        groups[group].minutes += minutes
        groups[group].paid = saturatingSum(groups[group].paid, paid)
        list(account, now)
    }

    private mutating func list(_ account: Account, _ now: FactDerivation) {
        let to = period.to
        let minutes = now.contacts.reduce(0) { (0..<90).contains(to - $1.day) ? $0 + $1.minutes : $0 }
        let paid = now.payments.reduce(Int64(0)) { (0..<90).contains(to - $1.day) ? saturatingSum($0, $1.amount) : $0 }
        let earlier = now.payments.contains { (0..<180).contains(to - $0.day) }
        let idle = now.contacts.filter { $0.day <= to }.map { to - $0.day }.min()
        var listed = Listed(
            number: account.number, rank: Int64(minutes), minutes: minutes, paid: paid, balance: now.balance, idle: idle
        )
        if minutes > 0, paid == 0 { Self.keep(listed, &overWorked) }
        guard earlier, idle ?? .max >= 30, now.balance > 0 else { return }
        listed.rank = now.balance
        Self.keep(listed, &underWorked)
    }

    private static func keep(_ one: Listed, _ list: inout [Listed]) {
        if list.count == mostListed, let last = list.last, !precedes(one, last) { return }
        let place = list.firstIndex { precedes(one, $0) } ?? list.count
        list.insert(one, at: place)
        if list.count > mostListed { list.removeLast() }
    }

    private static func precedes(_ a: Listed, _ b: Listed) -> Bool {
        a.rank == b.rank ? a.number < b.number : a.rank > b.rank
    }

    package func result(names: (PersonID) -> String) -> ReportResult {
        let names = ["< 2500", "2500–10000", "10000–40000", "40000–150000", "> 150000"]
        var time = ReportResult.Table(
            "time",
            [
                ReportResult.Column("owed", "Owed", "Adeudo"), ReportResult.Column("accounts", "Accounts", "Cuentas"),
                ReportResult.Column("worked", "Worked", "Trabajadas"),
                ReportResult.Column("minutes", "Minutes", "Minutos"),
                ReportResult.Column("minutes_per_account", "Minutes an account", "Minutos por cuenta"),
                ReportResult.Column("paid", "Paid", "Pagado"),
                ReportResult.Column("paid_per_hour", "Paid per hour", "Pagado por hora"),
            ])
        for (index, group) in groups.enumerated() where group.accounts > 0 {
            time.rows.append([
                .text(names[index]), .whole(group.accounts), .whole(group.worked), .whole(group.minutes),
                .whole(group.minutes / group.accounts), money(group.paid),
                group.minutes > 0 ? money(group.paid / Int64(group.minutes) * 60) : .none,
            ])
        }
        let tables = [time, table("over_worked", overWorked), table("under_worked", underWorked)]
        return ReportResult(name: "time", from: period.from, to: period.to, tables: tables)
    }

    private func table(_ key: String, _ list: [Listed]) -> ReportResult.Table {
        ReportResult.Table(
            key,
            [
                ReportResult.Column("account", "Account", "Cuenta"),
                ReportResult.Column("minutes", "Minutes in 90 days", "Minutos en 90 días"),
                ReportResult.Column("paid", "Paid in 90 days", "Pagado en 90 días"),
                ReportResult.Column("balance", "Balance", "Saldo"),
                ReportResult.Column("idle_days", "Days without an attempt", "Días sin intento"),
            ],
            list.map { one in
                [
                    .text(one.number), .whole(one.minutes), money(one.paid), money(one.balance),
                    one.idle.map { .whole($0) } ?? .none,
                ]
            })
    }

    private func money(_ minor: Int64) -> ReportResult.Cell { currency.map { .money(minor, $0) } ?? .none }
}
