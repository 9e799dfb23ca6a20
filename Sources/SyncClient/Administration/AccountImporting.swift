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
        try await ImportRun(options, AccountFile(options), chunk: chunk).inCalls { run, permits in
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
                })
        }
    }

    /// The lender's payments, likewise.
    package func importPayments(
        _ options: ImportOptions, chunk: @escaping @Sendable () throws -> [UInt8]?
    ) async throws -> ImportReport {
        try await ImportRun(options, PaymentFile(options), chunk: chunk).inCalls { run, permits in
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
