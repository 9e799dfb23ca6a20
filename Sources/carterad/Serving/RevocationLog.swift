import FieldModel
import Glibc
import SyncCore
import SyncServer

/// Appends each revocation to a file outside the store: what a restore of an older store must not forget.
struct RevocationLog: RevocationNoting {
    let folder: DataFolder

    /// A line that a full disk or the end of the process cut off goes first: a restore takes whole lines only.
    func note(_ device: DeviceID, at now: Instant) throws {
        let file = open(folder.revocationsFile, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw Self.failure }
        defer { close(file) }
        let end = try Self.endOfWholeLines(file)
        let line = Array("\(now.rfc3339(offsetSeconds: 0)) \(device)\n".utf8)
        guard ftruncate(file, end) == 0, Glibc.write(file, line, line.count) == line.count, fsync(file) == 0
        else { throw Self.failure }
    }

    private static func endOfWholeLines(_ file: Int32) throws -> off_t {
        var end = lseek(file, 0, SEEK_END)
        var byte: UInt8 = 0
        while end > 0 {
            guard pread(file, &byte, 1, end - 1) == 1 else { throw failure }
            if byte == UInt8(ascii: "\n") { break }
            end -= 1
        }
        return end
    }

    private static var failure: StoreFailure {
        StoreFailure(code: "io", message: "the list of revocations cannot be written (errno \(errno))")
    }
}
