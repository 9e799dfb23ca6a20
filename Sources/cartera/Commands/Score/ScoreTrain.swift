import ArgumentParser
import FieldRules
import SyncClient

extension Binning: ExpressibleByArgument {}

struct ScoreTrain: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train", abstract: "Learn a scorecard from a CSV file whose outcomes are known.",
        discussion: """
            Every other column is a characteristic unless --characteristics names fewer; empty cells are missing.

            examples:
              cartera score train loans.csv --target outcome --bad defaulted --out card.yaml
              cartera score train loans.csv --target y --bad 1 --bins bins.yaml --folds 5 --json
              cartera score train loans.csv --target y --bad 1 --out-of-time month --from 2026-07
            """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "The CSV file, or - for standard input.", completion: .file(extensions: ["csv"])) var file: String
    @Option(help: "The column that says what became of each case.") var target: String
    @Option(help: "The value of that column that means bad.") var bad: String
    @Option(help: "The columns to learn from, separated by commas.") var characteristics: String?
    @Option(help: "A YAML file of bins; what it does not name is binned by the program.", completion: .file())
    var bins: String?
    @Option(help: "How the other characteristics are binned: optimal, quantile or each.") var binning = Binning.optimal
    @Option(help: "Write the card here.", completion: .file()) var out: String?
    @Option(help: "Write a page with plots here.", completion: .file()) var html: String?
    @Option(help: "The card's name.") var name = "scorecard"
    @Option(help: "The card's version.") var cardVersion = "1"
    @Option(help: "A penalty on large coefficients.") var ridge = 0.0
    @Option(help: "Cross-validate with so many folds.") var folds: Int?
    @Option(help: "Which rows make which fold.") var seed: UInt64 = 1
    @Option(help: "Learn from the rows before --from in this column, and test on the others.") var outOfTime: String?
    @Option(help: "The first value of --out-of-time that is tested on.") var from: String?

    func validate() throws {
        guard ridge >= 0, ridge.isFinite else { throw ValidationError("--ridge must not be negative.") }
        guard folds.map({ (2...100).contains($0) }) ?? true else { throw ValidationError("--folds is from 2 to 100.") }
        guard (outOfTime == nil) == (from == nil) else {
            throw ValidationError("--out-of-time and --from go together.")
        }
    }

    func run() async throws {
        let printer = Printer(global)
        let (report, folds, held) = try explainingScoring { try learn() }
        try write(report, folds, held)
        for warning in report.warnings { printer.warn(ScoreWarnings.text(warning, printer.language)) }
        if global.isJSON { return printer.out(report.json(folds: folds, outOfTime: held).text()) }
        TrainingTables(printer: printer).show(report, folds: folds, held: held)
    }

    private func write(_ report: TrainingReport, _ folds: [Validation.Fold]?, _ held: ScoreMeasures?) throws {
        var files: [(text: String, path: String)] = []
        if let out { files.append((report.card.text, out)) }
        if let html {
            let page = TrainingPage(parts: PageParts(global), report: report, folds: folds, held: held)
            files.append((page.html(), html))
        }
        try ScoreFiles.write(files)
    }

    private func learn() throws -> (TrainingReport, [Validation.Fold]?, ScoreMeasures?) {
        var options = TrainingOptions(target: Scorecard.Target(column: target, bad: bad))
        options.characteristics = characteristics.map { $0.split(separator: ",").map(String.init) }
        options.binning = binning
        options.ridge = ridge
        options.cardName = name
        options.cardVersion = cardVersion
        if let bins {
            options.bins = try BinsFile(try YAMLReader.read(try RulesFolder.text(of: bins), file: bins), file: bins)
        }
        let wanted = options.characteristics.map { Set($0 + [target, outOfTime].compactMap { $0 }) }
        let table = try ScoreFiles.table(file, wanted: wanted)
        if let outOfTime, let from {
            let split = try Validation.outOfTime(table, options, column: outOfTime, from: from)
            return (split.report, try crossValidate(table, options), split.held)
        }
        return (try ScorecardTrainer.train(table, options), try crossValidate(table, options), nil)
    }

    private func crossValidate(_ table: DataTable, _ options: TrainingOptions) throws -> [Validation.Fold]? {
        guard let folds else { return nil }
        var options = options
        if let outOfTime { options.excluded.insert(outOfTime) }
        var generator = ShuffleGenerator(seed: seed)
        return try Validation.crossValidate(table, options, folds: folds, using: &generator)
    }
}

/// What was learned, for people: tables with the decimals that matter.
private struct TrainingTables {
    let printer: Printer

    func show(_ report: TrainingReport, folds: [Validation.Fold]?, held: ScoreMeasures?) {
        let byValue = report.characteristics.sorted {
            $0.evidence.informationValue == $1.evidence.informationValue
                ? $0.name < $1.name : $0.evidence.informationValue > $1.evidence.informationValue
        }
        printer.show(items: byValue.map(summary), columns: ["characteristic", "iv", "iv_raw", "coefficient", "error"])
        for one in byValue {
            printer.out("\n\(one.name)")
            printer.show(items: bins(one), columns: ["bin", "good", "bad", "woe", "points"])
        }
        printer.out("")
        printer.show(measures("training", report.measures))
        printer.show([
            "intercept": ScoreText.decimal(report.intercept), "constant": points(report.card.constantMilliPoints),
            "auc_points": ScoreText.decimal(report.pointsRanking.auc), "swapped_pairs": JSONValue(report.swappedPairs),
        ])
        for (index, fold) in (folds ?? []).enumerated() {
            printer.show([
                "fold": JSONValue(index + 1), "auc": ScoreText.decimal(fold.ranking.auc),
                "ks": ScoreText.decimal(fold.ranking.ks),
            ])
        }
        if let held { printer.show(measures("out_of_time", held)) }
        showFit(held ?? report.measures)
    }

    /// Tenths of the rows that were held back, else of those that were learned from.
    private func showFit(_ measures: ScoreMeasures) {
        printer.out("")
        printer.show(
            items: measures.calibration.groups.map { group in
                [
                    "rows": JSONValue(group.rows), "mean_probability": ScoreText.decimal(group.meanProbability),
                    "bad_rate": ScoreText.decimal(group.badRate),
                ]
            }, columns: ["rows", "mean_probability", "bad_rate"])
        printer.out("")
        printer.show(
            items: measures.lift.rows.enumerated().map { index, row in
                [
                    "tenth": JSONValue(index + 1), "rows": JSONValue(row.rows), "bad": JSONValue(row.bad),
                    "captured_bad": ScoreText.decimal(row.capturedBad),
                    "cumulative_lift": ScoreText.decimal(row.cumulativeLift),
                ]
            }, columns: ["tenth", "rows", "bad", "captured_bad", "cumulative_lift"])
    }

    private func summary(_ one: TrainedCharacteristic) -> JSONValue {
        [
            "characteristic": .string(one.name), "iv": ScoreText.decimal(one.evidence.informationValue),
            "iv_raw": ScoreText.decimal(one.evidence.rawInformationValue),
            "coefficient": ScoreText.decimal(one.coefficient),
            "error": ScoreText.decimal(one.standardError),
        ]
    }

    private func bins(_ one: TrainedCharacteristic) -> [JSONValue] {
        one.evidence.rows.enumerated().map { index, row in
            [
                "bin": .string(one.layout.label(index)), "good": JSONValue(row.good), "bad": JSONValue(row.bad),
                "woe": ScoreText.decimal(row.woe),
                "points": one.milliPoints.isEmpty ? .null : points(one.milliPoints[index]),
            ]
        }
    }

    private func measures(_ rows: String, _ measures: ScoreMeasures) -> JSONValue {
        [
            "measured_on": .string(rows), "rows": JSONValue(measures.rows), "bad": JSONValue(measures.bad),
            "auc": ScoreText.decimal(measures.ranking.auc), "gini": ScoreText.decimal(measures.ranking.gini),
            "ks": ScoreText.decimal(measures.ranking.ks), "brier": ScoreText.decimal(measures.calibration.brier),
            "hosmer_lemeshow": ScoreText.decimal(measures.calibration.hosmerLemeshow),
            "hosmer_lemeshow_p": ScoreText.decimal(measures.calibration.hosmerLemeshowP),
        ]
    }

    private func points(_ milliPoints: Int) -> JSONValue { JSONValue(ScoreResult.wholePoints(milliPoints)) }
}
