internal import FieldModel
internal import SyncCore

/// A device's batch, checked against its chain and admitted with the batches of others.
struct PushAdmission: Sendable {
    let core: ServerCore
    let device: PushingDevice

    /// Acknowledged when this returns. One operation that makes the store refuse the batch is found by admitting them
    /// one by one, and is quarantined.
    func admit(_ operations: [SealedOperation]) async throws -> PushResult {
        let batch = try operations.map {
            try DecodedOperation($0, of: device.id, coding: core.parts.operations, hash: core.parts.hash)
        }
        do {
            return try await admit(batch, poisoned: [])
        } catch let failure where !Self.isOperational(failure) {
            return try await admitSingly(batch)
        }
    }

    private func admitSingly(_ batch: [DecodedOperation]) async throws -> PushResult {
        var receipts: [Receipt] = []
        for operation in batch {
            let result: PushResult
            do {
                result = try await admit([operation], poisoned: [])
            } catch let failure where !Self.isOperational(failure) {
                result = try await admit([operation], poisoned: [operation.header.id])
            }
            receipts += result.receipts
            guard case .admitted = result else { return result.with(receipts) }
        }
        return .admitted(receipts)
    }

    private func admit(_ batch: [DecodedOperation], poisoned: Set<OperationID>) async throws -> PushResult {
        let device = device
        return try await core.admit { admission in
            var push = Push(admission: admission, device: device, poisoned: poisoned)
            let result = try push.run(batch)
            admission = push.admission
            return result
        }
    }

    /// A store that cannot write at all, as opposed to one that refuses what was to be written.
    private static func isOperational(_ error: any Error) -> Bool {
        switch error {
        case let failure as StoreFailure: failure.code != "constraint"
        case is AdmissionFailure, is CancellationError: true
        default: false
        }
    }
}
