internal import SyncCore
internal import SyncWire

/// A row of an imported file as it comes from the client.
protocol ImportedRow: Sendable {
    var line: UInt64 { get }
}

extension Cartera_V1_ImportRow: ImportedRow {}
extension Cartera_V1_PaymentRow: ImportedRow {}

/// A batch of an imported file's rows.
enum RowBatch {
    static let mostRows = 2_000

    static func check(_ count: Int) throws {
        guard count <= mostRows else {
            throw ServiceFailure.invalid("batch_too_large", "A batch has at most \(mostRows) rows.")
        }
    }

    /// One transaction; where the store refuses what one of the rows would write, each half by itself, down to that row.
    static func write<Row: ImportedRow>(
        _ rows: ArraySlice<Row>, into result: inout Cartera_V1_ImportResult,
        transaction: (ArraySlice<Row>) async throws -> Cartera_V1_ImportResult
    ) async throws {
        guard let first = rows.first else { return }
        do {
            let counted = try await transaction(rows)
            result.created += counted.created
            result.updated += counted.updated
            result.unchanged += counted.unchanged
            result.matched += counted.matched
            result.suspected += counted.suspected
            result.rejected += counted.rejected
        } catch let failure as StoreFailure where failure.code == "constraint" {
            guard rows.count > 1 else {
                let refusal = RowRejection(code: "store_refused", "The server's store does not take this row.")
                return result.rejected.append(refusal.entry(first.line))
            }
            let middle = rows.startIndex + rows.count / 2
            try await write(rows[..<middle], into: &result, transaction: transaction)
            try await write(rows[middle...], into: &result, transaction: transaction)
        }
    }
}
