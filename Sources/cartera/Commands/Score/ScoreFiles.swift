import FieldRules
internal import Foundation
import SyncClient

/// The files of the score commands.
enum ScoreFiles {
    /// A CSV file as a table, read piece by piece; `-` is standard input.
    static func table(
        _ path: String, wanted: Set<String>?, mostCells: Int = ScoringLimits.mostCells
    ) throws -> DataTable {
        var builder = DataTableBuilder(wanted: wanted, mostCells: mostCells)
        try pieces(path) { try builder.read($0) }
        return try builder.finish()
    }

    /// The same, and says so where only a share of the rows fits.
    static func sample(_ path: String, wanted: Set<String>, _ global: GlobalOptions) throws -> DataTable {
        let table = try table(path, wanted: wanted)
        let printer = Printer(global)
        if let warning = table.sampleWarning { printer.warn(ScoreWarnings.text(warning, printer.language)) }
        return table
    }

    /// The bytes of a file, one piece at a time.
    static func pieces(_ path: String, _ body: ([UInt8]) throws -> Void) throws {
        let source = try FileSource(path)
        defer { source.close() }
        while let piece = try source.next() { try body(piece) }
    }

    static func card(_ path: String) throws -> Scorecard {
        try ScorecardLoader.card(try YAMLReader.read(try RulesFolder.text(of: path), file: path), file: path)
    }

    /// Whole files or nothing of them: each is written beside its place, and only when all are there do they move.
    static func write(_ files: [(text: String, path: String)]) throws {
        var waiting: [(from: String, to: String)] = []
        do {
            for (text, path) in files {
                let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
                let beside = folder.appendingPathComponent(".cartera-\(UUID().uuidString)").path
                waiting.append((beside, path))
                try Data(text.utf8).write(to: URL(fileURLWithPath: beside))
            }
            for (from, to) in waiting {
                guard rename(from, to) == 0 else { throw CocoaError(.fileWriteUnknown) }
            }
        } catch {
            for (from, _) in waiting { try? FileManager.default.removeItem(atPath: from) }
            let paths = files.map(\.path).joined(separator: ", ")
            throw ClientFailure(
                "cannot_create", "The file \(paths) cannot be written.", hint: "Check that its folder is there.",
                status: .cannotCreate)
        }
    }
}

/// Failures of tables, bins and cards as the program's own: 65 with the place.
func explainingScoring<T>(_ body: () throws -> T) throws -> T {
    do {
        return try explainingRules(body)
    } catch let failure as ScoringFailure {
        throw ClientFailure.badInput(failure.code.rawValue, failure.description, hint: "Mend the file and try again.")
    }
}
