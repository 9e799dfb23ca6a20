internal import GRDB
internal import GRDBSQLite
internal import SyncCore

/// What SQLite's result codes mean to a store's caller. Messages name no table row and no value.
func storeFailure(code: Int32) -> StoreFailure {
    let (name, message) = meaning(of: code)
    return StoreFailure(code: name, message: "\(message) (SQLite \(code))")
}

/// GRDB's errors as ours; whatever else a closure threw is passed on.
func translated(_ error: any Error) -> any Error {
    guard let error = error as? DatabaseError else { return error }
    return storeFailure(code: error.extendedResultCode.rawValue)
}

private func meaning(of code: Int32) -> (String, String) {
    // The WAL index is a file too: that it cannot grow means that the disk is full.
    let noSpaceForIndex = SQLITE_IOERR | (19 << 8)
    if code == noSpaceForIndex { return diskFull }
    switch code & 0xFF {
    case SQLITE_FULL: return diskFull
    case SQLITE_CORRUPT, SQLITE_NOTADB:
        return ("corrupt", "the store's file is damaged: restore a backup, or enrol again")
    case SQLITE_READONLY: return ("read_only", "the store's file or its folder cannot be written to")
    case SQLITE_BUSY, SQLITE_LOCKED: return ("locked", "another process uses the store: try again")
    case SQLITE_CONSTRAINT, SQLITE_MISMATCH, SQLITE_TOOBIG, SQLITE_RANGE:
        return ("constraint", "the schema refuses what was to be written")
    case SQLITE_IOERR, SQLITE_CANTOPEN:
        return ("io", "the disk failed: nothing more is written until the process starts again")
    default: return ("io", "the store failed: nothing more is written until the process starts again")
    }
}

private let diskFull = ("disk_full", "the disk is full: free some space; what was acknowledged is safe")

/// After `io` nothing is written until the store is opened again: retrying on top of a failed fsync loses data.
func endsWriting(_ error: any Error) -> StoreFailure? {
    guard let failure = error as? StoreFailure, failure.code == "io" else { return nil }
    return failure
}
