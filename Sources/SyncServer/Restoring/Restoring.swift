package import FieldModel
package import SyncCore

extension ServerCore {
    /// Begins the epoch of a store that came out of a backup, before anybody is served from it.
    package func beginEpoch(
        backupMadeAt: Instant, revocations: [DeviceID], after used: UInt64
    ) async throws -> RestoreReport {
        try await admit { try $0.beginEpoch(backupMadeAt: backupMadeAt, revocations: revocations, after: used) }
    }

    /// The present epoch; 0 in a store that has not begun.
    package func epoch() async throws -> UInt64 {
        try await readers.read { try $0.setting(Admission.epochSetting).flatMap { UInt64($0) } ?? 0 }
    }
}
