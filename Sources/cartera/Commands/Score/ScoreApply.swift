import ArgumentParser
import FieldRules
import SyncClient

struct ScoreApply: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply", abstract: "The points of every row of a CSV file, with their reasons.",
        discussion: """
            A row is named by its number as a spreadsheet counts (the header is row 1), or by the column given with --id.
            Rows are scored as they are read, whatever the size of the file; a file is checked to its end before
            anything is printed, what comes from a pipe is not.

            examples:
              cartera score apply card.yaml loans.csv --id loan
              cartera score apply card.yaml loans.csv --json
            """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "A scorecard.", completion: .file(extensions: ["yaml"])) var card: String
    @Argument(help: "The CSV file, or - for standard input.", completion: .file(extensions: ["csv"])) var file: String
    @Option(help: "A column that names the rows.") var id: String?

    func run() async throws {
        let card = try explainingScoring { try ScoreFiles.card(self.card) }
        let source = try FileSource(file)
        defer { source.close() }
        if source.isRegular {
            try score(card, source) { _ in }
            source.rewind()
        }
        var listing = ScoreListing(printer: Printer(global))
        try score(card, source) { try listing.take($0) }
        try listing.finish()
    }

    private func score(_ card: Scorecard, _ source: FileSource, _ body: (RowScorer.Scored) throws -> Void) throws {
        var scorer = RowScorer(card, id: id)
        var problem: (any Error)?
        func take(_ row: RowScorer.Scored) throws(ScoringFailure) {
            do { try body(row) } catch { problem = problem ?? error }
        }
        try explainingScoring {
            while problem == nil, let piece = try source.next() { try scorer.read(piece, take) }
            try scorer.finish(take)
        }
        if let problem { throw problem }
    }
}

/// Scored rows on standard output as they come: one JSON document, or tables whose columns fit so many rows at a time.
private struct ScoreListing {
    let printer: Printer
    private var waiting: [JSONValue] = []
    private var isFirst = true

    private static let rowsAtATime = 1_000
    private static let columns = ["row", "id", "points", "probability_ppm", "reasons"]

    init(printer: Printer) { self.printer = printer }

    mutating func take(_ row: RowScorer.Scored) throws {
        waiting.append(Self.item(row))
        if waiting.count == Self.rowsAtATime { try flush() }
    }

    mutating func finish() throws {
        try flush()
        if printer.isJSON { try FileSink.standardOutput.write(Array("\n]}\n".utf8)) }
        try FileSink.standardOutput.finish()
    }

    private mutating func flush() throws {
        guard !waiting.isEmpty else { return }
        let text: String
        if printer.isJSON {
            let lines = waiting.map { $0.text(indent: false) }.joined(separator: ",\n")
            text = (isFirst ? "{\"items\":[\n" : ",\n") + lines
        } else {
            let table = printer.table(waiting, columns: Self.columns)
            let heading = table.firstIndex(of: "\n") ?? table.startIndex
            text = isFirst ? table + "\n" : table[heading...].dropFirst() + "\n"
        }
        try FileSink.standardOutput.write(Array(text.utf8))
        waiting.removeAll(keepingCapacity: true)
        isFirst = false
    }

    private static func item(_ row: RowScorer.Scored) -> JSONValue {
        var item: JSONValue = ["row": JSONValue(row.row)]
        if let id = row.id { item = item.adding("id", .text(id)) }
        item = item.adding("points", JSONValue(row.result.points))
            .adding("milli_points", JSONValue(row.result.milliPoints))
            .adding("probability_ppm", JSONValue(row.result.probabilityPpm))
        if let amount = row.result.amount { item = item.adding("amount_minor", JSONValue(amount)) }
        return item.adding("reasons", JSONValue(row.result.reasons.map(\.characteristic)))
    }
}
