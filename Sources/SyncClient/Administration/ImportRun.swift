internal import FieldModel
internal import GRPCCore
internal import SyncCore
internal import SyncWire

/// One file on its way: what has been read and not sent, sent and not answered, and what became of the rest.
///
/// It goes in as many calls as it needs, because a connection has an age at which the server ends it and no call may be
/// longer than that. A row that was taken and is sent again changes nothing, so a call that was cut is followed by
/// another with what has no answer.
actor ImportRun<File: ImportFile & Sendable> {
    private static var rowsPerBatch: Int { 500 }
    private static var bytesPerBatch: Int { 512 * 1024 }

    private var options: ImportOptions
    private let chunk: @Sendable () throws -> [UInt8]?
    private var file: File
    private var read: [FileItem<File.Row>] = []
    private var readIndex = 0
    private var hasEnded = false
    /// Batches to be sent before any other: read ahead, or sent on a call that was cut.
    private var waiting: [File.Batch] = []
    private var sent: [File.Batch] = []
    private var startedInCall = 0
    private var hasAnswer = false
    /// Calls that ended without an answer, one after the other.
    private var fruitless = 0
    /// Rows that the server has not answered for, by line.
    private var unanswered: [Int: CSVRow] = [:]
    private var report = ImportReport()
    private var failure: (any Error)?

    init(_ options: ImportOptions, _ file: File, chunk: @escaping @Sendable () throws -> [UInt8]?) {
        self.options = options
        self.chunk = chunk
        self.file = file
        report.isDryRun = options.isDryRun
    }

    nonisolated func inCalls(_ call: (ImportRun, Permits) async throws -> Void) async throws -> ImportReport {
        repeat {
            var broken: (any Error)?
            do { try await call(self, Permits()) } catch { broken = error }
            try await endCall(broken)
        } while try await hasMore()
        return try await finish()
    }

    /// What went wrong on this side comes back from the call as a mere broken stream.
    private func endCall(_ error: (any Error)?) throws {
        if let failure { throw failure }
        fruitless = hasAnswer ? 0 : fruitless + 1
        hasAnswer = false
        if let error {
            guard fruitless <= Limits.fruitlessImportCalls, let error = error as? RPCError, error.isBrokenConnection
            else { throw error }
        } else if !sent.isEmpty, fruitless > Limits.fruitlessImportCalls {
            throw WireFailure.malformed("ImportResult.through_line")
        }
        waiting = sent + waiting
        sent = []
        startedInCall = 0
    }

    private func hasMore() throws -> Bool {
        if waiting.isEmpty, let batch = try batch() { waiting.append(batch) }
        return !waiting.isEmpty
    }

    /// Nil when the file has ended, or the call has had its share.
    func next() throws -> File.Batch? {
        do {
            guard startedInCall < Limits.importBatchesPerCall, try hasMore() else { return nil }
            startedInCall += 1
            sent.append(waiting.removeFirst())
            return sent.last
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
            if !sent.isEmpty { sent.removeFirst() }
            hasAnswer = true
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

    private func finish() throws -> ImportReport {
        report.sort()
        return report
    }
}

/// A few batches are under way at a time and everything else is forgotten once the server has answered, so a file of a
/// million rows needs no more memory than a small one.
struct Permits: Sendable {
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

extension RPCError {
    /// The connection ended, and the server has said nothing of this call.
    fileprivate var isBrokenConnection: Bool { code == .unavailable && toldCode == nil }
}
