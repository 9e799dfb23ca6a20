import FieldRules

/// The page of `score train --html`.
struct TrainingPage {
    let parts: PageParts
    let report: TrainingReport
    let folds: [Validation.Fold]?
    let held: ScoreMeasures?

    func html() -> String {
        let card = report.card
        let subtitle = parts.text(
            "trained", card.version, PageParts.whole(report.measures.rows), card.target.column, card.target.bad)
        var sections = [ReportPage.Section(parts.text("quality"), quality)]
        sections.append(.init(parts.text("probabilities"), probabilities))
        if let held { sections.append(.init(parts.text("out_of_time"), outOfTime(held))) }
        if let folds { sections.append(.init(parts.text("folds"), [crossValidation(folds)])) }
        sections.append(.init(parts.text("characteristics"), characteristics))
        return parts.page(parts.text("training_title", card.name), subtitle, sections)
    }

    private var quality: [ReportBlock] {
        var blocks = [parts.measures(report.measures)]
        blocks += report.warnings.map { .warning(ScoreWarnings.text($0, parts.language)) }
        blocks += [parts.roc([(report.card.name, report.measures.curves)]), parts.ks(report.measures.curves)]
        return blocks + [parts.distribution(report.distribution), parts.lift(report.measures.lift)]
    }

    private var probabilities: [ReportBlock] {
        let calibration = report.measures.calibration
        return [
            .text(
                parts.text(
                    "hosmer", PageParts.decimal(calibration.hosmerLemeshow, 2), "\(calibration.degreesOfFreedom)",
                    PageParts.decimal(calibration.hosmerLemeshowP))),
            parts.calibration([(report.card.name, calibration)]), parts.calibrationTable(calibration),
        ]
    }

    private func outOfTime(_ held: ScoreMeasures) -> [ReportBlock] {
        [
            parts.measures(held),
            parts.roc([(parts.text("training"), report.measures.curves), (parts.text("out_of_time"), held.curves)]),
            parts.calibration([(parts.text("out_of_time"), held.calibration)]), parts.lift(held.lift),
        ]
    }

    private func crossValidation(_ folds: [Validation.Fold]) -> ReportBlock {
        let columns: [ReportTable.Column] = [
            .init(parts.text("fold"), isNumber: true), .init(parts.text("rows"), isNumber: true),
            .init("AUC", isNumber: true), .init("KS", isNumber: true), .init("Brier", isNumber: true),
        ]
        var rows = folds.enumerated().map { index, fold in
            [
                "\(index + 1)", PageParts.whole(fold.rows), PageParts.decimal(fold.ranking.auc),
                PageParts.decimal(fold.ranking.ks), PageParts.decimal(fold.brier),
            ]
        }
        let mean = folds.reduce(0) { $0 + $1.ranking.auc } / Double(max(1, folds.count))
        rows.append([parts.text("mean"), "", PageParts.decimal(mean), "", ""])
        return .table(ReportTable(columns, rows))
    }

    // MARK: Characteristics

    private var byValue: [TrainedCharacteristic] {
        report.characteristics.sorted {
            $0.evidence.informationValue == $1.evidence.informationValue
                ? $0.name < $1.name : $0.evidence.informationValue > $1.evidence.informationValue
        }
    }

    private var characteristics: [ReportBlock] {
        let values = byValue.map {
            BarChart.Row(
                $0.name, PageParts.ppm($0.evidence.informationValue), note: PageParts.decimal($0.coefficient, 3))
        }
        var blocks: [ReportBlock] = [
            .bars(BarChart(parts.text("iv"), ChartAxis(parts.text("iv_axis"), decimals: 6), values))
        ]
        blocks += byValue.map { .bars(woe($0)) }
        for one in byValue where !one.milliPoints.isEmpty { blocks += [.text(one.name), points(one)] }
        return blocks
    }

    private func woe(_ one: TrainedCharacteristic) -> BarChart {
        let rows = one.evidence.rows.enumerated().map { index, row in
            BarChart.Row(
                one.layout.label(index), PageParts.ppm(row.woe),
                note: "\(PageParts.whole(row.good)) / \(PageParts.whole(row.bad))", colour: row.woe < 0 ? 1 : 0)
        }
        // A column of thousands of categories makes no picture.
        let shown = rows.count > 40 ? Array(rows.prefix(40)) : rows
        return BarChart(one.name, ChartAxis(parts.text("woe_axis"), decimals: 6), shown)
    }

    private func points(_ one: TrainedCharacteristic) -> ReportBlock {
        let columns: [ReportTable.Column] = [
            .init(parts.text("bin")), .init(parts.text("good_rows"), isNumber: true),
            .init(parts.text("bad_rows"), isNumber: true), .init("WoE", isNumber: true),
            .init(parts.text("points"), isNumber: true),
        ]
        let rows = one.evidence.rows.enumerated().map { index, row in
            [
                one.layout.label(index), PageParts.whole(row.good), PageParts.whole(row.bad),
                PageParts.decimal(row.woe), PageParts.whole(ScoreResult.wholePoints(one.milliPoints[index])),
            ]
        }
        return .table(ReportTable(columns, rows))
    }
}
