package import FieldModel

/// A replica's place in a branch's feed: commits up to `commit` are known and, of the next, records up to `lastKey`.
package struct FeedPosition: Hashable, Sendable, Codable {
    package var branch: BranchID?
    package var epoch: UInt64
    package var commit: UInt64
    /// Empty at a commit's end; else kind (2 bytes) and id (16 bytes).
    package var lastKey: [UInt8]

    package init(branch: BranchID? = nil, epoch: UInt64 = 0, commit: UInt64 = 0, lastKey: [UInt8] = []) {
        self.branch = branch
        self.epoch = epoch
        self.commit = commit
        self.lastKey = lastKey
    }

    /// Whether this lies before `other` in one epoch of one branch.
    package func precedes(_ other: FeedPosition) -> Bool {
        commit != other.commit ? commit < other.commit : lastKey.lexicographicallyPrecedes(other.lastKey)
    }
}

/// Which commit wrote a record's bytes.
package struct RecordVersion: Hashable, Sendable, Codable {
    package var epoch: UInt64
    package var commit: UInt64
    package init(epoch: UInt64, commit: UInt64) {
        self.epoch = epoch
        self.commit = commit
    }
}

/// What a feed row says of its record.
package enum RowState: UInt8, Sendable, Codable {
    case live = 0
    case tombstone = 1
    /// The account named by the row's id left the scope.
    case eviction = 2
}

/// One row of the compacted feed. `kind` is a number: a replica keeps rows of kinds that it does not know.
package struct FeedRow: Hashable, Sendable {
    package var kind: UInt16
    package var id: RecordID
    /// Nil for audience `all`.
    package var account: AccountID?
    package var version: RecordVersion
    package var feedCommit: UInt64
    package var bytes: [UInt8]
    package var state: RowState

    package init(
        kind: UInt16, id: RecordID, account: AccountID?, version: RecordVersion, feedCommit: UInt64, bytes: [UInt8],
        state: RowState = .live
    ) {
        self.kind = kind
        self.id = id
        self.account = account
        self.version = version
        self.feedCommit = feedCommit
        self.bytes = bytes
        self.state = state
    }

    /// Kind and id as `FeedPosition.lastKey` has them.
    package var sortKey: [UInt8] { [UInt8(kind >> 8), UInt8(kind & 255)] + id.bytes }
}

/// Who sees a row within its branch.
package enum Audience: Hashable, Sendable {
    case nobody
    case collector(PersonID)
    case all

    /// As the stores keep it: 16 zero bytes, the person, 16 bytes of 0xFF.
    package var identifier: Identifier {
        switch self {
        case .nobody: .nil_
        case .collector(let person): person
        case .all: Identifier(high: .max, low: .max)
        }
    }
}

/// The slice of data that a replica may hold.
package enum SyncScope: Hashable, Sendable, Codable {
    case collector(branch: BranchID, person: PersonID)
    case branch(BranchID)

    package var branch: BranchID {
        switch self {
        case .collector(let branch, _), .branch(let branch): branch
        }
    }

    package var name: String {
        switch self {
        case .collector: "collector"
        case .branch: "branch"
        }
    }

    /// The audience whose evictions tell that something left the scope.
    package var leftAudience: Audience {
        switch self {
        case .collector(_, let person): .collector(person)
        case .branch: .nobody
        }
    }
}
