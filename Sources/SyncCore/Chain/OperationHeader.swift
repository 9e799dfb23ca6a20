package import FieldModel

/// What stands before an operation's intent: its name, place in its device's chain, clocks and commitment.
package struct OperationHeader: Hashable, Sendable, Codable {
    package var id: OperationID
    package var device: DeviceID
    package var incarnation: UInt32
    /// Contiguous from 1 in (device, incarnation).
    package var sequence: UInt64
    /// Empty for sequence 1, else 32 bytes.
    package var previousLink: [UInt8]
    package var account: AccountID
    /// `Intent.kind`.
    package var kind: Int
    package var dependsOn: [OperationID]
    package var seen: FeedPosition
    package var wallClock: Instant
    /// Milliseconds since the boot named by `bootID`.
    package var monotonic: Int64
    package var bootID: [UInt8]
    package var hlc: HybridLogicalClock
    package var commitment: [UInt8]
    package var author: PersonID

    package init(
        id: OperationID, device: DeviceID, incarnation: UInt32, sequence: UInt64, previousLink: [UInt8] = [],
        account: AccountID, kind: Int, dependsOn: [OperationID] = [], seen: FeedPosition = FeedPosition(),
        wallClock: Instant, monotonic: Int64 = 0, bootID: [UInt8] = [], hlc: HybridLogicalClock = .zero,
        commitment: [UInt8] = [], author: PersonID
    ) {
        self.id = id
        self.device = device
        self.incarnation = incarnation
        self.sequence = sequence
        self.previousLink = previousLink
        self.account = account
        self.kind = kind
        self.dependsOn = dependsOn
        self.seen = seen
        self.wallClock = wallClock
        self.monotonic = monotonic
        self.bootID = bootID
        self.hlc = hlc
        self.commitment = commitment
        self.author = author
    }
}

/// The two hashes that make a chain of operations, as Protos/cartera/v1/operations.proto states them.
package enum ChainHash {
    package static func commitment(salt: [UInt8], intent: [UInt8], hash: any Hashing) -> [UInt8] {
        hash.sha256(Array("cartera-body-1".utf8) + salt + intent)
    }

    package static func link(header: [UInt8], hash: any Hashing) -> [UInt8] {
        hash.sha256(Array("cartera-op-1".utf8) + header)
    }

    /// The leaf of RFC 6962 over an admitted operation: no personal data, only ids, outcome and the commitment.
    package static func leaf(_ content: [UInt8], hash: any Hashing) -> [UInt8] { hash.sha256([0] + content) }

    package static func node(_ left: [UInt8], _ right: [UInt8], hash: any Hashing) -> [UInt8] {
        hash.sha256([1] + left + right)
    }
}

/// An operation as it travels and is stored: bytes that are never re-encoded.
package struct SealedOperation: Hashable, Sendable {
    package var header: [UInt8]
    /// Empty when the body is gone.
    package var body: [UInt8]
    package var withdrawnBy: OperationID?

    package init(header: [UInt8], body: [UInt8], withdrawnBy: OperationID? = nil) {
        self.header = header
        self.body = body
        self.withdrawnBy = withdrawnBy
    }
}
