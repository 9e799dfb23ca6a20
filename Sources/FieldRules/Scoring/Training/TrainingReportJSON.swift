extension TrainingReport {
    /// What was learned, under the keys that scripts read.
    package func json(folds: [Validation.Fold]? = nil, outOfTime: ScoreMeasures? = nil) -> ReportJSON {
        var entries: [(key: String, value: ReportJSON)] = [
            ("scorecard", .string(card.name)), ("version", .string(card.version)),
            ("target", .map([("column", .string(card.target.column)), ("bad", .string(card.target.bad))])),
            ("iv", perCharacteristic { .decimal($0.evidence.informationValue) }),
            ("iv_raw", perCharacteristic { $0.evidence.rawInformationValue.map { .decimal($0) } ?? .null }),
            ("woe", perCharacteristic(woeTable)),
            ("coefficients", coefficients), ("standard_errors", standardErrors),
            ("points", perCharacteristic(pointsTable)),
            ("constant", points(card.constantMilliPoints)),
        ]
        entries += measures.entries
        entries += [
            ("auc_points", .decimal(pointsRanking.auc)), ("swapped_pairs", .whole(swappedPairs)),
            ("iterations", .whole(regression.iterations)), ("ridge", .decimal(regression.ridge)),
            ("warnings", .list(warnings.map(\.json))),
        ]
        if let folds { entries.append(("cross_validation", TrainingReport.crossValidation(folds))) }
        if let outOfTime { entries.append(("out_of_time", .map(outOfTime.entries))) }
        return .map(entries)
    }

    private func perCharacteristic(_ value: (TrainedCharacteristic) -> ReportJSON) -> ReportJSON {
        .map(characteristics.map { ($0.name, value($0)) })
    }

    private var coefficients: ReportJSON {
        .map([("intercept", .decimal(intercept))] + inModel.map { ($0.name, .decimal($0.coefficient ?? 0)) })
    }

    private var standardErrors: ReportJSON {
        let ofIntercept = regression.standardErrors.first ?? .nan
        return .map(
            [("intercept", .decimal(ofIntercept))] + inModel.map { ($0.name, .decimal($0.standardError ?? .nan)) })
    }

    private var inModel: [TrainedCharacteristic] { characteristics.filter { $0.coefficient != nil } }

    private func woeTable(_ one: TrainedCharacteristic) -> ReportJSON {
        .list(
            one.evidence.rows.enumerated().map { index, row in
                .map([
                    ("bin", .string(one.layout.label(index))), ("good", .whole(row.good)), ("bad", .whole(row.bad)),
                    ("woe", .decimal(row.woe)), ("iv", .decimal(row.value)), ("smoothed", .flag(row.isSmoothed)),
                ])
            })
    }

    private func pointsTable(_ one: TrainedCharacteristic) -> ReportJSON {
        .list(
            one.milliPoints.enumerated().map { index, points in
                .map([
                    ("bin", .string(one.layout.label(index))), ("points", .whole(ScoreResult.wholePoints(points))),
                    ("milli_points", .whole(points)),
                ])
            })
    }

    private func points(_ milliPoints: Int) -> ReportJSON {
        .map([("points", .whole(ScoreResult.wholePoints(milliPoints))), ("milli_points", .whole(milliPoints))])
    }

    private static func crossValidation(_ folds: [Validation.Fold]) -> ReportJSON {
        let mean = folds.reduce(0) { $0 + $1.ranking.auc } / Double(max(1, folds.count))
        let rows = folds.map { fold -> ReportJSON in
            .map([
                ("rows", .whole(fold.rows)), ("auc", .decimal(fold.ranking.auc)), ("ks", .decimal(fold.ranking.ks)),
                ("brier", .decimal(fold.brier)),
            ])
        }
        return .map([("auc", .decimal(mean)), ("folds", .list(rows))])
    }
}

extension TrainingWarning {
    fileprivate var json: ReportJSON {
        .map([
            ("code", .string(code.rawValue)), ("characteristic", characteristic.map { .string($0) } ?? .null),
            ("message", .string(message)),
        ])
    }
}

extension ScoreMeasures {
    var entries: [(key: String, value: ReportJSON)] {
        let fit = calibration
        return [
            ("rows", .whole(rows)), ("good", .whole(rows - bad)), ("bad", .whole(bad)),
            ("auc", .decimal(ranking.auc)), ("gini", .decimal(ranking.gini)), ("ks", .decimal(ranking.ks)),
            ("brier", .decimal(fit.brier)),
            (
                "hosmer_lemeshow",
                .map([
                    ("statistic", .decimal(fit.hosmerLemeshow)), ("degrees", .whole(fit.degreesOfFreedom)),
                    ("p", fit.hosmerLemeshowP.map { .decimal($0) } ?? .null),
                ])
            ),
            ("calibration", .list(fit.groups.map(calibrationRow))), ("lift", .list(lift.rows.map(liftRow))),
        ]
    }

    private func calibrationRow(_ group: Calibration.Group) -> ReportJSON {
        .map([
            ("rows", .whole(group.rows)), ("bad", .whole(group.bad)), ("bad_rate", .decimal(group.badRate)),
            ("mean_probability", .decimal(group.meanProbability)),
        ])
    }

    private func liftRow(_ row: LiftTable.Row) -> ReportJSON {
        .map([
            ("rows", .whole(row.rows)), ("bad", .whole(row.bad)), ("captured_bad", .decimal(row.capturedBad)),
            ("cumulative_lift", .decimal(row.cumulativeLift)),
        ])
    }
}
