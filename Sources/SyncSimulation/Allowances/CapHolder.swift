internal import FieldModel
internal import FieldRules
internal import SyncCore

/// A collector with a laptop: what he holds of the person's accounts, and what he has done that nobody knows yet.
struct CapHolder {
    let actor: Actor
    /// How far his clock is behind the server's.
    let slowMilliseconds: Int64
    var accounts: [AccountID: Aggregate] = [:]
    var pending: [SealedOperation] = []
    private var sent: [SealedOperation] = []
    /// The server was restored since this laptop was last there.
    var isBehind = false
    /// What is planned and not done yet.
    var agenda: [CapPlan] = []
    private var past: [OperationID: PastOperation] = [:]
    private var sequence: UInt64 = 0
    private var link: [UInt8] = []

    init(actor: Actor, slowMilliseconds: Int64) {
        self.actor = actor
        self.slowMilliseconds = slowMilliseconds
    }

    var nextSequence: UInt64 { sequence + 1 }

    func local(_ now: Instant) -> Instant { now + -slowMilliseconds }

    /// Acts as the real client does: the reducer decides over what the laptop has, and what it takes is written down.
    mutating func act(
        _ intent: Intent, on account: AccountID, at now: Instant, _ parts: CapParts, _ dice: inout Dice
    ) throws -> (outcome: Outcome, operation: OperationID?) {
        guard var aggregate = accounts[account] else { return (Outcome(state: .refused), nil) }
        let local = local(now)
        let salt = (0..<16).map { _ in UInt8(truncatingIfNeeded: dice.next()) }
        let body = try parts.codec.encodeIntent(intent)
        let header = OperationHeader(
            id: .version7(at: now, using: &dice), device: actor.device, incarnation: 1, sequence: nextSequence,
            previousLink: link, account: account, kind: intent.kind, wallClock: local,
            commitment: ChainHash.commitment(salt: salt, intent: body, hash: parts.hash), author: actor.person)
        var context = DecisionContext(
            now: local, actor: actor, header: header, settings: BranchSettings(name: "", timeZone: parts.zone.name),
            zone: parts.zone, hash: parts.hash, side: .client)
        context.rules = parts.laptopRules
        if intent.spendingName != nil, !PlantedBug.forgetsSiblings(parts.plant) {
            for (other, records) in accounts.sorted(by: { $0.key < $1.key }) where other != account {
                guard let page = AccountCase(records, zone: parts.zone) else { continue }
                context.elsewhere.add(page, to: account, hash: parts.hash)
            }
        }
        let past = past
        context.outcomes = { past[$0] == nil ? nil : .applied }
        context.intentOf = { past[$0] }
        let outcome = Reducer.decide(&aggregate, intent, context)
        guard outcome.state != .refused else { return (outcome, nil) }
        aggregate.settle()
        let isLost = if case .planContact = intent { PlantedBug.losesSpends(parts.plant) } else { false }
        if !isLost { accounts[account] = aggregate }
        sequence += 1
        self.past[header.id] = PastOperation(header: header, intent: intent, actor: actor)
        let bytes = try parts.codec.encodeHeader(header)
        link = ChainHash.link(header: bytes, hash: parts.hash)
        pending.append(SealedOperation(header: bytes, body: try parts.codec.encodeBody(salt: salt, intent: body)))
        return (outcome, header.id)
    }

    /// What waited has been sent.
    mutating func sendAll() {
        sent += pending
        pending = []
    }

    /// All that he ever did: the server answers what it knows with what stands.
    mutating func offerAgain() {
        pending = sent + pending
        sent = []
    }

    /// What is open of his on an account.
    func allowances(of account: AccountID) -> [(id: RecordID, value: Allowance)] {
        (accounts[account]?.all(Allowance.self) ?? []).filter {
            $0.value.holder == actor.person && !$0.value.closed && $0.value.units > 0
        }
    }
}

/// A contact that somebody means to make.
struct CapPlan {
    var account: AccountID
    var operation: OperationID
    var plan: RecordID
    var channel: String
    /// By the clock of whoever planned it.
    var at: Instant
}

/// What all of a run share.
struct CapParts {
    let codec = SimulatedCodec()
    let hash = FastHash()
    let zone: Zone
    let rules: ActiveRules
    let laptopRules: ActiveRules
    let plant: PlantedBug?
}
