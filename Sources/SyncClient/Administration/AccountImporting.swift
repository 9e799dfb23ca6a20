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
    ///
    /// A few batches are under way at a time and everything else is forgotten once the server has answered, so a file
    /// of a million rows needs no more memory than a small one.
    package func importAccounts(
        _ options: ImportOptions, chunk: @escaping @Sendable () throws -> [UInt8]?
    ) async throws -> ImportReport {
        let run = ImportRun(options, chunk: chunk)
        let (permits, permit) = AsyncStream<Void>.makeStream()
        for _ in 0..<ImportRun.batchesUnderWay { permit.yield() }
        do {
            return try await client.importAccounts(
                requestProducer: { writer in
                    var permits = permits.makeAsyncIterator()
                    while await permits.next() != nil, let batch = try await run.next() {
                        try await writer.write(batch)
                    }
                },
                onResponse: { response in
                    defer { permit.finish() }
                    for try await result in response.messages {
                        try await run.take(result)
                        permit.yield()
                    }
                    return try await run.finish()
                })
        } catch {
            // What went wrong on this side comes back from the call as a mere broken stream.
            throw await run.failure ?? error
        }
    }
}

/// One file on its way: what has been read and not sent, sent and not answered, and what became of the rest.
private actor ImportRun {
    static let rowsPerBatch = 500
    static let bytesPerBatch = 512 * 1024
    static let batchesUnderWay = 3

    private var options: ImportOptions
    private let chunk: @Sendable () throws -> [UInt8]?
    private var reader: LenderFileReader
    private var read: [LenderFileItem] = []
    private var readIndex = 0
    private var hasEnded = false
    /// Rows that the server has not answered for, by line.
    private var unanswered: [Int: CSVRow] = [:]
    private var report = ImportReport()
    private(set) var failure: (any Error)?

    init(_ options: ImportOptions, chunk: @escaping @Sendable () throws -> [UInt8]?) {
        self.options = options
        self.chunk = chunk
        reader = LenderFileReader(today: options.today, hash: options.hash)
        report.isDryRun = options.isDryRun
    }

    /// Nil when the file has ended.
    func next() throws -> Cartera_V1_ImportBatch? {
        do {
            return try batch()
        } catch {
            failure = error
            throw error
        }
    }

    private func batch() throws -> Cartera_V1_ImportBatch? {
        var rows: [Cartera_V1_ImportRow] = []
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
        return .with {
            $0.branch = options.branch
            $0.dryRun = options.isDryRun
            $0.rows = rows
        }
    }

    private func nextItem() throws -> LenderFileItem? {
        while readIndex == read.count {
            guard !hasEnded else { return nil }
            readIndex = 0
            if let chunk = try chunk() {
                read = try reader.read(chunk)
            } else {
                hasEnded = true
                read = try reader.finish()
            }
        }
        defer { readIndex += 1 }
        return read[readIndex]
    }

    private func reject(_ reasons: [RowRejection], _ row: CSVRow) throws {
        report.reject(reasons)
        if let header = reader.header { try options.rejectsFile?.add(reasons, row, header) }
    }

    func take(_ result: Cartera_V1_ImportResult) throws {
        do {
            report.created += result.created
            report.updated += result.updated
            report.unchanged += result.unchanged
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
