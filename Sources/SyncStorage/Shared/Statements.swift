internal import FieldModel
internal import GRDB
internal import GRDBSQLite
internal import SyncCore

/// Statements bound and stepped by hand: the same prepared statements as GRDB's, for two thirds of the instructions.
///
/// Columns and parameters go in order, so that a SELECT, an INSERT and the code that reads and binds say the same list.
/// A statement is not entered again while it runs; a row's blobs are copied before the next step.
extension Database {
    func run(_ sql: String, _ bind: (inout Parameters) -> Void = { _ in }) throws {
        let statement = try cachedStatement(sql: sql).sqliteStatement
        defer { sqlite3_reset(statement) }
        try bound(statement, bind)
        while try step(statement) {}
    }

    func first<T>(_ sql: String, _ read: (inout Columns) throws -> T) throws -> T? { try first(sql, { _ in }, read) }

    func first<T>(
        _ sql: String, _ bind: (inout Parameters) -> Void, _ read: (inout Columns) throws -> T
    ) throws -> T? {
        let statement = try cachedStatement(sql: sql).sqliteStatement
        defer { sqlite3_reset(statement) }
        try bound(statement, bind)
        guard try step(statement) else { return nil }
        var columns = Columns(statement)
        return try read(&columns)
    }

    func all<T>(_ sql: String, _ read: (inout Columns) throws -> T) throws -> [T] { try all(sql, { _ in }, read) }

    func all<T>(
        _ sql: String, _ bind: (inout Parameters) -> Void, _ read: (inout Columns) throws -> T
    ) throws -> [T] {
        var list: [T] = []
        try each(sql, bind) { columns in
            list.append(try read(&columns))
            return true
        }
        return list
    }

    func each(_ sql: String, _ body: (inout Columns) throws -> Bool) throws { try each(sql, { _ in }, body) }

    /// Until `body` returns false.
    func each(
        _ sql: String, _ bind: (inout Parameters) -> Void, _ body: (inout Columns) throws -> Bool
    ) throws {
        let statement = try cachedStatement(sql: sql).sqliteStatement
        defer { sqlite3_reset(statement) }
        try bound(statement, bind)
        while try step(statement) {
            var columns = Columns(statement)
            guard try body(&columns) else { return }
        }
    }

    func integer(_ sql: String, _ bind: (inout Parameters) -> Void = { _ in }) throws -> Int64 {
        try first(sql, bind) { $0.integer() } ?? 0
    }

    var changedRows: Int { Int(sqlite3_changes(sqliteConnection)) }

    fileprivate func bound(_ statement: OpaquePointer, _ bind: (inout Parameters) -> Void) throws {
        var parameters = Parameters(statement)
        bind(&parameters)
        guard parameters.result == SQLITE_OK else { throw storeFailure(code: parameters.result) }
    }

    fileprivate func step(_ statement: OpaquePointer) throws -> Bool {
        switch sqlite3_step(statement) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw storeFailure(code: sqlite3_extended_errcode(sqliteConnection))
        }
    }
}

/// A statement of its own, for loops whose body may run any other statement, this one included.
struct RowCursor {
    private let database: Database
    private let statement: Statement

    init(_ database: Database, _ sql: String, _ bind: (inout Parameters) -> Void = { _ in }) throws {
        self.database = database
        statement = try database.makeStatement(sql: sql)
        try database.bound(statement.sqliteStatement, bind)
    }

    func next() throws -> Columns? {
        try database.step(statement.sqliteStatement) ? Columns(statement.sqliteStatement) : nil
    }
}

/// The parameters of a statement, bound in order; the first failure is kept.
struct Parameters {
    private let statement: OpaquePointer
    private var index: Int32 = 0
    private(set) var result: Int32 = SQLITE_OK

    init(_ statement: OpaquePointer) { self.statement = statement }

    mutating func bind(_ value: Int64) { note(sqlite3_bind_int64(statement, next(), value)) }
    mutating func bind(_ value: Int) { bind(Int64(value)) }
    mutating func bind(_ value: Bool) { bind(value ? 1 as Int64 : 0) }
    /// Commits, epochs and sequences: a peer's absurd number stays the largest there is.
    mutating func bind(_ value: UInt64) { bind(Int64(clamping: value)) }
    mutating func bind(_ value: UInt32) { bind(Int64(value)) }
    mutating func bind(_ value: UInt16) { bind(Int64(value)) }
    /// Words of a digest, by their bits.
    mutating func bind(bits value: UInt64) { bind(Int64(bitPattern: value)) }
    mutating func bind(_ value: Instant) { bind(value.milliseconds) }
    mutating func bind(_ value: Instant?) { if let value { bind(value) } else { bindNull() } }

    mutating func bind(_ value: Identifier) {
        let (statement, index) = (statement, next())
        note(
            withUnsafeBytes(of: (value.high.bigEndian, value.low.bigEndian)) { bytes in
                sqlite3_bind_blob(statement, index, bytes.baseAddress, 16, Self.transient)
            })
    }

    mutating func bind(_ value: Identifier?) { if let value { bind(value) } else { bindNull() } }

    mutating func bind(_ value: [UInt8]) {
        let (statement, index) = (statement, next())
        note(
            value.withUnsafeBytes { bytes in
                // A null pointer would bind NULL.
                if bytes.isEmpty { return sqlite3_bind_zeroblob(statement, index, 0) }
                return sqlite3_bind_blob64(statement, index, bytes.baseAddress, UInt64(bytes.count), Self.transient)
            })
    }

    mutating func bind(_ value: [UInt8]?) { if let value { bind(value) } else { bindNull() } }

    mutating func bind(_ value: String) {
        let (statement, index) = (statement, next())
        var value = value
        note(
            value.withUTF8 { text in
                text.withMemoryRebound(to: CChar.self) { text in
                    guard let start = text.baseAddress else {
                        return sqlite3_bind_text(statement, index, "", 0, Self.transient)
                    }
                    return sqlite3_bind_text(statement, index, start, Int32(clamping: text.count), Self.transient)
                }
            })
    }

    mutating func bindNull() { note(sqlite3_bind_null(statement, next())) }

    private mutating func next() -> Int32 {
        index += 1
        return index
    }

    private mutating func note(_ code: Int32) {
        if result == SQLITE_OK { result = code }
    }

    private static var transient: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }
}

/// The columns of the row that a statement stands on, read in order.
struct Columns {
    private let statement: OpaquePointer
    private var index: Int32 = -1

    init(_ statement: OpaquePointer) { self.statement = statement }

    mutating func integer() -> Int64 { sqlite3_column_int64(statement, advance()) }
    mutating func flag() -> Bool { integer() != 0 }
    mutating func count() -> UInt64 { UInt64(clamping: integer()) }
    mutating func word32() -> UInt32 { UInt32(clamping: integer()) }
    mutating func kind() -> UInt16 { UInt16(clamping: integer()) }
    mutating func bits() -> UInt64 { UInt64(bitPattern: integer()) }
    mutating func instant() -> Instant { Instant(milliseconds: integer()) }

    mutating func optionalInstant() -> Instant? {
        advance()
        return isNull ? nil : Instant(milliseconds: sqlite3_column_int64(statement, index))
    }

    /// The schema's CHECK keeps identifiers at 16 bytes; `integrity_check` finds what got round it.
    mutating func identifier() -> Identifier {
        advance()
        return identifierHere ?? .nil_
    }

    mutating func optionalIdentifier() -> Identifier? {
        advance()
        return isNull ? nil : identifierHere
    }

    mutating func blob() -> [UInt8] {
        advance()
        return blobHere
    }

    mutating func optionalBlob() -> [UInt8]? {
        advance()
        return isNull ? nil : blobHere
    }

    mutating func text() -> String { String(decoding: blob(), as: UTF8.self) }

    mutating func digest() -> RowDigest { RowDigest(high: bits(), low: bits()) }

    @discardableResult
    private mutating func advance() -> Int32 {
        index += 1
        return index
    }

    private var isNull: Bool { sqlite3_column_type(statement, index) == SQLITE_NULL }

    private var blobHere: [UInt8] {
        let start = sqlite3_column_blob(statement, index)
        return Array(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, index))))
    }

    private var identifierHere: Identifier? {
        guard let start = sqlite3_column_blob(statement, index), sqlite3_column_bytes(statement, index) == 16 else {
            return nil
        }
        return Identifier(
            high: UInt64(bigEndian: start.loadUnaligned(as: UInt64.self)),
            low: UInt64(bigEndian: start.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
    }
}
