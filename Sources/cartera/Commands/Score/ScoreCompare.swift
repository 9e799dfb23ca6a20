import ArgumentParser
import FieldRules
import SyncClient

struct ScoreCompare: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare", abstract: "A challenger against a champion, on rows whose outcomes are known.",
        discussion: """
            Both cards favour the same share of the rows (--share); the swap set is who changes sides.

            examples:
              cartera score compare card.yaml new.yaml loans.csv --target outcome --bad defaulted
              cartera score compare card.yaml new.yaml loans.csv --target y --bad 1 --html compare.html
            """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "The scorecard in use.", completion: .file(extensions: ["yaml"])) var champion: String
    @Argument(help: "The scorecard that may follow it.", completion: .file(extensions: ["yaml"])) var challenger: String
    @Argument(help: "The CSV file, or - for standard input.", completion: .file(extensions: ["csv"])) var file: String
    @Option(help: "The column that says what became of each case.") var target: String
    @Option(help: "The value of that column that means bad.") var bad: String
    @Option(help: "The share of rows that each card favours, in per cent.") var share = 50
    @Option(help: "Write a page with plots here.", completion: .file()) var html: String?

    func validate() throws {
        guard (1...99).contains(share) else { throw ValidationError("--share is from 1 to 99.") }
    }

    func run() async throws {
        let printer = Printer(global)
        let comparison = try explainingScoring { try compare() }
        if let html {
            let page = ComparisonPage(parts: PageParts(global), comparison: comparison).html()
            try ScoreFiles.write([(page, html)])
        }
        if global.isJSON { return printer.out(comparison.json().text()) }
        show(comparison, printer)
    }

    private func compare() throws -> CardComparison {
        let cards = (try ScoreFiles.card(champion), try ScoreFiles.card(challenger))
        let names = [cards.0, cards.1].flatMap { $0.characteristics.map(\.name) } + [target]
        let table = try ScoreFiles.sample(file, wanted: Set(names), global)
        let outcome = try BinaryOutcome(table, target: Scorecard.Target(column: target, bad: bad))
        return try CardComparison(
            champion: cards.0, challenger: cards.1, table, outcome, favouredShare: share)
    }

    private func show(_ comparison: CardComparison, _ printer: Printer) {
        let sides = [("champion", comparison.champion), ("challenger", comparison.challenger)]
        let items = sides.map { role, side -> JSONValue in
            [
                "role": .string(role), "scorecard": .string(side.card.name), "version": .string(side.card.version),
                "auc": ScoreText.decimal(side.measures.ranking.auc), "ks": ScoreText.decimal(side.measures.ranking.ks),
                "brier": ScoreText.decimal(side.measures.calibration.brier),
                "cut_off": JSONValue(ScoreResult.wholePoints(side.cutOffMilliPoints)),
            ]
        }
        printer.show(items: items, columns: ["role", "scorecard", "version", "auc", "ks", "brier", "cut_off"])
        printer.out("")
        let interval = comparison.interval
        printer.show([
            "auc_difference": ScoreText.decimal(comparison.difference), "low": ScoreText.decimal(interval.lowerBound),
            "high": ScoreText.decimal(interval.upperBound), "settled": .bool(comparison.isSettled),
        ])
        printer.out("")
        let swaps = [
            ("both", comparison.favouredByBoth), ("champion", comparison.onlyByChampion),
            ("challenger", comparison.onlyByChallenger), ("neither", comparison.favouredByNeither),
        ]
        printer.show(
            items: swaps.map { name, swap in
                [
                    "favoured_by": .string(name), "rows": JSONValue(swap.rows), "bad": JSONValue(swap.bad),
                    "bad_rate": swap.rows == 0 ? .string("-") : ScoreText.decimal(swap.badRate),
                ]
            }, columns: ["favoured_by", "rows", "bad", "bad_rate"])
    }
}
