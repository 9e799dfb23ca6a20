import FieldModel
import Glibc
import SyncCore
import SyncServer

/// Appends each revocation to a file outside the store: what a restore of an older store must not forget.
struct RevocationLog: RevocationNoting {
    let folder: DataFolder

    func note(_ device: DeviceID, at now: Instant) throws {
        let file = open(folder.revocationsFile, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw Self.failure }
        defer { close(file) }
        let line = Array("\(now.rfc3339(offsetSeconds: 0)) \(device)\n".utf8)
        guard Glibc.write(file, line, line.count) == line.count, fsync(file) == 0 else { throw Self.failure }
    }

    private static var failure: StoreFailure {
        StoreFailure(code: "io", message: "the list of revocations cannot be written (errno \(errno))")
    }
}
