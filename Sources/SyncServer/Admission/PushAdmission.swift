internal import FieldModel
internal import GRPCCore
internal import SyncCore

/// The device that pushes, as its Hello found it.
struct PushingDevice: Sendable, Hashable {
    var id: DeviceID
    var scope: SyncScope?
    var clockOffset: Int64
    var clockSuspect: Bool
    var previousContact: Instant?
}

/// What became of a device's batch.
enum PushResult: Sendable, Hashable {
    case admitted([Receipt])
    /// Operations are missing before the first that could not be taken.
    case gap([Receipt], ChainEnd)
    /// The chain forks: what came is in quarantine, and so is the device.
    case forked([Receipt])
    case wrongIncarnation([Receipt])
}

/// A device's batch, checked against its chain and admitted with the batches of others.
struct PushAdmission: Sendable {
    let core: ServerCore
    let device: PushingDevice

    /// Bytes of a header at most; ours have about 250.
    static let mostHeaderBytes = 4096

    /// Acknowledged when this returns. One operation that makes the store refuse the batch is found by admitting them
    /// one by one, and is quarantined.
    func admit(_ operations: [SealedOperation]) async throws -> PushResult {
        let batch = try operations.map(decode)
        guard batch.allSatisfy({ $0.header.device == device.id }) else {
            throw ServiceFailure(
                .permissionDenied, code: "foreign_device", "An operation claims to be of another device.")
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

    private func decode(_ sealed: SealedOperation) throws -> DecodedOperation {
        guard sealed.header.count <= Self.mostHeaderBytes,
            let header = try? core.parts.operations.decodeHeader(sealed.header), header.sequence > 0, !header.id.isNil
        else { throw ServiceFailure.invalid("malformed_header", "The header of an operation cannot be read.") }
        let link = ChainHash.link(header: sealed.header, hash: core.parts.hash)
        let body = SubmittedBody.read(sealed, header, coding: core.parts.operations, hash: core.parts.hash)
        return DecodedOperation(sealed: sealed, header: header, link: link, body: body)
    }

    /// A store that cannot write at all, as opposed to one that refuses what was to be written.
    private static func isOperational(_ error: any Error) -> Bool {
        switch error {
        case let failure as StoreFailure: failure.code != "constraint"
        case is ServiceFailure, is CancellationError: true
        default: false
        }
    }
}

extension PushResult {
    var receipts: [Receipt] {
        switch self {
        case .admitted(let receipts), .gap(let receipts, _), .forked(let receipts), .wrongIncarnation(let receipts):
            receipts
        }
    }

    fileprivate func with(_ receipts: [Receipt]) -> PushResult {
        switch self {
        case .admitted: .admitted(receipts)
        case .gap(_, let end): .gap(receipts, end)
        case .forked: .forked(receipts)
        case .wrongIncarnation: .wrongIncarnation(receipts)
        }
    }
}

struct DecodedOperation: Sendable {
    let sealed: SealedOperation
    let header: OperationHeader
    let link: [UInt8]
    let body: SubmittedBody
}

/// One device's batch inside the transaction.
private struct Push {
    var admission: Admission
    let device: PushingDevice
    let poisoned: Set<OperationID>

    mutating func run(_ batch: [DecodedOperation]) throws -> PushResult {
        guard let record = try admission.transaction.device(device.id),
            let person = try admission.transaction.person(record.person)
        else { throw ServiceFailure(.unauthenticated, code: "unknown_device", "The server does not know this device.") }
        let actor = Actor(person: person.id, device: record.id, role: person.role)
        if record.state != .active || person.disabled {
            return .admitted(try batch.map { try quarantine($0, actor, record.incarnation) })
        }
        var end = try admission.transaction.chainEnd(device: record.id, incarnation: record.incarnation)
        var receipts: [Receipt] = []
        for (index, operation) in batch.enumerated() {
            switch try place(operation, record.incarnation, end) {
            case .next:
                receipts.append(try admitNext(operation, actor))
                end = ChainEnd(
                    incarnation: record.incarnation, sequence: operation.header.sequence, link: operation.link)
            case .known(let receipt): receipts.append(receipt)
            case .missing: return .gap(receipts, end)
            case .otherIncarnation: return .wrongIncarnation(receipts)
            case .fork:
                try markForked(record)
                receipts += try batch[index...].map { try quarantine($0, actor, record.incarnation) }
                return .forked(receipts)
            }
        }
        return .admitted(receipts)
    }

    private enum Place {
        case next
        case known(Receipt)
        case missing
        case fork
        case otherIncarnation
    }

    private func place(_ operation: DecodedOperation, _ incarnation: UInt32, _ end: ChainEnd) throws -> Place {
        let header = operation.header
        if header.incarnation == incarnation, header.sequence > end.sequence {
            guard header.sequence == end.sequence + 1 else { return .missing }
            return header.previousLink == end.link ? .next : .fork
        }
        let known = try admission.transaction.operation(
            device: device.id, incarnation: header.incarnation, sequence: header.sequence)
        if let known, known.link == operation.link { return .known(try latest(known)) }
        return header.incarnation == incarnation ? .fork : .otherIncarnation
    }

    /// The receipt as it stands now, which may have become final since.
    private func latest(_ known: StoredOperation) throws -> Receipt {
        var receipt = known.receipt
        receipt.operation = known.header.id
        receipt.alreadyApplied = true
        guard let placement = try admission.transaction.placement(known.header.account), let scope = device.scope,
            scope.holds(placement)
        else { return receipt.withoutValues }
        return receipt
    }

    private mutating func admitNext(_ operation: DecodedOperation, _ actor: Actor) throws -> Receipt {
        if poisoned.contains(operation.header.id) {
            return try admission.admit(submission(operation, actor), as: .quarantined)
        }
        if try admission.transaction.receipt(operation: operation.header.id, device: device.id) != nil {
            return try refuseTakenName(operation, actor)
        }
        return try admission.admit(submission(operation, actor))
    }

    /// The chain goes on with the operation's bytes; as its name is another operation's, it is kept under one of its own.
    private mutating func refuseTakenName(_ operation: DecodedOperation, _ actor: Actor) throws -> Receipt {
        var renamed = submission(operation, actor)
        renamed.header.id = .derived(time48: operation.header.id.time48, hash: operation.link)
        let outcome = Outcome(state: .refused, reason: AdmissionReason.idTaken)
        var receipt = try admission.admit(renamed, as: outcome)
        receipt.operation = operation.header.id
        return receipt
    }

    private func submission(_ operation: DecodedOperation, _ actor: Actor) -> Submission {
        Submission(
            header: operation.header, sealed: operation.sealed, link: operation.link, body: operation.body,
            actor: actor,
            scope: device.scope, clockOffset: device.clockOffset, clockSuspect: device.clockSuspect,
            previousContact: device.previousContact)
    }
}

extension Push {
    private func markForked(_ record: DeviceRecord) throws {
        var forked = record
        forked.state = .quarantined
        forked.reason = DeviceReason.chainFork
        try admission.transaction.save(forked)
        let content = AuditLeaf.content(
            act: "device_quarantined", actor: record.person, subject: record.id, detail: DeviceReason.chainFork,
            at: admission.now)
        _ = try admission.transaction.appendLeaf(
            AuditLeaf.organisationLog, hash: ChainHash.leaf(content, hash: admission.parts.hash))
    }

    /// Keeps an operation without effect, in the device's own chain where it goes on, else in a lane beside it.
    ///
    /// Two copies of a laptop give one position to two operations. Lane n of an incarnation is kept as the incarnation
    /// with n in its highest byte, so that both are stored.
    private mutating func quarantine(
        _ operation: DecodedOperation, _ actor: Actor, _ incarnation: UInt32
    ) throws -> Receipt {
        for lane in UInt32(0)...Self.mostLanes {
            let number = operation.header.incarnation & 0xFF_FFFF | lane << 24
            let end = try admission.transaction.chainEnd(device: device.id, incarnation: number)
            let known = try admission.transaction.operation(
                device: device.id, incarnation: number, sequence: operation.header.sequence)
            if let known {
                if known.link == operation.link { return try latest(known) }
                continue
            }
            let continues = end.sequence + 1 == operation.header.sequence && end.link == operation.header.previousLink
            guard continues || (lane > 0 && end.sequence == 0) else { continue }
            var kept = submission(operation, actor)
            kept.header.incarnation = number
            if try admission.transaction.receipt(operation: operation.header.id, device: device.id) != nil {
                kept.header.id = .derived(time48: operation.header.id.time48, hash: operation.link)
            }
            var receipt = try admission.admit(kept, as: .quarantined)
            receipt.operation = operation.header.id
            return receipt.withoutValues
        }
        // More copies than lanes: the device keeps what is not acknowledged.
        throw ServiceFailure(.resourceExhausted, code: "quarantine_full", "This device's quarantine is full.")
    }

    private static let mostLanes: UInt32 = 255
}

extension Outcome {
    static var quarantined: Outcome { Outcome(state: .held, reason: AdmissionReason.quarantine) }
}

extension SyncScope {
    func holds(_ placement: AccountPlacement) -> Bool {
        switch self {
        case .branch(let branch): placement.branch == branch
        case .collector(let branch, let person): placement.branch == branch && placement.audience == .collector(person)
        }
    }
}

/// Why a device is not active: stable words.
package enum DeviceReason {
    /// Two copies of the laptop have sent different operations under one position.
    package static let chainFork = "chain_fork"
    /// A certificate older than one that was used since.
    package static let oldCertificate = "old_certificate"
    /// The laptop was set back to an earlier state.
    package static let chainBehind = "chain_behind"
    package static let personDisabled = "person_disabled"
    package static let leaseEnded = "lease_ended"
}
