extension CardComparison {
    package func json() -> ReportJSON {
        .map([
            ("champion", CardComparison.json(champion)), ("challenger", CardComparison.json(challenger)),
            (
                "auc_difference",
                .map([
                    ("value", .decimal(difference)), ("standard_error", .decimal(standardError)),
                    ("low", .decimal(interval.lowerBound)), ("high", .decimal(interval.upperBound)),
                    ("settled", .flag(isSettled)),
                ])
            ),
            (
                "swap_set",
                .map([
                    ("both", CardComparison.json(favouredByBoth)),
                    ("champion_only", CardComparison.json(onlyByChampion)),
                    ("challenger_only", CardComparison.json(onlyByChallenger)),
                    ("neither", CardComparison.json(favouredByNeither)),
                ])
            ),
        ])
    }

    private static func json(_ side: Side) -> ReportJSON {
        .map(
            side.card.names + side.measures.entries + [("cut_off_milli_points", .whole(side.cutOffMilliPoints))])
    }

    private static func json(_ swap: Swap) -> ReportJSON {
        .map([("rows", .whole(swap.rows)), ("bad", .whole(swap.bad)), ("bad_rate", .decimal(swap.badRate))])
    }
}

extension Scorecard {
    fileprivate var names: [(key: String, value: ReportJSON)] {
        [("scorecard", .string(name)), ("version", .string(version))]
    }
}

extension Monitoring {
    package func json(_ card: Scorecard) -> ReportJSON {
        var entries = card.names
        entries += [
            ("rows", .whole(rows)), ("trained_rows", .whole(card.training.rows)),
            ("psi", Monitoring.json(drift.total)),
            ("characteristics", .map(drift.characteristics.map { ($0.name, Monitoring.json($0)) })),
            ("tenths", .list(tenths.map(Monitoring.json))),
        ]
        if let outcomes {
            entries += [
                (
                    "ks_drift",
                    .map([
                        ("trained", .decimal(outcomes.trainedKS)), ("now", .decimal(outcomes.tenthsKS)),
                        ("change", .decimal(outcomes.tenthsKS - outcomes.trainedKS)),
                    ])
                ),
                (
                    "calibration_drift",
                    .map([
                        ("observed_to_expected", .decimal(outcomes.observedToExpected)),
                        ("verdict", .string(outcomes.calibration.rawValue)),
                    ])
                ),
                ("measures", .map(outcomes.measures.entries)),
            ]
        }
        return .map(entries)
    }

    private static func json(_ stability: Stability) -> ReportJSON {
        .map([
            ("psi", .decimal(stability.index)), ("chance_bound", .decimal(stability.chanceBound)),
            ("verdict", .string(stability.verdict.rawValue)),
        ])
    }

    private static func json(_ drift: Scorecard.CharacteristicDrift) -> ReportJSON {
        let bins = drift.bins.indices.map { index in
            ReportJSON.map([
                ("bin", .string(drift.bins[index])), ("trained", .whole(drift.expected[index])),
                ("now", .whole(drift.actual[index])),
            ])
        }
        return .map([
            ("psi", .decimal(drift.stability.index)), ("chance_bound", .decimal(drift.stability.chanceBound)),
            ("verdict", .string(drift.stability.verdict.rawValue)), ("bins", .list(bins)),
        ])
    }

    private static func json(_ tenth: Tenth) -> ReportJSON {
        .map([
            ("from_milli_points", .whole(tenth.fromMilliPoints)), ("trained_rows", .whole(tenth.trainedRows)),
            ("trained_bad", .whole(tenth.trainedBad)), ("rows", .whole(tenth.rows)),
            ("bad", tenth.bad.map { .whole($0) } ?? .null),
        ])
    }
}

extension Fairness {
    package func json(_ card: Scorecard, column: String) -> ReportJSON {
        .map(
            card.names + [
                ("group", .string(column)), ("cut_off_milli_points", .whole(cutOffMilliPoints)),
                ("groups", .list(groups.map(Fairness.json))),
            ])
    }

    private static func json(_ group: Group) -> ReportJSON {
        .map([
            ("name", group.name.map { .string($0) } ?? .null), ("rows", .whole(group.rows)),
            ("favoured", .whole(group.favoured)), ("favoured_rate", .decimal(group.favouredRate)),
            ("adverse_impact_ratio", .decimal(group.impactRatio)),
            ("mean_probability", .decimal(group.meanProbability)),
            ("bad", group.bad.map { .whole($0) } ?? .null),
            ("bad_rate", group.badRate.map { .decimal($0) } ?? .null),
            ("bad_rate_low", group.badRateInterval.map { .decimal($0.lowerBound) } ?? .null),
            ("bad_rate_high", group.badRateInterval.map { .decimal($0.upperBound) } ?? .null),
            ("large_enough", .flag(group.isLargeEnough)), ("disadvantaged", .flag(group.isDisadvantaged)),
            ("miscalibrated", .flag(group.isMiscalibrated)),
        ])
    }
}
