internal import Glibc
internal import SyncCore

/// Creates an empty file 0600 where there is none, so that SQLite does not make one that others can read.
func requireFile(_ path: String, createIfMissing: Bool) throws {
    if access(path, F_OK) == 0 { return }
    guard createIfMissing else { throw StoreFailure(code: "not_found", message: "there is no store here yet") }
    let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard file >= 0 else {
        let code = errno
        switch code {
        case EROFS, EACCES, EPERM:
            throw StoreFailure(code: "read_only", message: "the store's folder cannot be written to")
        case ENOENT, ENOTDIR: throw StoreFailure(code: "not_found", message: "the store's folder does not exist")
        default: throw StoreFailure(code: "io", message: "the store's file cannot be created (errno \(code))")
        }
    }
    close(file)
}

/// SQLite says only that it cannot open a file beside the store's; the folder tells why.
func openingFailure(_ error: any Error, path: String) -> any Error {
    guard let failure = error as? StoreFailure, failure.code == "io" else { return error }
    let writable = access(path, W_OK) == 0 && access(folder(of: path), W_OK) == 0
    return writable
        ? failure : StoreFailure(code: "read_only", message: "the store's file or its folder cannot be written to")
}

/// So that a new file's name is on disk too.
func synchroniseFolder(of path: String) -> Bool {
    let file = open(folder(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard file >= 0 else { return false }
    defer { close(file) }
    return fsync(file) == 0
}

private func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
}

func translatingFailures<T>(_ body: () throws -> T) throws -> T {
    do { return try body() } catch { throw translated(error) }
}
