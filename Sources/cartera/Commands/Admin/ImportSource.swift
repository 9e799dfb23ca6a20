import ArgumentParser
import FieldModel
internal import Glibc
import HostLibraries
import SyncClient

/// A file that is imported, and what becomes of rows that cannot be taken.
struct ImportSource: ParsableArguments {
    @Argument(help: "The CSV file; - for standard input.", completion: .file(extensions: ["csv"])) var file: String
    @ArgumentParser.Flag(name: .customLong("dry-run"), help: "Say what would happen without writing.") var isDryRun =
        false
    @Option(help: "Where rows that were not taken are written.", completion: .file(extensions: ["csv"]))
    var rejects: String?

    typealias Send =
        @Sendable (
            Administration, ImportOptions, @escaping @Sendable () throws -> [UInt8]?
        ) async throws -> ImportReport

    /// Reads the file with these columns, has it sent, and shows what became of it.
    func run<Column: FileColumn>(_ columns: Column.Type, _ program: Program, _ send: @escaping Send) async throws {
        let printer = program.printer
        let source = try FileSource(file)
        defer { source.close() }
        let rows = try scan(source, columns)
        let report = try await importing(source, rows, program, send)
        show(report, printer, hasMatches: columns == PaymentColumn.self)
        if let failure = report.failure { throw failure }
    }

    /// Before anything is written: the file is whole and its header right. Gives the number of rows.
    private func scan<Column: FileColumn>(_ source: FileSource, _ columns: Column.Type) throws -> Int? {
        guard source.isRegular else { return nil }
        var scan = FileScan<Column>()
        while let chunk = try source.next() { try scan.read(chunk) }
        try scan.finish()
        source.rewind()
        return scan.rows
    }

    private func importing(
        _ source: FileSource, _ rows: Int?, _ program: Program, _ send: @escaping Send
    ) async throws -> ImportReport {
        if let rejects, source.isSame(as: rejects) {
            throw ClientFailure(
                "same_file", "The rejects file is the file itself.", hint: "Name another one.", status: .usage)
        }
        let printer = program.printer
        let sink = try rejects.map { try FileSink(creating: $0) }
        let language = printer.language
        let today = CivilTime(program.clock.now(), offsetSeconds: SystemClock.localOffsetSeconds).date
        var options = ImportOptions(today: today, hash: OpenSSLHash())
        options.isDryRun = isDryRun
        options.progress = { Self.draw($0, of: rows, printer) }
        if let sink {
            options.rejectsFile = RejectsFile(
                message: { RowProblemTable.texts(of: $0, language).message }, write: { try sink.write($0) })
        }
        let chosen = options
        defer { printer.endProgress() }
        let report = try await program.administer { server in
            try await send(server, chosen) { try source.next() }
        }
        try sink?.finish()
        if let rejects, report.rejected == 0 { unlink(rejects) }
        return report
    }

    @Sendable private static func draw(_ report: ImportReport, of rows: Int?, _ printer: Printer) {
        let done = Int(clamping: report.taken + report.rejected)
        let counts = rows.map { "\(done)/\($0)" } ?? "\(done)"
        let width = 30
        let filled = rows.map { $0 == 0 ? width : min(width, done * width / $0) } ?? 0
        let bar =
            rows == nil
            ? "" : "[\(String(repeating: "#", count: filled))\(String(repeating: "·", count: width - filled))] "
        printer.progress(bar + printer.text("importing", [counts, "\(report.rejected)"]))
    }

    private func show(_ report: ImportReport, _ printer: Printer, hasMatches: Bool) {
        let document = report.json(matches: hasMatches) { RowProblemTable.texts(of: $0, printer.language) }
        if printer.isJSON { return printer.show(document) }
        printer.show(
            document.without("rejections", "rejections_omitted", "dry_run"), title: isDryRun ? "dry_run" : nil)
        if report.rejections.isEmpty { return }
        printer.out("")
        let line = Texts.word("line", printer.language)
        for rejection in report.rejections {
            let problem = rejection.problem
            let place = problem.column.isEmpty ? "" : ", \(printable(problem.column))"
            printer.out(
                "\(line) \(rejection.line)\(place): \(RowProblemTable.texts(of: problem, printer.language).message)")
        }
        if report.rejectionsOmitted > 0 {
            printer.out(printer.text("more_rejections", ["\(report.rejectionsOmitted)"]))
        }
        if let rejects { printer.note("rejects_written", ["\(report.rejected)", printable(rejects)]) }
    }
}
