import ArgumentParser
import FieldRules
import SyncClient

struct ScoreApply: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply", abstract: "The points of every row of a CSV file, with their reasons.",
        discussion: """
            A row is named by its number as a spreadsheet counts (the header is row 1), or by the column given with --id.

            examples:
              cartera score apply card.yaml loans.csv --id loan
              cartera score apply card.yaml loans.csv --json
            """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "A scorecard.", completion: .file(extensions: ["yaml"])) var card: String
    @Argument(help: "The CSV file, or - for standard input.", completion: .file(extensions: ["csv"])) var file: String
    @Option(help: "A column that names the rows.") var id: String?

    func run() async throws {
        let items = try explainingScoring { try scored() }
        Printer(global).show(items: items, columns: ["row", "id", "points", "probability_ppm", "reasons"])
    }

    private func scored() throws -> [JSONValue] {
        let card = try ScoreFiles.card(card)
        let names = card.characteristics.map(\.name)
        let table = try ScoreFiles.table(file, wanted: Set(names + [id].compactMap { $0 }))
        let columns = try names.map { try usable($0, table) }
        let naming = try id.map { try usable($0, table) }
        return (0..<table.rows).map { row in
            let bins = zip(card.characteristics, columns).map { $0.layout.bin(of: $1.fact(row)) }
            return item(row, card.evaluate(inBins: bins), naming)
        }
    }

    private func usable(_ name: String, _ table: DataTable) throws -> DataTable.Column {
        let column = try table.column(name)
        if let failure = column.freeTextFailure { throw failure }
        return column
    }

    private func item(_ row: Int, _ result: ScoreResult, _ naming: DataTable.Column?) -> JSONValue {
        var item: JSONValue = ["row": JSONValue(row + DataTable.firstRow)]
        if let naming { item = item.adding("id", ScoreExplain.shown(naming.fact(row))) }
        item = item.adding("points", JSONValue(result.points)).adding("milli_points", JSONValue(result.milliPoints))
            .adding("probability_ppm", JSONValue(result.probabilityPpm))
        if let amount = result.amount { item = item.adding("amount_minor", JSONValue(amount)) }
        return item.adding("reasons", JSONValue(result.reasons.map(\.characteristic)))
    }
}
