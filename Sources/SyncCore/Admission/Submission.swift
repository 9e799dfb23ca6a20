internal import FieldModel

/// An operation on its way in: decoded as far as it could be, with what the server knows of its sender.
struct Submission {
    var header: OperationHeader
    var sealed: SealedOperation
    var link: [UInt8]
    var body: SubmittedBody
    var actor: Actor
    /// The sender's scope; nil for the branch's system device, and for roles without a replica.
    var scope: SyncScope?
    /// Where a new account, or a record of audience `all`, is to live.
    var branch: BranchID?
    /// What it stands on was lost in a restore: whoever decides on it answers for its being the device's business.
    var hasLostGround = false
    var moment = ContactBounds()
}

/// What an operation's body turned out to be.
package enum SubmittedBody: Sendable {
    case intent(Intent)
    /// Of a kind of a newer program.
    case unknownKind
    /// Erased or pruned before it came.
    case missing
    /// Unreadable, or not what the header says.
    case malformed

    /// Reads a body and holds it against its header: commitment, kind, size.
    static func read(
        _ sealed: SealedOperation, _ header: OperationHeader, coding: any OperationCoding, hash: any Hashing
    ) -> SubmittedBody {
        if sealed.body.isEmpty { return .missing }
        guard let (salt, intent) = try? coding.decodeBody(sealed.body), salt.count == 16,
            intent.count <= Limits.intentBytes,
            ChainHash.commitment(salt: salt, intent: intent, hash: hash) == header.commitment
        else { return .malformed }
        do {
            let intent = try coding.decodeIntent(intent)
            if case .unknown = intent { return .unknownKind }
            return intent.kind == header.kind ? .intent(intent) : .malformed
        } catch {
            return .malformed
        }
    }
}

extension StoredOperation {
    /// Whether this program can read what it says: one that an older program kept may be of a kind that it did not know.
    package func isReadable(_ coding: any OperationCoding, _ hash: any Hashing) -> Bool {
        if case .intent = SubmittedBody.read(sealed, header, coding: coding, hash: hash) { return true }
        return false
    }
}

/// Reasons that admission itself gives, beside the reducer's.
package enum AdmissionReason {
    /// Waits until somebody has looked at the device or the operation.
    package static let quarantine = "quarantine"
    package static let malformed = "malformed"
    package static let idTaken = "id_taken"
    package static let unsupported = "unsupported"
    package static let bodyMissing = "body_missing"
    package static let notPermitted = "not_permitted"
    package static let recordTooLarge = "record_too_large"
}
