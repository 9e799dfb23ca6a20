import ArgumentParser
import FieldRules
import SyncClient

struct ScoreMonitor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "monitor", abstract: "Whether the cases of now are those that a card learned from.",
        discussion: """
            The population stability index of each characteristic and of the score, with the bound of chance; with
            outcomes also the drift of KS and of the probabilities.

            examples:
              cartera score monitor card.yaml october.csv
              cartera score monitor card.yaml october.csv --target outcome --bad defaulted --html monitor.html
            """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "A scorecard.", completion: .file(extensions: ["yaml"])) var card: String
    @Argument(help: "The CSV file, or - for standard input.", completion: .file(extensions: ["csv"])) var file: String
    @OptionGroup var known: KnownOutcome
    @Option(help: "Write a page with plots here.", completion: .file()) var html: String?

    func run() async throws {
        let printer = Printer(global)
        let (card, monitoring) = try explainingScoring { try monitor() }
        if let html {
            let page = MonitoringPage(parts: PageParts(global), card: card, monitoring: monitoring).html()
            try ScoreFiles.write([(page, html)])
        }
        if global.isJSON { return printer.out(monitoring.json(card).text()) }
        show(monitoring, printer)
    }

    private func monitor() throws -> (Scorecard, Monitoring) {
        let card = try ScoreFiles.card(card)
        let table = try ScoreFiles.sample(file, wanted: Set(card.characteristics.map(\.name) + known.columns), global)
        return (card, try Monitoring(card, table, try known.outcome(table)))
    }

    private func show(_ monitoring: Monitoring, _ printer: Printer) {
        let lines =
            [("", monitoring.drift.total)] + monitoring.drift.characteristics.map { ($0.name, $0.stability) }
        let items = lines.map { name, one -> JSONValue in
            [
                "characteristic": name.isEmpty ? .string(printer.text("page_total")) : .string(name),
                "psi": ScoreText.decimal(one.index), "chance_bound": ScoreText.decimal(one.chanceBound),
                "verdict": .string(one.verdict.rawValue),
            ]
        }
        printer.show(items: items, columns: ["characteristic", "psi", "chance_bound", "verdict"])
        guard let outcomes = monitoring.outcomes else { return }
        printer.out("")
        printer.show([
            "auc": ScoreText.decimal(outcomes.measures.ranking.auc),
            "ks": ScoreText.decimal(outcomes.measures.ranking.ks),
            "ks_trained": ScoreText.decimal(outcomes.trainedKS), "ks_now": ScoreText.decimal(outcomes.tenthsKS),
            "observed_to_expected": ScoreText.decimal(outcomes.observedToExpected),
            "hosmer_lemeshow": ScoreText.decimal(outcomes.measures.calibration.hosmerLemeshow),
            "hosmer_lemeshow_p": ScoreText.decimal(outcomes.measures.calibration.hosmerLemeshowP),
            "verdict": .string(outcomes.calibration.rawValue),
        ])
    }
}
