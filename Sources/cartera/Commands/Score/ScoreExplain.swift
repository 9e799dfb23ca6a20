import ArgumentParser
import FieldRules
import SyncClient

struct ScoreExplain: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "How one row of a CSV file comes to its points.",
        discussion: "example:\n  cartera score explain card.yaml loans.csv --row 2")

    @OptionGroup var global: GlobalOptions
    @Argument(help: "A scorecard.", completion: .file(extensions: ["yaml"])) var card: String
    @Argument(help: "The CSV file, or - for standard input.", completion: .file(extensions: ["csv"])) var file: String
    @Option(help: "The row as a spreadsheet counts: the first below the header is 2.") var row = DataTable.firstRow

    func run() async throws {
        let printer = Printer(global)
        let (head, lines) = try explainingScoring { try explain() }
        if global.isJSON { return printer.show(head.adding("characteristics", .array(lines))) }
        printer.show(head)
        printer.out("")
        printer.show(items: lines, columns: ["characteristic", "value", "bin", "milli_points", "shortfall"])
    }

    private func explain() throws -> (head: JSONValue, lines: [JSONValue]) {
        let card = try ScoreFiles.card(card)
        let names = card.characteristics.map(\.name)
        let table = try ScoreFiles.table(file, wanted: Set(names), mostCells: .max)
        let index = row - DataTable.firstRow
        guard (0..<table.rows).contains(index) else {
            throw ScoringFailure(.badValue, "there are rows \(DataTable.firstRow) to \(table.rows + 1)", row: row)
        }
        var facts: [String: ScoreFact] = [:]
        for name in names { facts[name] = try table.column(name).fact(index) }
        let result = card.evaluate { facts[$0] ?? .missing }
        let lines = card.explain { facts[$0] ?? .missing }.map { line -> JSONValue in
            [
                "characteristic": .string(line.characteristic),
                "value": Self.shown(facts[line.characteristic] ?? .missing),
                "bin": .string(line.bin), "milli_points": JSONValue(line.milliPoints),
                "best_milli_points": JSONValue(line.bestMilliPoints), "shortfall": JSONValue(line.shortfallMilliPoints),
            ]
        }
        let head: JSONValue = [
            "scorecard": .string(card.name), "version": .string(card.version), "row": JSONValue(row),
            "points": JSONValue(result.points), "milli_points": JSONValue(result.milliPoints),
            "probability_ppm": JSONValue(result.probabilityPpm),
            "constant_milli_points": JSONValue(card.constantMilliPoints),
            "reasons": JSONValue(result.reasons.map(\.characteristic)),
        ]
        return (head, lines)
    }

    static func shown(_ fact: ScoreFact) -> JSONValue {
        switch fact {
        case .missing: .null
        case .number(let number): .string(number.description)
        case .text(let text): .string(text)
        }
    }
}
