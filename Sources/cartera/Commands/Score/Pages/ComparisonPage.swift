import FieldRules

/// The page of `score compare --html`.
struct ComparisonPage {
    let parts: PageParts
    let comparison: CardComparison

    func html() -> String {
        let (champion, challenger) = (comparison.champion, comparison.challenger)
        let names = [champion, challenger].map { "\($0.card.name) \($0.card.version)" }
        let interval = comparison.interval
        let difference = [
            PageParts.decimal(comparison.difference), PageParts.decimal(interval.lowerBound),
            PageParts.decimal(interval.upperBound),
        ]
        let verdict = !comparison.isSettled ? "unsettled" : comparison.difference > 0 ? "better" : "worse"
        return parts.page(
            parts.text("comparison_title"), parts.text("against", names[0], names[1]),
            [
                .init(
                    parts.text("quality"),
                    [
                        .text(parts.text("difference", difference[0], difference[1], difference[2])),
                        .text(parts.text(verdict)), table(names),
                        parts.roc([
                            (parts.text("champion"), champion.measures.curves),
                            (parts.text("challenger"), challenger.measures.curves),
                        ]),
                        parts.calibration([
                            (parts.text("champion"), champion.measures.calibration),
                            (parts.text("challenger"), challenger.measures.calibration),
                        ]),
                    ]),
                .init(parts.text("swap"), [.text(parts.text("swap_note")), swaps]),
                .init(names[0], [parts.distribution(champion.distribution), parts.ks(champion.measures.curves)]),
                .init(names[1], [parts.distribution(challenger.distribution), parts.ks(challenger.measures.curves)]),
            ])
    }

    private func table(_ names: [String]) -> ReportBlock {
        let sides = [comparison.champion, comparison.challenger]
        let columns = [ReportTable.Column("")] + names.map { ReportTable.Column($0, isNumber: true) }
        let lines: [(String, (ScoreMeasures) -> Double?)] = [
            ("AUC", { $0.ranking.auc }), ("Gini", { $0.ranking.gini }), ("KS", { $0.ranking.ks }),
            ("Brier", { $0.calibration.brier }), ("Hosmer–Lemeshow", { $0.calibration.hosmerLemeshow }),
            ("p", { $0.calibration.hosmerLemeshowP }),
        ]
        return .table(
            ReportTable(
                columns, lines.map { name, value in [name] + sides.map { PageParts.decimal(value($0.measures)) } }))
    }

    private var swaps: ReportBlock {
        let columns: [ReportTable.Column] = [
            .init(""), .init(parts.text("rows"), isNumber: true), .init(parts.text("bad_rows"), isNumber: true),
            .init(parts.text("bad_rate"), isNumber: true), .init(parts.text("interval95"), isNumber: true),
        ]
        let rows = [
            ("by_both", comparison.favouredByBoth), ("by_champion", comparison.onlyByChampion),
            ("by_challenger", comparison.onlyByChallenger), ("by_neither", comparison.favouredByNeither),
        ]
        return .table(
            ReportTable(
                columns,
                rows.map { key, swap in
                    let interval = Wilson.interval(swap.bad, of: swap.rows)
                    return [
                        parts.text(key), PageParts.whole(swap.rows), PageParts.whole(swap.bad),
                        swap.rows == 0 ? "–" : PageParts.percent(swap.badRate),
                        "\(PageParts.percent(interval.lowerBound)) – \(PageParts.percent(interval.upperBound))",
                    ]
                }))
    }
}
