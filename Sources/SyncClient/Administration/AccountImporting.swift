package import FieldModel
internal import GRPCCore
internal import SwiftProtobuf
package import SyncCore
internal import SyncWire

/// How a lender's file is imported.
package struct ImportOptions: Sendable {
    /// Of every row that names none.
    package var branch = ""
    package var isDryRun = false
    package var today: CalendarDate
    package var hash: any Hashing
    /// Gets the rows that were not taken.
    package var rejectsFile: RejectsFile?
    package var progress: @Sendable (ImportReport) -> Void = { _ in }

    package init(today: CalendarDate, hash: any Hashing) {
        self.today = today
        self.hash = hash
    }
}

extension Administration {
    /// Sends the file's rows in batches; `chunk` gives the next piece of it, nil at its end.
    package func importAccounts(
        _ options: ImportOptions, chunk: @escaping @Sendable () throws -> [UInt8]?
    ) async throws -> ImportReport {
        let run = ImportRun(options, AccountFile(options), chunk: chunk)
        let permits = Permits()
        return try await run.reportingOwnFailure {
            try await client.importAccounts(
                requestProducer: { writer in
                    try await permits.sending {
                        try await run.next()
                    } write: {
                        try await writer.write($0)
                    }
                },
                onResponse: { response in
                    defer { permits.finish() }
                    for try await result in response.messages {
                        try await run.take(result)
                        permits.give()
                    }
                    return try await run.finish()
                })
        }
    }

    /// The lender's payments, likewise.
    package func importPayments(
        _ options: ImportOptions, chunk: @escaping @Sendable () throws -> [UInt8]?
    ) async throws -> ImportReport {
        let run = ImportRun(options, PaymentFile(options), chunk: chunk)
        let permits = Permits()
        return try await run.reportingOwnFailure {
            try await client.importPayments(
                requestProducer: { writer in
                    try await permits.sending {
                        try await run.next()
                    } write: {
                        try await writer.write($0)
                    }
                },
                onResponse: { response in
                    defer { permits.finish() }
                    for try await result in response.messages {
                        try await run.take(result)
                        permits.give()
                    }
                    return try await run.finish()
                })
        }
    }
}

/// A kind of file: how its rows are read and put into batches.
protocol ImportFile {
    associatedtype Row: Hashable & Sendable
    associatedtype Batch: Sendable
    /// The header's names as the file writes them; nil until it has been read.
    var names: [String]? { get }
    mutating func read(_ chunk: [UInt8]) throws -> [FileItem<Row>]
    mutating func finish() throws -> [FileItem<Row>]
    func batch(_ rows: [Row]) -> Batch
}

private struct AccountFile: ImportFile {
    let options: ImportOptions
    private var reader: LenderFileReader

    init(_ options: ImportOptions) {
        self.options = options
        reader = LenderFileReader(today: options.today, hash: options.hash)
    }

    var names: [String]? { reader.header?.names }
    mutating func read(_ chunk: [UInt8]) throws -> [LenderFileItem] { try reader.read(chunk) }
    mutating func finish() throws -> [LenderFileItem] { try reader.finish() }

    func batch(_ rows: [Cartera_V1_ImportRow]) -> Cartera_V1_ImportBatch {
        .with {
            $0.branch = options.branch
            $0.dryRun = options.isDryRun
            $0.rows = rows
        }
    }
}

private struct PaymentFile: ImportFile {
    let options: ImportOptions
    private var reader: PaymentFileReader

    init(_ options: ImportOptions) {
        self.options = options
        reader = PaymentFileReader(today: options.today)
    }

    var names: [String]? { reader.header?.names }
    mutating func read(_ chunk: [UInt8]) throws -> [FileItem<Cartera_V1_PaymentRow>] { try reader.read(chunk) }
    mutating func finish() throws -> [FileItem<Cartera_V1_PaymentRow>] { try reader.finish() }

    func batch(_ rows: [Cartera_V1_PaymentRow]) -> Cartera_V1_PaymentBatch {
        .with {
            $0.dryRun = options.isDryRun
            $0.rows = rows
        }
    }
}

/// A few batches are under way at a time and everything else is forgotten once the server has answered, so a file of a
/// million rows needs no more memory than a small one.
private struct Permits: Sendable {
    static let batchesUnderWay = 3

    private let stream: AsyncStream<Void>
    private let source: AsyncStream<Void>.Continuation

    init() {
        (stream, source) = AsyncStream<Void>.makeStream()
        for _ in 0..<Self.batchesUnderWay { give() }
    }

    func give() { source.yield() }
    func finish() { source.finish() }

    func sending<Batch>(_ next: () async throws -> Batch?, write: (Batch) async throws -> Void) async throws {
        var permits = stream.makeAsyncIterator()
        while await permits.next() != nil, let batch = try await next() { try await write(batch) }
    }
}

/// One file on its way: what has been read and not sent, sent and not answered, and what became of the rest.
private actor ImportRun<File: ImportFile & Sendable> {
    private static var rowsPerBatch: Int { 500 }
    private static var bytesPerBatch: Int { 512 * 1024 }

    private var options: ImportOptions
    private let chunk: @Sendable () throws -> [UInt8]?
    private var file: File
    private var read: [FileItem<File.Row>] = []
    private var readIndex = 0
    private var hasEnded = false
    /// Rows that the server has not answered for, by line.
    private var unanswered: [Int: CSVRow] = [:]
    private var report = ImportReport()
    private(set) var failure: (any Error)?

    init(_ options: ImportOptions, _ file: File, chunk: @escaping @Sendable () throws -> [UInt8]?) {
        self.options = options
        self.chunk = chunk
        self.file = file
        report.isDryRun = options.isDryRun
    }

    /// What went wrong on this side comes back from the call as a mere broken stream.
    nonisolated func reportingOwnFailure(
        _ call: () async throws -> ImportReport
    ) async throws -> ImportReport {
        do {
            return try await call()
        } catch {
            throw await failure ?? error
        }
    }

    /// Nil when the file has ended.
    func next() throws -> File.Batch? {
        do {
            return try batch()
        } catch {
            failure = error
            throw error
        }
    }

    private func batch() throws -> File.Batch? {
        var rows: [File.Row] = []
        var bytes = 0
        while rows.count < Self.rowsPerBatch, bytes < Self.bytesPerBatch, let item = try nextItem() {
            switch item {
            case .row(let row, let original):
                unanswered[original.line] = original
                bytes += original.bytes.count
                rows.append(row)
            case .rejected(let reasons, let original): try reject(reasons, original)
            }
        }
        guard !rows.isEmpty else { return nil }
        return file.batch(rows)
    }

    private func nextItem() throws -> FileItem<File.Row>? {
        while readIndex == read.count {
            guard !hasEnded else { return nil }
            readIndex = 0
            if let chunk = try chunk() {
                read = try file.read(chunk)
            } else {
                hasEnded = true
                read = try file.finish()
            }
        }
        defer { readIndex += 1 }
        return read[readIndex]
    }

    private func reject(_ reasons: [RowRejection], _ row: CSVRow) throws {
        report.reject(reasons)
        if let names = file.names { try options.rejectsFile?.add(reasons, row, header: names) }
    }

    func take(_ result: Cartera_V1_ImportResult) throws {
        do {
            report.created += result.created
            report.updated += result.updated
            report.unchanged += result.unchanged
            report.matched += result.matched
            report.suspected += result.suspected
            for rejection in result.rejected {
                let problem = RowProblem(rejection.column, rejection.code, text: rejection.message)
                let line = Int(clamping: rejection.line)
                if let row = unanswered[line] { try reject([RowRejection(line: line, problem)], row) }
            }
            let through = Int(clamping: result.throughLine)
            unanswered = unanswered.filter { $0.key > through }
        } catch {
            failure = error
            throw error
        }
        options.progress(report)
    }

    func finish() throws -> ImportReport {
        if let failure { throw failure }
        report.sort()
        return report
    }
}
