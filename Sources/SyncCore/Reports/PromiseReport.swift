package import FieldModel
internal import FieldRules

/// Promises by the month in which they were made, and what became of them, by count and by amount.
package struct PromiseReport: AccountReport {
    package let period: ReportPeriod
    private var months: [Month]
    private var currency: Currency?

    /// What became of a promise.
    private enum End: Int, CaseIterable {
        case kept, keptLate, partial, broken, unconfirmed, open

        init(_ promise: FactDerivation.PromiseStanding, on day: CalendarDate) {
            switch promise.state {
            case .kept: self = .kept
            case .keptLate: self = .keptLate
            case .partial: self = .partial
            case .broken, .withdrawn, .replaced: self = .broken
            case .open: self = promise.isUnconfirmed(on: day) ? .unconfirmed : .open
            }
        }
    }

    private struct Month: Sendable {
        var counts = [Int](repeating: 0, count: End.allCases.count)
        var amounts = [Int64](repeating: 0, count: End.allCases.count)
    }

    package init(_ period: ReportPeriod) {
        self.period = period
        months = Array(repeating: Month(), count: period.months)
    }

    package mutating func take(_ one: ReportCase) {
        currency = currency ?? one.now.standing?.account.currency
        for promise in one.now.standings {
            let day = one.history.zone.localDate(at: promise.terms.madeAt)
            guard period.holds(day) else { continue }
            let month = period.month(of: day)
            let end = End(promise, on: one.now.cutoff.day).rawValue
            months[month].counts[end] += 1
            let amount = promise.terms.instalments.reduce(Int64(0)) { saturatingSum($0, $1.amount) }
            months[month].amounts[end] = saturatingSum(months[month].amounts[end], amount)
        }
    }

    private static let ends: [(end: End, key: String, en: String, es: String)] = [
        (.kept, "kept", "Kept", "Cumplidas"), (.keptLate, "kept_late", "Kept late", "Cumplidas tarde"),
        (.partial, "partial", "Partial", "Parciales"), (.broken, "broken", "Broken", "Rotas"),
        (.unconfirmed, "unconfirmed", "Unconfirmed", "Sin confirmar"), (.open, "open", "Open", "Abiertas"),
    ]

    package func result(names: (PersonID) -> String) -> ReportResult {
        var columns = [
            ReportResult.Column("month_from", "Month from", "Mes desde"),
            ReportResult.Column("made", "Made", "Hechas"), ReportResult.Column("amount", "Amount", "Importe"),
        ]
        for (_, key, en, es) in Self.ends {
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
        for (end, _, _, _) in Self.ends {
            row += [.whole(month.counts[end.rawValue]), money(month.amounts[end.rawValue])]
        }
        func kept(_ sum: (End) -> Int) -> ReportResult.Cell {
            let good = sum(.kept) + sum(.keptLate)
            return ReportResult.share(good, of: good + sum(.partial) + sum(.broken))
        }
        row.append(kept { month.counts[$0.rawValue] })
        row.append(kept { Int(month.amounts[$0.rawValue] / 100) })
        return row
    }

    private func money(_ minor: Int64) -> ReportResult.Cell { currency.map { .money(minor, $0) } ?? .none }
}
