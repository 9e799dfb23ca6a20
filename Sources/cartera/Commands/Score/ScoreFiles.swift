import FieldRules
internal import Foundation
import SyncClient

/// The files of the score commands.
enum ScoreFiles {
    private static let pieceBytes = 1 << 20

    /// A CSV file as a table, read piece by piece; `-` is standard input.
    static func table(_ path: String, wanted: Set<String>?) throws -> DataTable {
        let handle = path == "-" ? FileHandle.standardInput : FileHandle(forReadingAtPath: path)
        guard let handle else {
            throw ClientFailure.badInput("unreadable_file", "The file \(path) cannot be read.", hint: "Check its name.")
        }
        var builder = DataTableBuilder(wanted: wanted)
        while let piece = try handle.read(upToCount: pieceBytes), !piece.isEmpty { try builder.read(Array(piece)) }
        return try builder.finish()
    }

    static func card(_ path: String) throws -> Scorecard {
        try ScorecardLoader.card(try YAMLReader.read(try RulesFolder.text(of: path), file: path), file: path)
    }

    /// The whole file or nothing of it.
    static func write(_ text: String, to path: String) throws {
        do {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw ClientFailure(
                "cannot_create", "The file \(path) cannot be written.", hint: "Check that its folder is there.",
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
