import FieldRules

/// The page of `score fairness --html`.
struct FairnessPage {
    let parts: PageParts
    let card: Scorecard
    let column: String
    let fairness: Fairness

    func html() -> String {
        let cutOff = PageParts.whole(ScoreResult.wholePoints(fairness.cutOffMilliPoints))
        let subtitle = parts.text("fairness_of", card.name, card.version, column, cutOff)
        var sections = [ReportPage.Section(parts.text("impact"), impact)]
        if fairness.groups.contains(where: { $0.bad != nil }) {
            sections.append(.init(parts.text("probabilities"), calibration))
        }
        return parts.page(parts.text("fairness_title"), subtitle, sections)
    }

    private func name(_ group: Fairness.Group) -> String { group.name ?? parts.text("empty") }

    private var impact: [ReportBlock] {
        var blocks: [ReportBlock] = [.text(parts.text("impact_note", "\(Fairness.fewestRows)"))]
        for group in fairness.groups where group.isDisadvantaged {
            blocks.append(.warning(parts.text("disadvantaged", name(group), PageParts.decimal(group.impactRatio, 3))))
        }
        let columns: [ReportTable.Column] = [
            .init(column), .init(parts.text("rows"), isNumber: true), .init(parts.text("favoured"), isNumber: true),
            .init(parts.text("favoured_rate"), isNumber: true), .init(parts.text("impact_ratio"), isNumber: true),
            .init(""),
        ]
        let rows = fairness.groups.map { group in
            [
                name(group), PageParts.whole(group.rows), PageParts.whole(group.favoured),
                PageParts.percent(group.favouredRate), PageParts.decimal(group.impactRatio, 3),
                group.isLargeEnough ? "" : parts.text("too_few"),
            ]
        }
        let bars = fairness.groups.map { group in
            BarChart.Row(
                name(group), PageParts.ppm(group.impactRatio), note: PageParts.whole(group.rows),
                colour: group.isDisadvantaged ? 1 : 0)
        }
        let reference = PageParts.ppm(Fairness.lowestRatio)
        blocks.append(.table(ReportTable(columns, rows)))
        blocks.append(
            .bars(
                BarChart(
                    parts.text("impact_ratio"), ChartAxis(parts.text("impact_ratio"), decimals: 6), bars,
                    reference: reference)))
        return blocks
    }

    private var calibration: [ReportBlock] {
        var blocks: [ReportBlock] = []
        for group in fairness.groups where group.isMiscalibrated {
            blocks.append(.warning(parts.text("miscalibrated", name(group))))
        }
        let columns: [ReportTable.Column] = [
            .init(column), .init(parts.text("rows"), isNumber: true), .init(parts.text("foreseen"), isNumber: true),
            .init(parts.text("happened"), isNumber: true), .init(parts.text("interval95"), isNumber: true),
        ]
        let rows = fairness.groups.map { group in
            let interval = group.badRateInterval ?? 0...1
            return [
                name(group), PageParts.whole(group.rows), PageParts.percent(group.meanProbability),
                PageParts.percent(group.badRate),
                "\(PageParts.percent(interval.lowerBound)) – \(PageParts.percent(interval.upperBound))",
            ]
        }
        let names = fairness.groups.map(name)
        let foreseen = fairness.groups.enumerated().map { ChartPoint($0, PageParts.ppm($1.meanProbability)) }
        let happened = fairness.groups.enumerated().map { index, group in
            let interval = group.badRateInterval ?? 0...1
            return ChartPoint(
                index, PageParts.ppm(group.badRate ?? 0),
                interval: PageParts.ppm(interval.lowerBound)...PageParts.ppm(interval.upperBound))
        }
        let chart = Chart(
            parts.text("by_group"), x: ChartAxis(column, names: names),
            y: ChartAxis(parts.text("bad_rate"), decimals: 4, unit: "%"),
            [
                ChartSeries(parts.text("foreseen"), .bars, foreseen, colour: 5),
                ChartSeries(parts.text("happened"), .bars, happened, colour: 0),
            ])
        return blocks + [.table(ReportTable(columns, rows)), .chart(chart)]
    }
}
