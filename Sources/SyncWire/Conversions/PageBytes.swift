internal import FieldModel
internal import SyncCore

/// A page's rows straight to the bytes of `PageContent` and back.
///
/// A first sync moves half a million rows: as messages each would be built twice over on either side. The bytes are those
/// of the messages. What `Row` may hold beyond the fields below is of a newer version and passed over.
enum PageBytes {
    /// Kinds from 64 on are of audience `all` and have no account.
    private static let firstGlobalKind = 64

    static func rows(_ bytes: [UInt8]) throws -> [FeedRow] {
        var rows: [FeedRow] = []
        var scanner = ProtobufScanner(bytes)
        while let field = scanner.next() {
            if field.number == 1, case .bytes(let row) = field.value { rows.append(try self.row(row)) }
        }
        guard scanner.isSound else { throw WireFailure.malformed("PageContent") }
        return rows
    }

    private static func row(_ bytes: ArraySlice<UInt8>) throws -> FeedRow {
        var row = FeedRow(
            kind: 0, id: .nil_, account: nil, version: RecordVersion(epoch: 0, commit: 0), feedCommit: 0, bytes: [])
        var hasID = false
        var scanner = ProtobufScanner(bytes)
        while let field = scanner.next() {
            switch (field.number, field.value) {
            case (1, .varint(let kind)): row.kind = try number(kind, "Row.kind")
            case (2, .bytes(let id)):
                row.id = try identifier(id, "Row.id")
                hasID = true
            case (3, .bytes(let account)):
                row.account = account.isEmpty ? nil : try identifier(account, "Row.account")
            case (4, .varint(let epoch)): row.version.epoch = epoch
            case (5, .varint(let commit)): row.version.commit = commit
            case (6, .varint(let commit)): row.feedCommit = commit
            case (7, .bytes(let body)): row.bytes = Array(body)
            case (8, .varint(let state)):
                guard let known = RowState(rawValue: try number(state, "Row.state")) else {
                    throw WireFailure.malformed("Row.state")
                }
                row.state = known
            default: break
            }
        }
        guard scanner.isSound, hasID else { throw WireFailure.malformed("Row") }
        if row.account == nil, row.kind < firstGlobalKind { row.account = row.id }
        if row.feedCommit == 0 { row.feedCommit = row.version.commit }
        return row
    }

    static func write(_ rows: [FeedRow]) -> [UInt8] {
        var page: [UInt8] = []
        page.reserveCapacity(rows.reduce(0) { $0 + $1.bytes.count + 72 })
        var row: [UInt8] = []
        for next in rows {
            row.removeAll(keepingCapacity: true)
            write(next, to: &row)
            append(1, row, to: &page)
        }
        return page
    }

    /// Absent where it follows from another field, so that a page stays small.
    private static func write(_ row: FeedRow, to out: inout [UInt8]) {
        append(1, UInt64(row.kind), to: &out)
        append(2, row.id.bytes, to: &out)
        if let account = row.account, account != row.id { append(3, account.bytes, to: &out) }
        append(4, row.version.epoch, to: &out)
        append(5, row.version.commit, to: &out)
        if row.feedCommit != row.version.commit { append(6, row.feedCommit, to: &out) }
        if !row.bytes.isEmpty { append(7, row.bytes, to: &out) }
        append(8, UInt64(row.state.rawValue), to: &out)
    }

    private static func append(_ field: UInt8, _ number: UInt64, to out: inout [UInt8]) {
        if number == 0 { return }
        out.append(field << 3)
        appendVarint(number, to: &out)
    }

    private static func append(_ field: UInt8, _ bytes: [UInt8], to out: inout [UInt8]) {
        out.append(field << 3 | 2)
        appendVarint(UInt64(bytes.count), to: &out)
        out += bytes
    }

    private static func appendVarint(_ value: UInt64, to out: inout [UInt8]) {
        var rest = value
        while rest >= 0x80 {
            out.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        out.append(UInt8(rest))
    }

    private static func number<Number: FixedWidthInteger>(_ value: UInt64, _ field: String) throws -> Number {
        guard let number = Number(exactly: value) else { throw WireFailure.malformed(field) }
        return number
    }

    private static func identifier(_ bytes: ArraySlice<UInt8>, _ field: String) throws -> Identifier {
        guard let id = Identifier(bytes: bytes) else { throw WireFailure.malformed(field) }
        return id
    }
}
