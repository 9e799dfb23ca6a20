import FieldRules

/// What the pages of the score commands share: their words, their numbers and the usual plots.
struct PageParts {
    let language: GlobalOptions.Language

    init(_ options: GlobalOptions) { language = options.chosenLanguage }

    func text(_ key: String, _ values: String...) -> String { Texts.sentence("page_\(key)", values, language) }

    func page(_ title: String, _ subtitle: String, _ sections: [ReportPage.Section]) -> String {
        ReportPage(language: language.rawValue, title: title, subtitle: subtitle, sections).html()
    }

    // MARK: Numbers

    static func whole(_ value: Int) -> String { ChartAxis("").text(value) }

    static func scaled(_ value: Double, _ perOne: Double) -> Int {
        value.isFinite ? Int(max(-1e13, min(1e13, (value * perOne).rounded()))) : 0
    }

    static func ppm(_ value: Double) -> Int { scaled(value, 1e6) }

    /// A dash for what is not known or not finite.
    static func decimal(_ value: Double?, _ digits: Int = 4) -> String {
        guard let value, value.isFinite, abs(value) < 1e9 else { return "–" }
        var perOne = 1.0
        for _ in 0..<digits { perOne *= 10 }
        return ChartAxis("", decimals: digits).text(scaled(value, perOne))
    }

    static func percent(_ value: Double?) -> String {
        guard let value, value.isFinite else { return "–" }
        return ChartAxis("", decimals: 2, unit: "%").text(scaled(value, 1e4))
    }

    func measures(_ measures: ScoreMeasures) -> ReportBlock {
        .figures([
            ReportFigure(text("rows"), Self.whole(measures.rows)),
            ReportFigure(text("bad_rate"), Self.percent(Double(measures.bad) / Double(max(1, measures.rows)))),
            ReportFigure("AUC", Self.decimal(measures.ranking.auc)),
            ReportFigure("Gini", Self.decimal(measures.ranking.gini)),
            ReportFigure("KS", Self.decimal(measures.ranking.ks)),
            ReportFigure("Brier", Self.decimal(measures.calibration.brier)),
            ReportFigure("Hosmer–Lemeshow p", Self.decimal(measures.calibration.hosmerLemeshowP)),
        ])
    }

    // MARK: Plots

    private func share(_ title: String) -> ChartAxis {
        ChartAxis(title, decimals: 4, unit: "%", range: 0...1_000_000)
    }

    func roc(_ curves: [(name: String, curves: RankingCurves)]) -> ReportBlock {
        var series = curves.enumerated().map { index, one in
            ChartSeries(one.name, .line, one.curves.points.map { ChartPoint($0.good, $0.bad) }, colour: index)
        }
        let diagonal = [ChartPoint(0, 0), ChartPoint(1_000_000, 1_000_000)]
        series.append(ChartSeries(text("chance"), .reference, diagonal))
        return .chart(Chart(text("roc"), x: share(text("good_found")), y: share(text("bad_found")), series))
    }

    func ks(_ curves: RankingCurves) -> ReportBlock {
        let widest = curves.widest
        let series = [
            ChartSeries(text("bad_rows"), .line, curves.points.map { ChartPoint($0.rows, $0.bad) }, colour: 1),
            ChartSeries(text("good_rows"), .line, curves.points.map { ChartPoint($0.rows, $0.good) }, colour: 0),
            ChartSeries("KS", .reference, [ChartPoint(widest.rows, widest.good), ChartPoint(widest.rows, widest.bad)]),
        ]
        return .chart(Chart(text("ks"), x: share(text("rows_from_risk")), y: share(text("share_found")), series))
    }

    func calibration(_ calibrations: [(name: String, calibration: Calibration)]) -> ReportBlock {
        var most = 10_000
        var series = calibrations.enumerated().map { index, one in
            let points = one.calibration.groups.map { group -> ChartPoint in
                let interval = Wilson.interval(group.bad, of: group.rows)
                let (low, high) = (Self.ppm(interval.lowerBound), Self.ppm(interval.upperBound))
                most = max(most, high, Self.ppm(group.meanProbability))
                return ChartPoint(Self.ppm(group.meanProbability), Self.ppm(group.badRate), interval: low...high)
            }
            return ChartSeries(one.name, .dots, points, colour: index)
        }
        most = min(1_000_000, (most / 100_000 + 1) * 100_000)
        series.append(ChartSeries(text("true_line"), .reference, [ChartPoint(0, 0), ChartPoint(most, most)]))
        let axis = { (title: String) in ChartAxis(title, decimals: 4, unit: "%", range: 0...most) }
        return .chart(
            Chart(text("calibration"), x: axis(text("foreseen")), y: axis(text("happened")), series))
    }

    func distribution(_ distribution: ScoreDistribution, hasOutcome: Bool = true) -> ReportBlock {
        let bands = distribution.bands
        let (good, bad) = (bands.reduce(0) { $0 + $1.good }, bands.reduce(0) { $0 + $1.bad })
        func bars(_ name: String, _ colour: Int, _ all: Int, _ count: (ScoreDistribution.Band) -> Int) -> ChartSeries {
            let points = bands.enumerated().map { index, band in
                ChartPoint(index, all == 0 ? 0 : count(band) * 1_000_000 / all)
            }
            return ChartSeries(name, .bars, points, colour: colour)
        }
        let names = bands.map { Self.whole($0.from) }
        let series =
            hasOutcome
            ? [bars(text("good_rows"), 0, good) { $0.good }, bars(text("bad_rows"), 1, bad) { $0.bad }]
            : [bars(text("rows"), 0, good + bad) { $0.good + $0.bad }]
        return .chart(
            Chart(
                text("distribution"), x: ChartAxis(text("points_from", Self.whole(distribution.width)), names: names),
                y: ChartAxis(text("share_of_class"), decimals: 4, unit: "%"), series))
    }

    // MARK: Tables

    func lift(_ lift: LiftTable) -> ReportBlock {
        let columns: [ReportTable.Column] = [
            .init(text("tenth"), isNumber: true), .init(text("rows"), isNumber: true),
            .init(text("bad_rows"), isNumber: true), .init(text("bad_rate"), isNumber: true),
            .init(text("captured"), isNumber: true), .init(text("lift"), isNumber: true),
        ]
        let rows = lift.rows.enumerated().map { index, row in
            [
                "\(index + 1)", Self.whole(row.rows), Self.whole(row.bad),
                Self.percent(Double(row.bad) / Double(max(1, row.rows))), Self.percent(row.capturedBad),
                Self.decimal(row.cumulativeLift, 2),
            ]
        }
        return .table(ReportTable(columns, rows))
    }

    func calibrationTable(_ calibration: Calibration) -> ReportBlock {
        let columns: [ReportTable.Column] = [
            .init(text("rows"), isNumber: true), .init(text("foreseen"), isNumber: true),
            .init(text("happened"), isNumber: true), .init(text("interval95"), isNumber: true),
        ]
        let rows = calibration.groups.map { group in
            let interval = Wilson.interval(group.bad, of: group.rows)
            return [
                Self.whole(group.rows), Self.percent(group.meanProbability), Self.percent(group.badRate),
                "\(Self.percent(interval.lowerBound)) – \(Self.percent(interval.upperBound))",
            ]
        }
        return .table(ReportTable(columns, rows))
    }
}
