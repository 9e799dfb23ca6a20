import Foundation
import Glibc
import HostLibraries

/// Unpacks what `TarWriter` wrote, known names only, a piece of a file in memory at a time.
final class TarReader {
    private let descriptor: Int32
    private static let blockBytes = 512

    init(path: String) throws {
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            let isMissing = errno == ENOENT
            throw ProgramFailure(
                isMissing ? .badInput : .inputOutput, code: isMissing ? "file_not_found" : "io",
                "\(path) cannot be read (errno \(errno)).", hint: "Check its name and permissions.")
        }
    }

    deinit { close(descriptor) }

    /// The hash of each file as `TarWriter.add` gives it. Throws for anything that is not a whole archive of ours.
    /// `place` says where a file goes; nil for a name that does not belong here.
    func unpack(_ place: (String) -> String?) throws -> [String: String] {
        var hashes: [String: String] = [:]
        while true {
            let block = try take(Self.blockBytes)
            if block.allSatisfy({ $0 == 0 }) { return hashes }
            let (name, size) = try Self.header(block)
            guard let path = place(name), hashes[name] == nil else { throw Self.damaged("it holds “\(name)”") }
            hashes[name] = try copy(size, to: path)
            _ = try take((Self.blockBytes - size % Self.blockBytes) % Self.blockBytes)
        }
    }

    private static func header(_ block: [UInt8]) throws -> (name: String, size: Int) {
        func text(_ range: Range<Int>) -> String {
            String(decoding: block[range].prefix { $0 != 0 && $0 != UInt8(ascii: " ") }, as: UTF8.self)
        }
        let spaces = UInt8(ascii: " ")
        let sum = block.indices.reduce(0) { $0 + Int((148..<156).contains($1) ? spaces : block[$1]) }
        guard Int(text(148..<154), radix: 8) == sum, let size = Int(text(124..<135), radix: 8) else {
            throw damaged("a header in it is broken")
        }
        return (text(0..<100), size)
    }

    private func copy(_ size: Int, to path: String) throws -> String {
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw Self.cannotWrite }
        defer { close(file) }
        let hash = OpenSSLHash()
        var digests: [UInt8] = []
        var left = size
        while left > 0 {
            let piece = try take(min(left, 1 << 20))
            digests += hash.sha256(piece)
            var written = 0
            while written < piece.count {
                let count = piece[written...].withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
                guard count > 0 else { throw Self.cannotWrite }
                written += count
            }
            left -= piece.count
        }
        guard fsync(file) == 0 else { throw Self.cannotWrite }
        return hexadecimal(hash.sha256(digests))
    }

    /// Exactly so many bytes.
    private func take(_ count: Int) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var done = 0
        while done < count {
            let read = bytes[done...].withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
            guard read > 0 else { throw Self.damaged("it ends too early") }
            done += read
        }
        return bytes
    }

    static func damaged(_ what: String) -> ProgramFailure {
        ProgramFailure(
            .badInput, code: "backup_damaged", "The backup is damaged or not one of Cartera's: \(what).",
            hint: "Nothing was changed. Use another backup.")
    }

    private static var cannotWrite: ProgramFailure {
        errno == ENOSPC
            ? ProgramFailure(.inputOutput, code: "disk_full", "The disk is full; nothing was changed.")
            : ProgramFailure(.inputOutput, code: "io", "The backup cannot be unpacked (errno \(errno)).")
    }
}
