package import FieldModel

/// The server's word about one operation; kept on both sides for good.
package struct Receipt: Hashable, Sendable, Codable {
    package var operation: OperationID
    package var device: DeviceID
    package var sequence: UInt64
    package var outcome: Outcome
    package var branch: BranchID?
    package var epoch: UInt64
    /// 0 when the operation had no effect.
    package var commit: UInt64
    package var alreadyApplied: Bool
    package var receivedAt: Instant
    package var log: BranchID?
    package var leafIndex: UInt64
    package var leafHash: [UInt8]

    package init(
        operation: OperationID, device: DeviceID, sequence: UInt64, outcome: Outcome, branch: BranchID? = nil,
        epoch: UInt64 = 0, commit: UInt64 = 0, alreadyApplied: Bool = false, receivedAt: Instant,
        log: BranchID? = nil, leafIndex: UInt64 = 0, leafHash: [UInt8] = []
    ) {
        self.operation = operation
        self.device = device
        self.sequence = sequence
        self.outcome = outcome
        self.branch = branch
        self.epoch = epoch
        self.commit = commit
        self.alreadyApplied = alreadyApplied
        self.receivedAt = receivedAt
        self.log = log
        self.leafIndex = leafIndex
        self.leafHash = leafHash
    }
}

/// A place in what a device has done, over all its chains: by incarnation, then sequence.
package struct ChainPlace: Hashable, Sendable {
    package var incarnation: UInt32
    package var sequence: UInt64

    package static let start = ChainPlace(incarnation: 0, sequence: 0)

    package init(incarnation: UInt32, sequence: UInt64) {
        self.incarnation = incarnation
        self.sequence = sequence
    }
}

/// Where a device's chain ends, on either side.
package struct ChainEnd: Hashable, Sendable, Codable {
    package var incarnation: UInt32
    package var sequence: UInt64
    package var link: [UInt8]

    package init(incarnation: UInt32 = 1, sequence: UInt64 = 0, link: [UInt8] = []) {
        self.incarnation = incarnation
        self.sequence = sequence
        self.link = link
    }
}
