package import FieldModel

/// What a device says in an exchange; Protos/cartera/v1/exchange.proto documents each field.
package enum DeviceFrame: Hashable, Sendable {
    case hello(Hello)
    case push([SealedOperation])
    case endOfPush(round: UInt32)
    case applied(Applied)
    case repair(RepairRequest)
    case bye(Bye)
}

/// What the server answers.
package enum ServerFrame: Hashable, Sendable {
    case welcome(Welcome)
    case receipts([Receipt])
    case page(Page)
    case checkpoint(Checkpoint)
    case repair(RepairReply)
    case bye(Bye)
}

/// The version of the exchange that this program speaks.
package let protocolVersion: UInt32 = 1

package struct Hello: Hashable, Sendable {
    package var protocolVersion: UInt32
    package var incarnation: UInt32
    package var positions: [ReplicaPosition]
    package var lastAcknowledged: ChainEnd
    package var lastMinted: ChainEnd
    package var pending: UInt64
    package var encodings: [String]
    package var wallClock: Instant
    package var monotonic: Int64
    package var bootID: [UInt8]
    package var hlc: HybridLogicalClock
    package var logHeads: [LogHead]
    package var programVersion: String
    package var oldestUnsentAt: Instant?
    package var renewalRequest: [UInt8]
    package var live: Bool
    /// Told of the fence, it keeps its rows and compares them by repair keys.
    package var comparesKeys: Bool
    /// Told of a new epoch, it does the same.
    package var comparesEpochs = false
    /// It was told that it compares, and digests have not agreed since.
    package var isComparing = false
    /// How many late receipts it has taken; nil when it does not know.
    package var lateThrough: UInt64?
    /// The epoch in which it last offered what is in chains before its present one; nil when there are none.
    package var olderChainsOffered: UInt64?
    /// The scope that the replica's rows are of, as the server named it; empty when the device does not know.
    package var scope: String

    package init(
        protocolVersion: UInt32 = SyncCore.protocolVersion, incarnation: UInt32, positions: [ReplicaPosition] = [],
        lastAcknowledged: ChainEnd = ChainEnd(), lastMinted: ChainEnd = ChainEnd(), pending: UInt64 = 0,
        encodings: [String] = ["identity"], wallClock: Instant, monotonic: Int64 = 0, bootID: [UInt8] = [],
        hlc: HybridLogicalClock = .zero, logHeads: [LogHead] = [], programVersion: String = "",
        oldestUnsentAt: Instant? = nil, renewalRequest: [UInt8] = [], live: Bool = false,
        comparesKeys: Bool = false, scope: String = ""
    ) {
        self.protocolVersion = protocolVersion
        self.incarnation = incarnation
        self.positions = positions
        self.lastAcknowledged = lastAcknowledged
        self.lastMinted = lastMinted
        self.pending = pending
        self.encodings = encodings
        self.wallClock = wallClock
        self.monotonic = monotonic
        self.bootID = bootID
        self.hlc = hlc
        self.logHeads = logHeads
        self.programVersion = programVersion
        self.oldestUnsentAt = oldestUnsentAt
        self.renewalRequest = renewalRequest
        self.live = live
        self.comparesKeys = comparesKeys
        self.scope = scope
    }
}

package struct ReplicaPosition: Hashable, Sendable {
    package var cursor: FeedPosition
    package var digest: ScopeDigest
    package init(cursor: FeedPosition, digest: ScopeDigest) {
        self.cursor = cursor
        self.digest = digest
    }
}

package struct LogHead: Hashable, Sendable {
    package var log: Identifier
    package var size: UInt64
    package var root: [UInt8]
    package init(log: Identifier, size: UInt64, root: [UInt8]) {
        self.log = log
        self.size = size
        self.root = root
    }
}

/// How the server wants the exchange to go on.
package enum WelcomeVerdict: Hashable, Sendable {
    case resume
    case sendFrom(sequence: UInt64)
    case newIncarnation(UInt32)
    /// The scope is another than the replica's: positions start over, outbox kept.
    case scopeChanged
    case rebaseline(reason: String)
    case upgrade(oldest: UInt32, newest: UInt32, oldSide: String)
    case wait(milliseconds: UInt32)
    case quarantined(reason: String)
    case revoked(reason: String)

    /// The reason of a rebaseline that keeps rows and cursor: what the feed has forgotten is found by comparing.
    package static let fence = "fence"
    /// The same, in a new epoch or where the cursor lies beyond the server's head: what came after the backup is found by
    /// comparing.
    package static let comparedEpoch = "epoch_compared"

    /// Whether what the device does goes into quarantine, and it is sent no change.
    package var isRestriction: Bool {
        switch self {
        case .quarantined, .revoked: true
        default: false
        }
    }

    /// Whether the branch of its heads is the one of the rows that follow.
    package var placesRows: Bool {
        if case .newIncarnation = self { return false }
        return !isRestriction
    }

    package var comparesByKeys: Bool {
        self == .rebaseline(reason: Self.fence) || self == .rebaseline(reason: Self.comparedEpoch)
    }
}

extension Welcome {
    /// Where a replica at `position` goes on when the server's head lies before it in the same epoch; nil everywhere else.
    /// Its own place would pass over what the server will give those commits to.
    package func stepBack(from position: FeedPosition) -> FeedPosition? {
        guard verdict == .rebaseline(reason: WelcomeVerdict.comparedEpoch) else { return nil }
        return heads.first {
            $0.branch == position.branch && $0.epoch == position.epoch && $0.precedes(position)
        }
    }
}

package struct Welcome: Hashable, Sendable {
    package var protocolVersion: UInt32
    package var serverTime: Instant
    package var batchOperations: Int
    package var batchBytes: Int
    package var pageBytes: Int
    package var roundOperations: Int
    package var clockSkewMilliseconds: Int64
    /// Days that the device keeps the bodies of operations that have their receipt.
    package var bodyDays = Limits.bodyDays
    package var chain: ChainEnd
    package var heads: [FeedPosition]
    /// collector, branch, none.
    package var scope: String
    package var role: String
    package var person: PersonID?
    package var renewedCertificate: String
    package var leaseExpiresAt: Instant?
    package var clockOffset: Int64
    /// What differs at the checkpoint may be what the feed has forgotten, and is no damage.
    package var compares = false
    package var verdict: WelcomeVerdict

    package init(
        protocolVersion: UInt32 = SyncCore.protocolVersion, serverTime: Instant,
        batchOperations: Int = Limits.operationsPerBatch, batchBytes: Int = Limits.pushBatchBytes,
        pageBytes: Int = Limits.pageBytes, roundOperations: Int = Limits.operationsPerExchange,
        clockSkewMilliseconds: Int64 = Limits.clockSkewMilliseconds, chain: ChainEnd = ChainEnd(),
        heads: [FeedPosition] = [], scope: String = "none", role: String = "", person: PersonID? = nil,
        renewedCertificate: String = "", leaseExpiresAt: Instant? = nil, clockOffset: Int64 = 0,
        verdict: WelcomeVerdict
    ) {
        self.protocolVersion = protocolVersion
        self.serverTime = serverTime
        self.batchOperations = batchOperations
        self.batchBytes = batchBytes
        self.pageBytes = pageBytes
        self.roundOperations = roundOperations
        self.clockSkewMilliseconds = clockSkewMilliseconds
        self.chain = chain
        self.heads = heads
        self.scope = scope
        self.role = role
        self.person = person
        self.renewedCertificate = renewedCertificate
        self.leaseExpiresAt = leaseExpiresAt
        self.clockOffset = clockOffset
        self.verdict = verdict
    }
}

/// A piece of the feed. `content` is an encoded `PageContent`, compressed as `encoding` says.
package struct Page: Hashable, Sendable {
    package var encoding: String
    package var rawSize: Int
    package var content: [UInt8]
    package var reaches: FeedPosition
    package init(encoding: String, rawSize: Int, content: [UInt8], reaches: FeedPosition) {
        self.encoding = encoding
        self.rawSize = rawSize
        self.content = content
        self.reaches = reaches
    }
}

package struct Checkpoint: Hashable, Sendable {
    package var at: FeedPosition
    package var digest: ScopeDigest
    package var caughtUp: Bool
    package var logHead: LogHead?
    /// The round that it ends; 0 for one sent on the server's own account.
    package var round: UInt32
    /// How many late receipts the device has when it takes this; nil of a server that does not say so.
    package var lateThrough: UInt64?
    package init(at: FeedPosition, digest: ScopeDigest, caughtUp: Bool, logHead: LogHead? = nil, round: UInt32) {
        self.at = at
        self.digest = digest
        self.caughtUp = caughtUp
        self.logHead = logHead
        self.round = round
    }
}

package struct Applied: Hashable, Sendable {
    package var cursor: FeedPosition
    package var digest: ScopeDigest
    package var erased: [AccountID]
    /// `match`, `mismatch`; empty between checkpoints.
    package var comparison: String
    /// No byte is left of any account outside the scope.
    package var nothingElse: Bool
    package init(
        cursor: FeedPosition, digest: ScopeDigest, erased: [AccountID] = [], comparison: String = "",
        nothingElse: Bool = false
    ) {
        self.cursor = cursor
        self.digest = digest
        self.erased = erased
        self.comparison = comparison
        self.nothingElse = nothingElse
    }
}

package struct RepairRange: Hashable, Sendable {
    package var prefix: [UInt8]
    package var digest: ScopeDigest
    package init(prefix: [UInt8], digest: ScopeDigest) {
        self.prefix = prefix
        self.digest = digest
    }
}

package struct KeyedRowDigest: Hashable, Sendable {
    package var kind: UInt16
    package var id: RecordID
    package var digest: [UInt8]
    package init(kind: UInt16, id: RecordID, digest: [UInt8]) {
        self.kind = kind
        self.id = id
        self.digest = digest
    }
}

package struct RepairRequest: Hashable, Sendable {
    package var branch: BranchID
    package var ranges: [RepairRange]
    package var rows: [KeyedRowDigest]
    package var leaves: Bool
    /// Asks for a sketch of the scope with so many cells, in place of ranges; of rows of one kind when that is given.
    package var sketchCells: Int
    package var kind: UInt16?
    /// Encodings in which rows may come.
    package var encodings: [String] = []
    package init(
        branch: BranchID, ranges: [RepairRange], rows: [KeyedRowDigest] = [], leaves: Bool = false,
        sketchCells: Int = 0, kind: UInt16? = nil
    ) {
        self.branch = branch
        self.ranges = ranges
        self.rows = rows
        self.leaves = leaves
        self.sketchCells = sketchCells
        self.kind = kind
    }
}

package struct RepairReply: Hashable, Sendable {
    package var branch: BranchID
    package var ranges: [RepairRange]
    package var rows: [FeedRow]
    package var surplus: [KeyedRowDigest]
    package var at: FeedPosition
    /// A `RepairSketch`; the only range beside it is the whole scope's.
    package var sketch: [UInt8] = []
    /// The rows, in an encoding that was asked for.
    package var packed: Page?
    package init(
        branch: BranchID, ranges: [RepairRange], rows: [FeedRow], surplus: [KeyedRowDigest], at: FeedPosition
    ) {
        self.branch = branch
        self.ranges = ranges
        self.rows = rows
        self.surplus = surplus
        self.at = at
    }
}

/// The only last frame. `done`, `superseded`, `wait`, `shutting_down`, `revoked`, or an error's stable code.
package struct Bye: Hashable, Sendable {
    package var reason: String
    package var detail: String
    package var retryAfterMilliseconds: UInt32
    package init(reason: String, detail: String = "", retryAfterMilliseconds: UInt32 = 0) {
        self.reason = reason
        self.detail = detail
        self.retryAfterMilliseconds = retryAfterMilliseconds
    }
}
