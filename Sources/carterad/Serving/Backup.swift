import FieldModel
import Foundation
import Glibc
import HostLibraries
import SyncCore
import SyncServer
import SyncStorage

/// A backup: one tar file with the store, the issuing and server keys, the root certificate, the settings, and a manifest
/// of their hashes (`TarWriter.add`) and the audit logs' sizes. The root's key is in none. Made while the server serves.
struct Backup: Sendable {
    let server: OpenServer

    func write(to path: String) throws {
        let folder = server.folder
        guard path.first == "/" else {
            throw ProgramFailure(.usage, code: "usage", "A backup needs an absolute path.")
        }
        guard access(path, F_OK) != 0 else {
            throw ProgramFailure(.cannotCreate, code: "exists", "\(path) exists.", hint: "Choose another file.")
        }
        // The name is given last: what has it is whole. What an attempt that was cut off left behind goes.
        let (snapshot, partial) = (path + ".store", path + ".partial")
        for leftover in [snapshot, partial] { unlink(leftover) }
        // Before the copy, which may have more: leaves are only added.
        let logs = try logs()
        try server.store.backup(to: snapshot)
        defer { unlink(snapshot) }
        let archive = try TarWriter(path: partial)
        do {
            var manifest = BackupManifest(
                version: programVersion, organisation: server.settings.organisation,
                madeAt: Instant.systemNow().rfc3339(offsetSeconds: 0), files: [:], logs: logs)
            for name in folder.backupNames + ["revocations.log"] {
                let file = "\(folder.path)/\(name)"
                guard FileManager.default.fileExists(atPath: file) else { continue }
                manifest.files[name] = try archive.add(file, as: name)
            }
            // After the store's copy: what its records name is there, and perhaps more.
            let contents = BackedUpContents(folder: OpenServer.contents(of: folder))
            let (list, hashes) = try contents.list()
            for hash in hashes {
                let name = BackedUpContents.name(hash)
                manifest.files[name] = try archive.add("\(contents.folder.shared)/\(hash)", as: name)
            }
            manifest.files[BackedUpContents.listName] = try archive.add(list, as: BackedUpContents.listName)
            manifest.files["store.sqlite"] = try archive.add(snapshot, as: "store.sqlite")
            try archive.add(Array(Console.json(manifest).utf8), as: "manifest.json")
            try archive.finish()
            guard unlink(snapshot) == 0, rename(partial, path) == 0 else { throw TarWriter.failure }
            try Self.makeNamesLast(in: path)
        } catch {
            unlink(partial)
            throw error
        }
    }

    private static func makeNamesLast(in path: String) throws {
        let directory = open(URL(filePath: path).deletingLastPathComponent().path(percentEncoded: false), O_RDONLY)
        defer { close(directory) }
        guard directory >= 0, fsync(directory) == 0 else { throw TarWriter.failure }
    }

    private func logs() throws -> [String: UInt64] {
        try server.store.read { reading in
            var logs = ["organisation": try reading.logSize(.nil_)]
            for branch in try reading.branches() { logs[branch.id.description] = try reading.logSize(branch.id) }
            return logs
        }
    }
}

/// What a backup says of itself: the hash of each file, and how many leaves each audit log had at least.
struct BackupManifest: Codable {
    var version: String
    var organisation: String
    var madeAt: String
    var files: [String: String]
    var logs: [String: UInt64]

    enum CodingKeys: String, CodingKey {
        case version, organisation, files, logs
        case madeAt = "made_at"
    }
}

/// Writes a POSIX (ustar) archive; nothing is held in memory but a piece of a file.
final class TarWriter {
    private let descriptor: Int32
    private static let blockBytes = 512

    /// The file must not exist; it is readable by its owner only.
    init(path: String) throws {
        descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            let exists = errno == EEXIST
            throw ProgramFailure(
                .cannotCreate, code: exists ? "exists" : "cannot_create",
                exists ? "\(path) exists." : "\(path) cannot be created.")
        }
    }

    deinit { close(descriptor) }

    /// Returns the hash of the file: SHA-256, in hexadecimal digits, of the SHA-256s of its mebibytes one after another.
    func add(_ file: String, as name: String) throws -> String {
        let source = open(file, O_RDONLY | O_CLOEXEC)
        guard source >= 0 else {
            throw ProgramFailure(.inputOutput, code: "io", "\(name) cannot be read (errno \(errno)).")
        }
        defer { close(source) }
        let size = Int(lseek(source, 0, SEEK_END))
        lseek(source, 0, SEEK_SET)
        try put(Self.header(name, size: size))
        let hash = OpenSSLHash()
        var digests: [UInt8] = []
        var left = size
        var chunk = [UInt8](repeating: 0, count: 1 << 20)
        while left > 0 {
            let count = Self.fill(&chunk, from: source, most: left)
            guard count > 0 else { throw ProgramFailure(.inputOutput, code: "io", "\(name) became shorter.") }
            let piece = Array(chunk[..<count])
            digests += hash.sha256(piece)
            try put(piece)
            left -= count
        }
        try pad(size)
        return hexadecimal(hash.sha256(digests))
    }

    /// Reads a whole mebibyte where there is one.
    private static func fill(_ chunk: inout [UInt8], from source: Int32, most: Int) -> Int {
        let wanted = min(most, chunk.count)
        var done = 0
        while done < wanted {
            let count = chunk[done..<wanted].withUnsafeMutableBytes { read(source, $0.baseAddress, $0.count) }
            guard count > 0 else { return done }
            done += count
        }
        return done
    }

    /// Returns the hash, as for a file.
    @discardableResult
    func add(_ bytes: [UInt8], as name: String) throws -> String {
        try put(Self.header(name, size: bytes.count))
        try put(bytes)
        try pad(bytes.count)
        let hash = OpenSSLHash()
        let pieces = stride(from: 0, to: bytes.count, by: 1 << 20).flatMap { start in
            hash.sha256(Array(bytes[start..<min(start + 1 << 20, bytes.count)]))
        }
        return hexadecimal(hash.sha256(pieces))
    }

    func finish() throws {
        try put([UInt8](repeating: 0, count: 2 * Self.blockBytes))
        guard fsync(descriptor) == 0 else { throw Self.failure }
    }

    private func pad(_ size: Int) throws {
        let rest = size % Self.blockBytes
        if rest > 0 { try put([UInt8](repeating: 0, count: Self.blockBytes - rest)) }
    }

    private func put(_ bytes: [UInt8]) throws {
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { throw Self.failure }
            written += count
        }
    }

    static var failure: ProgramFailure {
        errno == ENOSPC
            ? ProgramFailure(
                .inputOutput, code: "disk_full", "The disk is full: the backup is incomplete and was removed.")
            : ProgramFailure(.inputOutput, code: "io", "The backup cannot be written (errno \(errno)).")
    }

    private static func header(_ name: String, size: Int) -> [UInt8] {
        var block = [UInt8](repeating: 0, count: blockBytes)
        func set(_ text: String, at offset: Int) {
            for (index, byte) in text.utf8.enumerated() { block[offset + index] = byte }
        }
        func octal(_ number: Int, digits: Int) -> String {
            let text = String(number, radix: 8)
            return String(repeating: "0", count: max(0, digits - text.count)) + text
        }
        set(String(name.prefix(99)), at: 0)
        set(octal(0o600, digits: 7), at: 100)
        set(octal(0, digits: 7), at: 108)
        set(octal(0, digits: 7), at: 116)
        set(octal(size, digits: 11), at: 124)
        set(octal(0, digits: 11), at: 136)
        set("        0", at: 148)
        set("ustar", at: 257)
        set("00", at: 263)
        let sum = block.reduce(0) { $0 + Int($1) }
        set(octal(sum, digits: 6), at: 148)
        block[154] = 0
        block[155] = UInt8(ascii: " ")
        return block
    }
}
