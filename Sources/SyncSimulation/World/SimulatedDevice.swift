internal import FieldModel
internal import FieldRules
internal import SyncCore

struct DeviceRow {
    var row: FeedRow
    var digest: RowDigest
    /// What its bytes say; nil when they cannot be read.
    var content: RecordContent?
}

/// A laptop's whole state as a value: confirmed rows, outbox, overlay and cursor change together by assignment.
struct SimulatedDevice {
    /// With the role that the server named last.
    var actor: Actor
    /// Of which its rows are.
    var scope: SyncScope
    /// Its place in the world: copies of one device have others.
    let laptop: Int
    /// A copy that somebody runs beside the laptop that it was made of.
    var isCopy = false
    /// Taken away: it will never be heard of again.
    var isRetired = false
    var disk = DiskState()
    /// By the server's last word its work goes into quarantine.
    var isRestricted = false
    /// It was told that it compares, and digests have not agreed since.
    var isComparing = false
    /// How many late receipts the server had told at the last checkpoint.
    var lateThrough: UInt64?
    /// Kinds of records that its program does not know.
    var unknownKinds: Set<RecordKind> = []
    /// By the packs among its rows; nil when there are none.
    var rules: ActiveRules?
    let zone: Zone
    let hash = FastHash()
    let codec: SimulatedCodec
    var rows: [RecordKey: DeviceRow] = [:]
    /// Which of them hang under an account.
    var keysOfAccount: [AccountID: Set<RecordKey>] = [:]
    var digest = ScopeDigest()
    var cursor: FeedPosition
    var lastCheckpoint: FeedPosition
    /// Of a scan from the start that is under way: the rows that it has not brought yet.
    var unscanned: Set<RecordKey>?
    var incarnation: UInt32 = 1
    var epochs = OfferedEpochs()
    /// Acknowledged in an epoch that is over, and offered again since.
    var reoffered: Set<OperationID> = []
    /// One's own operations in the order of the chain, for good.
    var outbox: [OutboxEntry] = []
    var intents: [OperationID: Intent] = [:]
    var byName: [OperationID: Int] = [:]
    var hlc = HybridLogicalClock.zero
    /// What the person sees: confirmed records under the overlay; nil where it is to be made anew when somebody looks.
    var views: [AccountID: Aggregate?] = [:]
    /// Accounts that left the scope, and whether every byte of them is gone.
    var evicted: [AccountID: Bool] = [:]
    /// What the device's clock is ahead by.
    var clockAhead: Int64
    /// How its clocks stood at the last Welcome, and what it was told of them.
    var clockMemory: ClockMemory?

    /// When it was switched on last, and how often it was.
    var bootedAt: Instant
    var boot = 1

    init(
        actor: Actor, scope: SyncScope, laptop: Int, zone: Zone, codec: SimulatedCodec, clockAhead: Int64, now: Instant
    ) {
        self.actor = actor
        self.laptop = laptop
        self.scope = scope
        self.zone = zone
        self.codec = codec
        self.clockAhead = clockAhead
        bootedAt = now
        cursor = FeedPosition(branch: scope.branch)
        lastCheckpoint = cursor
    }

    var chainEnd: ChainEnd {
        guard let last = outbox.indices.last(where: { outbox[$0].header.incarnation == incarnation }) else {
            return ChainEnd(incarnation: incarnation)
        }
        return ChainEnd(incarnation: incarnation, sequence: outbox[last].header.sequence, link: outbox[last].link)
    }

    var pending: [OutboxEntry] { outbox.indices.filter { outbox[$0].state == .pending }.map { outbox[$0] } }

    var accounts: [AccountID] { views.keys.sorted() }

    var erased: [AccountID] { evicted.filter(\.value).keys.sorted() }

    var settings: BranchSettings {
        let row = rows[RecordKey(kind: .branchSettings, id: scope.branch)]
        if case .branchSettings(let content)? = row?.content { return content }
        return BranchSettings(name: "", timeZone: zone.name)
    }

    /// Whether it knows its accounts as they stood at its cursor, and what time it is.
    func isSure(at now: Instant) -> Bool {
        knowsTheTime(at: now) && cursor == lastCheckpoint && !isScanning && !isComparing && !disk.isDamaged
            && unknownKinds.isEmpty
    }

    func wallClock(at now: Instant) -> Instant { now + clockAhead }

    /// By the server's clock, as far as it knows.
    func trueTime(at now: Instant) -> Instant { wallClock(at: now) + clockOffset(at: now) }

    func clocks(at now: Instant, offset: Int64) -> ClockMemory {
        ClockMemory(wall: wallClock(at: now), monotonic: now - bootedAt, bootID: bootID, offset: offset)
    }

    var bootID: [UInt8] { [UInt8](repeating: UInt8(truncatingIfNeeded: boot), count: 16) }

    /// What its clock is behind the server's by, as far as it can tell.
    func clockOffset(at now: Instant) -> Int64 { clockMemory?.offset(at: clocks(at: now, offset: 0)) ?? 0 }

    /// By its clock, or by what it knows of it.
    func knowsTheTime(at now: Instant) -> Bool { trueTime(at: now) == now }
}

extension SimulatedDevice {
    /// The person acts: operation and overlay are on disk together. Nil when the reducer refuses on the spot.
    mutating func act(
        _ intent: Intent, on account: AccountID, dependsOn: [OperationID] = [], now: Instant, using dice: inout Dice
    ) -> OutboxEntry? {
        guard let shown = look(at: account), let encoded = try? codec.encodeIntent(intent) else { return nil }
        let wall = wallClock(at: now)
        let end = chainEnd
        var clock = hlc
        let salt = (0..<16).map { _ in UInt8(truncatingIfNeeded: dice.next()) }
        let header = OperationHeader(
            id: .version7(at: wall, using: &dice), device: actor.device, incarnation: end.incarnation,
            sequence: end.sequence + 1,
            previousLink: end.link, account: account, kind: intent.kind, dependsOn: dependsOn, seen: cursor,
            wallClock: wall, monotonic: now - bootedAt, bootID: bootID, hlc: clock.tick(now: wall),
            commitment: ChainHash.commitment(salt: salt, intent: encoded, hash: hash), author: actor.person)
        var view = shown
        // Only when somebody acts: what passed then passes again when the overlay is made anew.
        let elsewhere = intent.spendingName == nil ? Elsewhere() : elsewhere(account, shown)
        let clockOffset = clockOffset(at: now)
        let outcome = decide(&view, intent, header, clockOffset, elsewhere: elsewhere)
        guard outcome.state != .refused, let bytes = try? codec.encodeHeader(header),
            let body = try? codec.encodeBody(salt: salt, intent: encoded)
        else { return nil }
        view.settle()
        // Made anew where it speaks of an earlier one, which may be shown otherwise than the server has decided so far.
        views[account] = intent.takesBack || !dependsOn.isEmpty ? .some(nil) : view
        hlc = clock
        let entry = OutboxEntry(
            header: header, sealed: SealedOperation(header: bytes, body: body),
            link: ChainHash.link(header: bytes, hash: hash), state: .pending, provisional: outcome,
            clockOffset: clockOffset)
        byName[header.id] = outbox.count
        outbox.append(entry)
        intents[header.id] = intent
        if case .withdrawOperation(let withdrawal) = intent { takeBack(withdrawal.operation, by: header, account) }
        return entry
    }

    /// An operation that has not been sent goes with its withdrawal.
    private mutating func takeBack(_ target: OperationID, by header: OperationHeader, _ account: AccountID) {
        guard let index = byName[target], outbox[index].state == .pending else { return }
        outbox[index].sealed.withdrawnBy = header.id
        outbox[index].provisional = FieldModel.Outcome(state: .withdrawn)
        rebuild(account)
    }

    private func decide(
        _ view: inout Aggregate, _ intent: Intent, _ header: OperationHeader, _ clockOffset: Int64,
        withdrawnBy: OperationID? = nil, elsewhere: Elsewhere = Elsewhere(),
        after replayed: [OperationID: OutcomeState] = [:]
    ) -> FieldModel.Outcome {
        var context = DecisionContext(
            writing: header, clockOffset: clockOffset, actor: actor, settings: settings, zone: zone, hash: hash)
        context.withdrawnBy = withdrawnBy
        context.rules = rules
        context.elsewhere = elsewhere
        let (outbox, byName, intents, actor) = (outbox, byName, intents, actor)
        context.outcomes = { replayed[$0] ?? byName[$0].map { outbox[$0].outcome.state } }
        context.intentOf = { id in
            guard let index = byName[id], let intent = intents[id] else { return nil }
            return PastOperation(
                header: outbox[index].header, intent: intent, actor: actor, clockOffset: outbox[index].clockOffset)
        }
        return Reducer.decide(&view, intent, context)
    }
}

extension SimulatedDevice {
    /// The overlay again, from confirmed rows and outbox alone.
    mutating func rebuild(_ account: AccountID) {
        guard rows[RecordKey(kind: .account, id: account)] != nil else {
            views[account] = nil
            return
        }
        views[account] = .some(nil)
    }

    func view(of account: AccountID) -> Aggregate? {
        guard let kept = views[account] else { return nil }
        return kept ?? built(account)
    }

    /// Somebody looks at it, and it is kept until something changes.
    mutating func look(at account: AccountID) -> Aggregate? {
        let view = view(of: account)
        if let view { views[account] = .some(view) }
        return view
    }

    private func built(_ account: AccountID) -> Aggregate {
        var records: [Record] = []
        for key in keysOfAccount[account] ?? [] where !unknownKinds.contains(key.kind) {
            guard let content = rows[key]?.content else { continue }
            records.append(Record(id: key.id, account: account, content: content))
        }
        var view = Aggregate(account: account, records: records)
        // What is taken back was shown by this replay, whatever the server has said of it: held, it is shown too.
        var replayed: [OperationID: OutcomeState] = [:]
        // By index: copying an entry costs more than looking at it.
        for index in outbox.indices where outbox[index].header.account == account && isOverlaid(index) {
            guard let intent = intents[outbox[index].header.id] else { continue }
            let withdrawal = outbox[index].receipt == nil ? outbox[index].sealed.withdrawnBy : nil
            let header = outbox[index].header
            replayed[header.id] =
                decide(&view, intent, header, outbox[index].clockOffset, withdrawnBy: withdrawal, after: replayed).state
            view.settle()
        }
        return view
    }

    /// One's own operations that the account shows beyond its confirmed rows.
    func overlay(of account: AccountID) -> [OperationID] {
        outbox.indices.filter {
            outbox[$0].header.account == account && isOverlaid($0) && outbox[$0].sealed.withdrawnBy == nil
        }.map { outbox[$0].header.id }
    }

    /// Until a checkpoint at or beyond the receipt's commit: before one, the record may have moved on in the feed, so that
    /// the cursor has passed the commit and the record is still to come. What had no effect never, what is held as long
    /// as it is.
    private func isOverlaid(_ index: Int) -> Bool {
        switch outbox[index].receipt?.outcome.state {
        case .refused, .withdrawn: false
        case .held, nil: true
        case .applied, .merged, .conflicted: outbox[index].state != .settled
        }
    }
}

extension Intent {
    fileprivate var takesBack: Bool {
        switch self {
        case .withdrawOperation, .replaceOperation: true
        default: false
        }
    }
}
