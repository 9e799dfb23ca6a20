import FieldRules

/// The page of `score monitor --html`.
struct MonitoringPage {
    let parts: PageParts
    let card: Scorecard
    let monitoring: Monitoring

    func html() -> String {
        var sections = [ReportPage.Section(parts.text("stability"), stability)]
        if let outcomes = monitoring.outcomes {
            sections.append(.init(parts.text("outcomes"), quality(outcomes)))
        }
        sections.append(.init(parts.text("characteristics"), monitoring.drift.characteristics.map { .chart(bins($0)) }))
        let subtitle = parts.text(
            "monitored", card.version, PageParts.whole(card.training.rows), PageParts.whole(monitoring.rows))
        return parts.page(parts.text("monitoring_title", card.name), subtitle, sections)
    }

    private var stability: [ReportBlock] {
        let total = monitoring.drift.total
        let lines = [(parts.text("total"), total)] + monitoring.drift.characteristics.map { ($0.name, $0.stability) }
        let columns: [ReportTable.Column] = [
            .init(parts.text("characteristic")), .init("PSI", isNumber: true),
            .init(parts.text("chance_bound"), isNumber: true), .init(parts.text("verdict")),
        ]
        let rows = lines.map { name, one in
            [name, PageParts.decimal(one.index), PageParts.decimal(one.chanceBound), parts.text(one.verdict.rawValue)]
        }
        let bars = lines.map { name, one in
            BarChart.Row(
                name, PageParts.ppm(one.index), note: parts.text(one.verdict.rawValue),
                colour: one.verdict == .act ? 1 : one.verdict == .watch ? 4 : 0)
        }
        var blocks: [ReportBlock] = [.text(parts.text("psi_note")), .table(ReportTable(columns, rows))]
        if total.verdict == .act { blocks.insert(.warning(parts.text("psi_act")), at: 0) }
        blocks.append(.bars(BarChart("PSI", ChartAxis("PSI", decimals: 6), bars, reference: 100_000)))
        let hasOutcome = monitoring.outcomes != nil
        return blocks + [parts.distribution(monitoring.distribution, hasOutcome: hasOutcome), .chart(tenths)]
    }

    private func quality(_ outcomes: Monitoring.Outcomes) -> [ReportBlock] {
        var blocks: [ReportBlock] = [parts.measures(outcomes.measures)]
        blocks.append(
            .text(
                parts.text(
                    "ks_drift", PageParts.decimal(outcomes.trainedKS), PageParts.decimal(outcomes.tenthsKS),
                    PageParts.decimal(outcomes.observedToExpected, 3))))
        if outcomes.calibration == .off { blocks.append(.warning(parts.text("calibration_off"))) }
        return blocks + [
            parts.roc([(card.name, outcomes.measures.curves)]), parts.ks(outcomes.measures.curves),
            parts.calibration([(card.name, outcomes.measures.calibration)]), .chart(badRates),
            parts.calibrationTable(outcomes.measures.calibration),
        ]
    }

    private func share(_ count: Int, _ all: Int) -> Int { all == 0 ? 0 : count * 1_000_000 / all }

    private var tenthNames: [String] {
        monitoring.tenths.map { "≥ " + PageParts.whole(ScoreResult.wholePoints($0.fromMilliPoints)) }
    }

    private var tenths: Chart {
        let trained = monitoring.tenths.reduce(0) { $0 + $1.trainedRows }
        let then = monitoring.tenths.enumerated().map { ChartPoint($0, share($1.trainedRows, trained)) }
        let now = monitoring.tenths.enumerated().map { ChartPoint($0, share($1.rows, monitoring.rows)) }
        return thenAndNow(parts.text("tenths"), ChartAxis(parts.text("points"), names: tenthNames), then, now)
    }

    private var badRates: Chart {
        let then = monitoring.tenths.enumerated().map { ChartPoint($0, share($1.trainedBad, $1.trainedRows)) }
        let now = monitoring.tenths.enumerated().map { ChartPoint($0, share($1.bad ?? 0, $1.rows)) }
        var chart = thenAndNow(
            parts.text("bad_rates"), ChartAxis(parts.text("points"), names: tenthNames), then, now)
        chart.y.title = parts.text("bad_rate")
        return chart
    }

    private func bins(_ drift: Scorecard.CharacteristicDrift) -> Chart {
        // What was never seen is shown only where it is seen now.
        let shown = drift.bins.indices.filter { drift.expected[$0] + drift.actual[$0] > 0 }.prefix(24)
        let all = (drift.expected.reduce(0, +), drift.actual.reduce(0, +))
        let then = shown.enumerated().map { ChartPoint($0, share(drift.expected[$1], all.0)) }
        let now = shown.enumerated().map { ChartPoint($0, share(drift.actual[$1], all.1)) }
        return thenAndNow(
            "\(drift.name) · PSI \(PageParts.decimal(drift.stability.index))",
            ChartAxis("", names: shown.map { drift.bins[$0] }), then, now)
    }

    private func thenAndNow(_ title: String, _ x: ChartAxis, _ then: [ChartPoint], _ now: [ChartPoint]) -> Chart {
        Chart(
            title, x: x, y: ChartAxis(parts.text("share_of_rows"), decimals: 4, unit: "%"),
            [
                ChartSeries(parts.text("training"), .bars, then, colour: 5),
                ChartSeries(parts.text("now"), .bars, now, colour: 0),
            ])
    }
}
