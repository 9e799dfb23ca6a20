internal import FieldModel
internal import Glibc
internal import SyncCore

/// Files of a folder of contents: each call is one system call or a few, and every failure has a store's code.
enum Files {
    struct Facts {
        var size: UInt64
        var changedAt: Instant
        /// How many names the file has, and what tells it from others.
        var names: Int
        var number: UInt64
    }

    /// Nil when there is no such file.
    static func facts(_ path: String) throws -> Facts? {
        var entry = stat()
        guard stat(path, &entry) == 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw failure("read")
        }
        let time = entry.st_mtim
        return Facts(
            size: UInt64(entry.st_size),
            changedAt: Instant(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000),
            names: Int(entry.st_nlink), number: UInt64(entry.st_ino))
    }

    /// Sorted; empty when there is no such folder.
    static func names(in folder: String) throws -> [String] {
        guard let directory = opendir(folder) else {
            if errno == ENOENT { return [] }
            throw failure("read")
        }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// Nil when there is no such file; to its end without `count`.
    static func read(_ path: String, from offset: UInt64 = 0, count: Int? = nil) throws -> [UInt8]? {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard file >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw failure("read")
        }
        defer { close(file) }
        let rest = lseek(file, 0, SEEK_END) - off_t(clamping: offset)
        let wanted = max(0, min(count ?? Int(rest), Int(rest)))
        var content = [UInt8](repeating: 0, count: wanted)
        var done = 0
        while done < wanted {
            let got = content[done...].withUnsafeMutableBytes {
                pread(file, $0.baseAddress, $0.count, off_t(clamping: offset) + off_t(done))
            }
            if got == 0 { break }
            guard got > 0 || errno == EINTR else { throw failure("read") }
            done += max(0, got)
        }
        return Array(content.prefix(done))
    }

    static func append(_ bytes: [UInt8], to path: String, at offset: UInt64, now: Instant) throws {
        let file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw failure("written") }
        defer { close(file) }
        // Two that receive the same part exclude each other; the later one finds it longer than it says.
        guard flock(file, LOCK_EX) == 0 else { throw failure("locked") }
        guard lseek(file, 0, SEEK_END) == off_t(clamping: offset) else {
            throw StoreFailure(code: "constraint", message: "the part does not end where these bytes begin")
        }
        do { try put(bytes, file) } catch {
            // What does not fit whole is not kept by half.
            ftruncate(file, off_t(clamping: offset))
            throw error
        }
        let time = timespec(
            tv_sec: Int(now.milliseconds / 1000), tv_nsec: Int(now.milliseconds % 1000) * 1_000_000)
        var times = [time, time]
        futimens(file, &times)
    }

    static func replace(_ path: String, with bytes: [UInt8]) throws {
        let temporary = "\(path).new"
        let file = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw failure("written") }
        defer { close(file) }
        try put(bytes, file)
        guard fsync(file) == 0 else { throw failure("written") }
        try rename(temporary, path)
    }

    private static func put(_ bytes: [UInt8], _ file: Int32) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            guard count > 0 || errno == EINTR else { throw failure("written") }
            rest = rest.dropFirst(max(0, count))
        }
    }

    static func makeFolder(_ path: String) throws {
        if mkdir(path, 0o700) != 0, errno != EEXIST { throw failure("made") }
    }

    static func removeFolder(_ path: String) { rmdir(path) }

    static func remove(_ path: String) throws {
        if unlink(path) != 0, errno != ENOENT, errno != ENOTDIR { throw failure("removed") }
    }

    static func rename(_ from: String, _ to: String) throws {
        guard Glibc.rename(from, to) == 0 else { throw failure("written") }
        // Two names of one file: the system leaves both.
        if Glibc.access(from, F_OK) == 0 { try remove(from) }
    }

    static func link(_ from: String, _ to: String) throws {
        guard Glibc.link(from, to) == 0 || errno == EEXIST else { throw failure("written") }
    }

    static func synchroniseFile(_ path: String) throws { try synchronise(path, O_RDONLY) }

    /// So that the names in a folder are on disk; one that is gone has none.
    static func synchronise(_ folder: String) throws { try synchronise(folder, O_RDONLY | O_DIRECTORY) }

    private static func synchronise(_ path: String, _ flags: Int32) throws {
        let file = open(path, flags | O_CLOEXEC)
        guard file >= 0 else {
            if errno == ENOENT { return }
            throw failure("read")
        }
        defer { close(file) }
        guard fsync(file) == 0 else { throw failure("written") }
    }

    private static func failure(_ what: String) -> StoreFailure {
        switch errno {
        case ENOSPC, EDQUOT: StoreFailure(code: "disk_full", message: "the disk is full: free some space")
        case EACCES, EPERM, EROFS:
            StoreFailure(code: "read_only", message: "a content cannot be \(what): check the folder's owner and mode")
        default: StoreFailure(code: "io", message: "a content cannot be \(what) (errno \(errno))")
        }
    }
}

/// Names of files are digits.
enum Hex {
    static func text(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    static func bytes(_ text: String) -> [UInt8]? {
        let digits = Array(text.utf8)
        guard digits.count % 2 == 0 else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = digit(digits[index]), let low = digit(digits[index + 1]) else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    static func identifier(_ text: String) -> Identifier? {
        guard let bytes = bytes(text), bytes.count == 16 else { return nil }
        return Identifier(bytes: bytes)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
