import ArgumentParser
import FieldRules
import SyncClient

struct ScoreFairness: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fairness", abstract: "Whether a card favours some groups of people.",
        discussion: """
            The group is a column that the card must not read. A row is favoured from --cut-off points on (default: the
            points that half of the rows reach). Groups of fewer than \(Fairness.fewestRows) rows are shown, not judged.

            examples:
              cartera score fairness card.yaml loans.csv --group region --target outcome --bad defaulted
              cartera score fairness card.yaml loans.csv --group age --edges 26,35,60 --cut-off 580 --html fair.html
            """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "A scorecard.", completion: .file(extensions: ["yaml"])) var card: String
    @Argument(help: "The CSV file, or - for standard input.", completion: .file(extensions: ["csv"])) var file: String
    @Option(help: "The column that says who is in which group.") var group: String
    @Option(help: "Ranges of a column of numbers, such as 26,35.") var edges: String?
    @Option(parsing: .unconditional, help: "Points from which a row is favoured.") var cutOff: Int?
    @OptionGroup var known: KnownOutcome
    @Option(help: "Write a page with plots here.", completion: .file()) var html: String?

    func validate() throws {
        if let cutOff, !(-1_000_000...1_000_000).contains(cutOff) {
            throw ValidationError("--cut-off is in points, such as 580.")
        }
    }

    func run() async throws {
        let printer = Printer(global)
        let (card, fairness) = try explainingScoring { try judge() }
        if let html {
            let page = FairnessPage(parts: PageParts(global), card: card, column: group, fairness: fairness).html()
            try ScoreFiles.write([(page, html)])
        }
        if global.isJSON { return printer.out(fairness.json(card, column: group).text()) }
        show(fairness, printer)
    }

    private func judge() throws -> (Scorecard, Fairness) {
        let card = try ScoreFiles.card(card)
        let table = try ScoreFiles.sample(
            file, wanted: Set(card.characteristics.map(\.name) + [group] + known.columns), global)
        let points = try table.milliPoints(of: card)
        let cut = cutOff.map { $0 * 1000 } ?? CardComparison.cutOff(points, favouredShare: 50)
        let ranges = try (edges ?? "").split(separator: ",").map { text -> ScoreNumber in
            guard let edge = ScoreNumber(String(text)) else {
                throw ScoringFailure(.badValue, "\(text) is not a number; --edges takes numbers such as 26,35")
            }
            return edge
        }
        let fairness = try Fairness(
            card, table, groups: group, edges: ranges, cutOffMilliPoints: cut, outcome: try known.outcome(table))
        return (card, fairness)
    }

    private func show(_ fairness: Fairness, _ printer: Printer) {
        printer.show(["cut_off": JSONValue(ScoreResult.wholePoints(fairness.cutOffMilliPoints))])
        printer.out("")
        let items = fairness.groups.map { one -> JSONValue in
            [
                "group": .string(one.name ?? printer.text("page_empty")), "rows": JSONValue(one.rows),
                "favoured_rate": ScoreText.decimal(one.favouredRate),
                "adverse_impact_ratio": ScoreText.decimal(one.impactRatio),
                "mean_probability": ScoreText.decimal(one.meanProbability), "bad_rate": ScoreText.decimal(one.badRate),
                "disadvantaged": .bool(one.isDisadvantaged), "miscalibrated": .bool(one.isMiscalibrated),
            ]
        }
        printer.show(
            items: items,
            columns: [
                "group", "rows", "favoured_rate", "adverse_impact_ratio", "mean_probability", "bad_rate",
                "disadvantaged", "miscalibrated",
            ])
    }
}
