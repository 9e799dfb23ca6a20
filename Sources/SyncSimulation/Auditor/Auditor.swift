internal import FieldModel
internal import SyncCore

/// A small model of what must be true, kept beside the world from what people did and what the server said of it.
///
/// It shares no code with the reducer: where both must know something, it is written here a second time, and simpler.
struct Auditor {
    struct Minted {
        var header: OperationHeader
        var actedAt: Instant
        /// Which of the copies of the device has it.
        var laptop: Int
        /// Whether the laptop knew what time it was, by its clock and what it had been told of that.
        var knewTheTime: Bool
        /// What the laptop said on the spot, and whether it knew the account as of a checkpoint, and the time.
        var told: FieldModel.Outcome
        var isSure: Bool
        /// One's own operations that the account showed beyond its confirmed rows.
        var restsOn: [OperationID] = []
    }
    struct Touch {
        var branch: BranchID?
        var epoch: UInt64
        var commit: UInt64
    }

    struct Orphan {
        var operation: OperationID
        /// The server's, then.
        var epoch: UInt64
    }

    struct PaymentFact {
        var amount: Int64
        var operation: OperationID
        var voucher = ""
        var isReversed = false
    }

    struct VisitFact {
        var isWithdrawn = false
    }

    struct Balance {
        var lender: Int64
        var asOf: CalendarDate
    }

    /// Every operation that ever was on a device's disk, in its device's order.
    var minted: [DeviceID: [Minted]] = [:]
    /// The last sequence that the server admitted.
    var admitted: [ChainName: UInt64] = [:]
    /// Acknowledged, and gone from its device with a disk that was replaced by an image.
    var orphans: [Orphan] = []
    var everSetBack: Set<DeviceID> = []
    /// Those that had two copies in use at once.
    var everCopied: Set<DeviceID> = []
    var outcomes: [OperationID: OutcomeState] = [:]
    var intents: [OperationID: Intent] = [:]
    var payments: [AccountID: [RecordID: PaymentFact]] = [:]
    var lenderPayments: [AccountID: [RecordID: LenderPayment]] = [:]
    var visits: [AccountID: [RecordID: VisitFact]] = [:]
    var balances: [AccountID: Balance] = [:]
    var assignees: [AccountID: PersonID] = [:]
    /// In which branch each account lives, and what each person's devices may hold.
    var homes: [AccountID: BranchID] = [:]
    var scopes: [PersonID: SyncScope] = [:]
    var moves: [AccountID: [Move]] = [:]
    /// How many operations the server has told of: what came before what.
    private(set) var order = 0
    /// The last effective write of each field, and the edits of each phone.
    var writes: [FieldPlace: FieldWrite] = [:]
    var removed: Set<RecordID> = []
    var contacts: [DeviceID: [Instant]] = [:]
    var jumps: [DeviceID: [Instant]] = [:]
    /// The last commits on each account, by whoever made them; `nil_` for what surprised its author.
    var touches: [AccountID: [DeviceID: Touch]] = [:]
    /// What nodes of the next version wrote into records last.
    var carried: [RecordKey: [UInt8]] = [:]
    /// Whose the accounts are, by document, and what is known of contacts with them (`AuditedContacts`).
    var persons: [AccountID: String] = [:]
    var contactsMade: [AccountID: [RecordID: ContactMade]] = [:]
    var plans: [RecordID: Plan] = [:]
    var grants: [RecordID: Grant] = [:]
    private(set) var violation: Violation?

    struct FieldPlace: Hashable {
        var kind: RecordKind
        var record: RecordID
        var field: String
    }

    /// An account came to a branch.
    struct Move {
        var branch: BranchID
        var epoch: UInt64
        var commit: UInt64
        var order: Int
    }

    struct FieldWrite {
        var value: String
        var account: AccountID
        var branch: BranchID?
        var order: Int
        var operation: OperationID
        var device: DeviceID
        var epoch: UInt64
        var commit: UInt64
    }

    mutating func report(_ invariant: Invariant, _ message: String) {
        violation = violation ?? Violation(invariant: invariant, message: message)
    }
}

extension Auditor {
    mutating func observe(_ event: ServerEvent) {
        if let violation = ExactlyOnce.violation(event, self) { report(.exactlyOnce, violation) }
        if let violation = DeviceOrder.violation(event, self) { report(.deviceOrder, violation) }
        if let violation = SameVerdict.violation(event, self) { report(.sameVerdict, violation) }
        order += 1
        touch(event)
        carried.merge(event.added) { $1 }
        let id = event.header.id
        if outcomes[id] == nil, DeviceOrder.isNext(event, self) { admitted[event.chain] = event.header.sequence }
        outcomes[id] = event.outcome.state
        intents[id] = event.intent
        guard isEffective(event.outcome.state), let intent = event.intent else { return }
        take(intent, event)
    }

    func isEffective(_ state: OutcomeState?) -> Bool {
        switch state {
        case .applied, .merged, .conflicted: true
        case .refused, .withdrawn, .held, nil: false
        }
    }

    private mutating func take(_ intent: Intent, _ event: ServerEvent) {
        let account = event.header.account
        switch intent {
        case .recordPayment(let made):
            payments[account, default: [:]][made.payment] = PaymentFact(
                amount: made.amount, operation: event.header.id, voucher: made.voucher)
        case .importPayment(let row): take(row, event)
        case .reversePayment(let reversal): payments[account]?[reversal.payment]?.isReversed = true
        case .recordVisit(let made): visits[account, default: [:]][made.visit] = VisitFact()
        case .withdrawOperation(let withdrawal): takeBack(withdrawal.operation, event)
        case .replaceOperation(let replacement):
            takeBack(replacement.operation, event)
            take(replacement.intent, event)
        case .importAccount(let row):
            let isNew = balances[account] == nil
            persons[account] = row.debtor.document
            balances[account] = Balance(lender: row.account.lenderBalance, asOf: row.account.balanceAsOfDay)
            if isNew {
                assignees[account] = row.account.assignee
                homes[account] = event.branch
            }
        case .assignAccount(let assignment):
            assignees[account] = assignment.assignee
            guard let branch = assignment.branch, branch != homes[account] else { return }
            homes[account] = branch
            moves[account, default: []].append(
                Move(branch: branch, epoch: event.epoch, commit: event.commit, order: order))
        default: takeEdit(intent, event)
        }
    }

    private mutating func takeEdit(_ intent: Intent, _ event: ServerEvent) {
        switch intent {
        case .setAccountFields(let edited): write(edited.edits, .registers, event.header.account, event)
        case .updateContactPoint(let edited):
            if removed.contains(edited.point) { expectRemovalConflict(edited.point, event) }
            write(edited.edits, .contactPoint, edited.point, event)
        case .addContactPoint(let added):
            for (field, value) in [("value", added.value), ("label", added.label)] {
                note(FieldPlace(kind: .contactPoint, record: added.point, field: field), value, event)
            }
        case .removeContactPoint(let removal): remove(removal, event)
        case .resolveConflict(let resolution): resolve(resolution, event)
        default: takeContact(intent, event)
        }
    }

    /// What an operation in effect did, undone; one without effect has nothing to undo.
    private mutating func takeBack(_ target: OperationID, _ event: ServerEvent) {
        guard isEffective(outcomes[target]), let intent = intents[target] else { return }
        undo(intent, event.header.account)
    }

    private mutating func undo(_ intent: Intent, _ account: AccountID) {
        switch intent {
        case .recordPayment(let made): payments[account]?[made.payment]?.isReversed = true
        case .recordVisit(let made): visits[account]?[made.visit]?.isWithdrawn = true
        case .addContactPoint(let made): removed.insert(made.point)
        case .logContact(let made): contactsMade[account]?[made.contact]?.isWithdrawn = true
        case .replaceOperation(let replacement): undo(replacement.intent, account)
        default: break
        }
    }
}
