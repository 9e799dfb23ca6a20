package import FieldModel

/// A branch: the unit of placement, of ordering and of transactions.
package struct BranchRecord: Hashable, Sendable {
    package var id: BranchID
    package var name: String
    package var timeZone: String
    package var epoch: UInt64
    package var head: UInt64
    /// The device that imports, assignments and jobs act as.
    package var systemDevice: DeviceID

    package init(id: BranchID, name: String, timeZone: String, epoch: UInt64, head: UInt64 = 0, systemDevice: DeviceID)
    {
        self.id = id
        self.name = name
        self.timeZone = timeZone
        self.epoch = epoch
        self.head = head
        self.systemDevice = systemDevice
    }
}

/// What a person may do; the table is in `SyncServer/Authorisation`.
package enum Role: String, Hashable, Sendable, CaseIterable, Codable {
    case collector, supervisor, branch, compliance, auditor, administrator
}

package struct PersonRecord: Hashable, Sendable {
    package var id: PersonID
    package var name: String
    package var role: Role
    package var branch: BranchID?
    package var disabled: Bool
    package var createdAt: Instant

    package init(
        id: PersonID, name: String, role: Role, branch: BranchID?, disabled: Bool = false, createdAt: Instant
    ) {
        self.id = id
        self.name = name
        self.role = role
        self.branch = branch
        self.disabled = disabled
        self.createdAt = createdAt
    }
}

package enum DeviceState: String, Hashable, Sendable { case active, quarantined, revoked }

package struct DeviceRecord: Hashable, Sendable {
    package var id: DeviceID
    package var name: String
    /// Short, unique in the organisation: the first part of a voucher's number.
    package var code: String
    package var person: PersonID
    package var state: DeviceState
    package var reason: String
    package var incarnation: UInt32
    /// The certificate generation that was last used, and last issued.
    package var generationUsed: UInt32
    package var generationIssued: UInt32
    package var enrolledAt: Instant
    package var lastContactAt: Instant?
    package var clockOffset: Int64
    package var clockSuspect: Bool
    package var cursor: FeedPosition
    package var pending: UInt64
    package var oldestUnsentAt: Instant?
    package var programVersion: String
    /// match, mismatch, unknown.
    package var digest: String
    package var digestVerifiedAt: Instant?
    package var leaseExpiresAt: Instant
    package var certificateExpiresAt: Instant?
    /// SHA-256 of the last certificate request and the chain that answered it: a repeat gets the same.
    package var requestHash: [UInt8]
    package var certificateChain: String

    package init(
        id: DeviceID, name: String, code: String, person: PersonID, enrolledAt: Instant, leaseExpiresAt: Instant
    ) {
        self.id = id
        self.name = name
        self.code = code
        self.person = person
        self.enrolledAt = enrolledAt
        self.leaseExpiresAt = leaseExpiresAt
        state = .active
        reason = ""
        incarnation = 1
        generationUsed = 0
        generationIssued = 1
        lastContactAt = nil
        clockOffset = 0
        clockSuspect = false
        cursor = FeedPosition()
        pending = 0
        oldestUnsentAt = nil
        programVersion = ""
        digest = "unknown"
        digestVerifiedAt = nil
        certificateExpiresAt = nil
        requestHash = []
        certificateChain = ""
    }
}

package struct InvitationRecord: Hashable, Sendable {
    package var id: Identifier
    /// SHA-256 of the token; the token itself is shown once and kept nowhere.
    package var tokenHash: [UInt8]
    package var person: PersonID
    package var createdAt: Instant
    package var expiresAt: Instant
    package var usedBy: DeviceID?
    package var revoked: Bool

    package init(
        id: Identifier, tokenHash: [UInt8], person: PersonID, createdAt: Instant, expiresAt: Instant,
        usedBy: DeviceID? = nil, revoked: Bool = false
    ) {
        self.id = id
        self.tokenHash = tokenHash
        self.person = person
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.usedBy = usedBy
        self.revoked = revoked
    }
}

package struct AccountPlacement: Hashable, Sendable {
    package var branch: BranchID
    package var audience: Audience
    package init(branch: BranchID, audience: Audience) {
        self.branch = branch
        self.audience = audience
    }
}

/// An admitted operation as the server keeps it for good.
package struct StoredOperation: Hashable, Sendable {
    package var header: OperationHeader
    package var sealed: SealedOperation
    /// Link of this operation's header: where the chain stands after it.
    package var link: [UInt8]
    package var receipt: Receipt
    /// Server time less device time, as measured at the exchange that brought it.
    package var clockOffset: Int64

    package init(
        header: OperationHeader, sealed: SealedOperation, link: [UInt8], receipt: Receipt, clockOffset: Int64 = 0
    ) {
        self.header = header
        self.sealed = sealed
        self.link = link
        self.receipt = receipt
        self.clockOffset = clockOffset
    }
}

/// Operations in the order in which they were taken in, and where the next page begins.
package struct HistoryPage: Hashable, Sendable {
    package var operations: [StoredOperation]
    package var reaches: UInt64

    package init(operations: [StoredOperation], reaches: UInt64) {
        self.operations = operations
        self.reaches = reaches
    }
}

package struct OperationFilter: Hashable, Sendable {
    package var account: AccountID?
    package var branch: BranchID?
    package var device: DeviceID?
    package var state: OutcomeState?
    package var limit: Int
    package init(
        account: AccountID? = nil, branch: BranchID? = nil, device: DeviceID? = nil, state: OutcomeState? = nil,
        limit: Int = 100
    ) {
        self.account = account
        self.branch = branch
        self.device = device
        self.state = state
        self.limit = limit
    }
}
