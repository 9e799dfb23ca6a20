internal import FieldModel
internal import FieldRules
internal import SyncCore

struct ServerRow {
    var row: FeedRow
    var audience: Audience
    var digest: RowDigest
}

/// What the server knows of a device, from its own tables.
struct ServerDevice {
    var person: PersonID
    var role: Role
    var scope: SyncScope
    /// Every contact, oldest first.
    var contacts: [Contacted] = []

    struct Contacted {
        var at: Instant
        var offset: Int64
        var lastMinted: UInt64
    }
}

/// An admitted operation as it is kept for good.
struct HistoryEntry {
    var header: OperationHeader
    var sealed: SealedOperation
    var link: [UInt8]
    var intent: Intent
    var actor: Actor
    var receipt: Receipt
    var clockOffset: Int64
    var clockSuspect: Bool
    var previousContact: Instant?
    var accountWasHeld: Bool

    var past: PastOperation {
        PastOperation(
            header: header, intent: intent, actor: actor, clockOffset: clockOffset, clockSuspect: clockSuspect,
            previousContact: previousContact, accountWasHeld: accountWasHeld)
    }
}

struct ChainPosition: Hashable {
    var device: DeviceID
    var sequence: UInt64
}

/// Something took effect, or was decided to have none: what the auditor is told.
struct ServerEvent {
    var header: OperationHeader
    var intent: Intent
    var outcome: FieldModel.Outcome
    var commit: UInt64
    var at: Instant
    /// The account's conflicts right after it.
    var conflicts: [Conflict]
    /// Of a `ResolveConflict`: the conflict as it stood before.
    var resolved: Conflict?
}

/// The server's whole state as a value: a transaction is a copy that takes the original's place, or does not.
struct SimulatedServer {
    let branch: BranchID
    let system: Actor
    let hash = FastHash()
    let codec = SimulatedCodec()
    let zone: Zone
    var plant: PlantedBug?
    var settings: BranchSettings
    var head: UInt64 = 0
    var rows: [RecordKey: ServerRow] = [:]
    var keys: [AccountID: Set<RecordKey>] = [:]
    var aggregates: [AccountID: Aggregate] = [:]
    /// Who saw an account from which commit on.
    var placements: [AccountID: [(commit: UInt64, audience: Audience)]] = [:]
    var evictions: [Audience: [AccountID: UInt64]] = [:]
    var digests: [Audience: ScopeDigest] = [:]
    var history: [HistoryEntry] = []
    var byName: [OperationID: Int] = [:]
    var byPosition: [ChainPosition: Int] = [:]
    var chains: [DeviceID: ChainEnd] = [:]
    var devices: [DeviceID: ServerDevice] = [:]
    var commits: [OperationID: UInt64] = [:]
    var events: [ServerEvent] = []

    init(branch: BranchID, system: Actor, zone: Zone, settings: BranchSettings, plant: PlantedBug?) {
        self.branch = branch
        self.system = system
        self.zone = zone
        self.settings = settings
        self.plant = plant
    }

    var accounts: [AccountID] { placements.keys.sorted() }

    func audience(of account: AccountID) -> Audience { placements[account]?.last?.audience ?? .nobody }

    /// The nil account stands for the records of everybody.
    func aggregate(of account: AccountID) -> Aggregate {
        aggregates[account] ?? Aggregate(account: account.isNil ? nil : account)
    }

    var heldOperations: [HistoryEntry] { history.filter { $0.receipt.outcome.state == .held } }
}

extension SimulatedServer {
    mutating func greet(_ device: DeviceID, _ greeted: Greeted, now: Instant) {
        let contact = ServerDevice.Contacted(
            at: now, offset: now - greeted.wallClock, lastMinted: greeted.lastMinted)
        devices[device]?.contacts.append(contact)
    }

    mutating func answer(_ request: Request, from device: DeviceID, now: Instant) -> Reply {
        switch request {
        case .push(let operations): return .receipts(push(operations, from: device, now: now))
        case .pull(let after, let claimed, let pageBytes, _):
            let scope = devices[device]?.scope ?? claimed
            return .page(page(PlantedBug.served(plant, scope, claimed: claimed), after: after, bytes: pageBytes))
        }
    }
}
