package import FieldModel
internal import FieldRules

/// Promises by the month in which they were made, and what became of them, by count and by amount.
package struct PromiseReport: AccountReport {
    package let period: ReportPeriod
    private var months: [Month]
    private var currency: Currency?

    private struct Month: Sendable {
        var counts = [Int](repeating: 0, count: PromiseState.allCases.count + 1)
        var amounts = [Int64](repeating: 0, count: PromiseState.allCases.count + 1)
    }

    package init(_ period: ReportPeriod) {
        self.period = period
        months = Array(repeating: Month(), count: period.months)
    }

    package mutating func take(_ one: ReportCase) {
        currency = currency ?? one.now.standing?.account.currency
        for (terms, state) in zip(one.now.promises, one.now.promiseStates()) {
            let day = one.history.zone.localDate(at: terms.madeAt)
            guard period.holds(day) else { continue }
            let month = period.month(of: day)
            months[month].counts[state.rawValue] += 1
            let amount = terms.instalments.reduce(Int64(0)) { saturatingSum($0, $1.amount) }
            months[month].amounts[state.rawValue] = saturatingSum(months[month].amounts[state.rawValue], amount)
        }
    }

    private static let states: [(state: PromiseState, en: String, es: String)] = [
        (.kept, "Kept", "Cumplidas"), (.keptLate, "Kept late", "Cumplidas tarde"), (.partial, "Partial", "Parciales"),
        (.broken, "Broken", "Rotas"), (.open, "Open", "Abiertas"),
    ]

    package func result(names: (PersonID) -> String) -> ReportResult {
        var columns = [
            ReportResult.Column("month_from", "Month from", "Mes desde"),
            ReportResult.Column("made", "Made", "Hechas"), ReportResult.Column("amount", "Amount", "Importe"),
        ]
        for (state, en, es) in Self.states {
            let key = state == .keptLate ? "kept_late" : "\(state)"
            columns += [
                ReportResult.Column(key, en, es),
                ReportResult.Column("\(key)_amount", "\(en), amount", "\(es), importe"),
            ]
        }
        columns += [
            ReportResult.Column("kept_percent", "Kept of those judged %", "Cumplidas de las juzgadas %"),
            ReportResult.Column("kept_amount_percent", "Amount kept %", "Importe cumplido %"),
        ]
        let rows = months.indices.map { row($0) }
        let table = ReportResult.Table("promises", columns, rows)
        return ReportResult(name: "promises", from: period.from, to: period.to, tables: [table])
    }

    private func row(_ index: Int) -> [ReportResult.Cell] {
        let month = months[index]
        var row: [ReportResult.Cell] = [
            .text("\(period.firstDay(ofMonth: index))"), .whole(month.counts.reduce(0, +)),
            money(month.amounts.reduce(0, saturatingSum)),
        ]
        for (state, _, _) in Self.states {
            row += [.whole(month.counts[state.rawValue]), money(month.amounts[state.rawValue])]
        }
        func kept(_ sum: (PromiseState) -> Int) -> ReportResult.Cell {
            let good = sum(.kept) + sum(.keptLate)
            return ReportResult.share(good, of: good + sum(.partial) + sum(.broken))
        }
        row.append(kept { month.counts[$0.rawValue] })
        row.append(kept { Int(month.amounts[$0.rawValue] / 100) })
        return row
    }

    private func money(_ minor: Int64) -> ReportResult.Cell { currency.map { .money(minor, $0) } ?? .none }
}
