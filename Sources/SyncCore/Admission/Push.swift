package import FieldModel

/// An operation as it came, read as far as it can be.
package struct DecodedOperation: Sendable {
    let sealed: SealedOperation
    package let header: OperationHeader
    let link: [UInt8]
    let body: SubmittedBody

    /// Bytes of a header at most; ours have about 250.
    private static let mostHeaderBytes = 4096

    /// Throws for a header that cannot be read, or is of another device.
    package init(
        _ sealed: SealedOperation, of device: DeviceID, coding: any OperationCoding, hash: any Hashing
    ) throws {
        guard sealed.header.count <= Self.mostHeaderBytes,
            let header = try? coding.decodeHeader(sealed.header), header.sequence > 0, !header.id.isNil
        else { throw AdmissionFailure.malformedHeader }
        guard header.device == device else { throw AdmissionFailure.foreignDevice }
        self.sealed = sealed
        self.header = header
        link = ChainHash.link(header: sealed.header, hash: hash)
        body = SubmittedBody.read(sealed, header, coding: coding, hash: hash)
    }
}

/// One device's batch inside the transaction: each operation finds its place in the device's chain, and is admitted,
/// answered again, or kept in quarantine.
package struct Push {
    package var admission: Admission
    private let device: PushingDevice
    private let poisoned: Set<OperationID>

    /// `poisoned` are operations that the store refuses to take: quarantined without being decided.
    package init(admission: Admission, device: PushingDevice, poisoned: Set<OperationID> = []) {
        self.admission = admission
        self.device = device
        self.poisoned = poisoned
    }

    package mutating func run(_ batch: [DecodedOperation]) throws -> PushResult {
        guard let record = try admission.transaction.device(device.id),
            let person = try admission.transaction.person(of: record)
        else { throw AdmissionFailure.unknownDevice }
        let actor = Actor(person: person.id, device: record.id, role: person.role)
        let maySend = record.state == .active || (device.isOriginal && record.isCopied)
        guard maySend, !person.disabled else {
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
                _ = try admission.quarantine(record.id, because: DeviceReason.chainFork)
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
    private func latest(_ found: StoredOperation) throws -> Receipt {
        let wasRenamed = found.receipt.operation != found.header.id
        let known = try wasRenamed ? sameAct(as: found.header) ?? found : found
        var receipt = known.receipt
        receipt.operation = known.header.id
        receipt.alreadyApplied = true
        return try receipt.told(to: device.scope, account: known.header.account, admission.transaction)
    }

    private mutating func admitNext(_ operation: DecodedOperation, _ actor: Actor) throws -> Receipt {
        if poisoned.contains(operation.header.id) {
            return try admission.admit(submission(operation, actor), as: .quarantined)
        }
        let isTaken = try admission.transaction.receipt(operation: operation.header.id, device: device.id) != nil
        if try isTaken || sameAct(as: operation.header) != nil { return try refuseTakenName(operation, actor) }
        return try admission.admitAcrossRestore(submission(operation, actor))
    }

    /// The chain goes on with the operation's bytes; as its name is taken, they are kept under one of their own.
    ///
    /// The same act at another place of the chain (the laptop was set back, or got a new incarnation, before it knew that
    /// the act had arrived) is answered with what became of it.
    private mutating func refuseTakenName(_ operation: DecodedOperation, _ actor: Actor) throws -> Receipt {
        var renamed = submission(operation, actor)
        renamed.header.id = try freeName(for: operation)
        let outcome = Outcome(state: .refused, reason: AdmissionReason.idTaken)
        var receipt = try admission.admit(renamed, as: outcome)
        if let known = try sameAct(as: operation.header) { return try latest(known) }
        receipt.operation = operation.header.id
        return receipt
    }

    /// A name for bytes whose own name is taken. The same bytes may stand in a lane beside the chain already.
    private func freeName(for operation: DecodedOperation) throws -> OperationID {
        let time = operation.header.id.time48
        var hash = operation.link
        var name = OperationID.derived(time48: time, hash: hash)
        while try admission.transaction.receipt(operation: name, device: device.id) != nil {
            hash = admission.parts.hash.sha256(hash)
            name = .derived(time48: time, hash: hash)
        }
        return name
    }

    /// The operation that has the name, when it is this one at another place of the chain, or of the chain of the device
    /// that this home was before it was enrolled anew.
    private func sameAct(as header: OperationHeader) throws -> StoredOperation? {
        guard let known = try admission.transaction.operation(header.id), known.header.author == header.author,
            known.header.commitment == header.commitment, known.header.account == header.account
        else { return nil }
        return known
    }

    private func submission(_ operation: DecodedOperation, _ actor: Actor) -> Submission {
        Submission(
            header: operation.header, sealed: operation.sealed, link: operation.link, body: operation.body,
            actor: actor, scope: device.scope, moment: device.contacts.bounds(operation.header))
    }
}

extension Push {
    /// Keeps an operation without effect, in the device's own chain where it goes on, else in a lane beside it.
    ///
    /// Two copies of a laptop give one position to two operations. Lane n of an incarnation is kept as the incarnation
    /// with n in its highest byte, so that both are stored.
    private mutating func quarantine(
        _ operation: DecodedOperation, _ actor: Actor, _ incarnation: UInt32
    ) throws -> Receipt {
        if let known = try admission.transaction.operation(operation.header.id), known.link == operation.link {
            return try latest(known)
        }
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
            kept.moment = device.contacts.bounds(operation.header, isCopy: true)
            if try admission.transaction.receipt(operation: operation.header.id, device: device.id) != nil {
                kept.header.id = try freeName(for: operation)
            }
            if let known = try sameAct(as: operation.header) {
                // It has come already, at another place: once more it must not wait for an effect.
                _ = try admission.admit(kept, as: Outcome(state: .refused, reason: AdmissionReason.idTaken))
                return try latest(known).withoutValues
            }
            var receipt = try admission.admit(kept, as: operation.inQuarantine)
            receipt.operation = operation.header.id
            return receipt.withoutValues
        }
        // More copies than lanes: the device keeps what is not acknowledged.
        throw AdmissionFailure.quarantineFull
    }

    private static let mostLanes: UInt32 = 255
}

extension DecodedOperation {
    /// What becomes of it there: nobody can decide on what has no body any more.
    fileprivate var inQuarantine: Outcome {
        if case .missing = body, sealed.withdrawnBy == nil {
            return Outcome(state: .refused, reason: AdmissionReason.bodyMissing)
        }
        return .quarantined
    }
}

extension Outcome {
    static var quarantined: Outcome { Outcome(state: .held, reason: AdmissionReason.quarantine) }
}
