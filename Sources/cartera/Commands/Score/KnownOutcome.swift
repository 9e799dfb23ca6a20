import ArgumentParser
import FieldRules
import SyncClient

/// What became of the cases, where it is known.
struct KnownOutcome: ParsableArguments {
    @Option(help: "The column that says what became of each case, where it is known.") var target: String?
    @Option(help: "The value of that column that means bad.") var bad: String?

    func validate() throws {
        guard (target == nil) == (bad == nil) else { throw ValidationError("--target and --bad go together.") }
    }

    var columns: [String] { [target].compactMap { $0 } }

    func outcome(_ table: DataTable) throws -> BinaryOutcome? {
        guard let target, let bad else { return nil }
        return try BinaryOutcome(table, target: Scorecard.Target(column: target, bad: bad))
    }
}

/// Decimals for people.
enum ScoreText {
    /// Four decimals; an infinite or missing value as a dash.
    static func decimal(_ value: Double?) -> JSONValue {
        guard let value, value.isFinite, abs(value) < 1e12 else { return .string("-") }
        return .string(ScoreNumber(millionths: Int64((value * 1e4).rounded()) * 100).description)
    }
}
