import FieldModel
import Foundation
import SyncCore
import SyncStorage

@testable import SyncServer

extension ServerHarness {
    /// A backup as it stands now.
    func backup() throws -> URL {
        let file = folder.appending(path: "backup-\(UUID().uuidString).sqlite")
        try store.backup(to: file.path)
        return file
    }

    /// The server that comes out of a backup, in its new epoch; the clock is the old one's.
    func restored(from backup: URL, revocations: [DeviceID] = []) async throws -> ServerHarness {
        let madeAt = core.now
        advance(milliseconds: 1_000)
        let server = try await ServerHarness(copy: (backup, self))
        _ = try await server.core.beginEpoch(backupMadeAt: madeAt, revocations: revocations, after: 0)
        return server
    }
}
