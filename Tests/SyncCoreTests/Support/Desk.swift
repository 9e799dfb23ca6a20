import FieldModel
import FieldRules
import SyncCore

/// A branch of one account: the server's records, and what it remembers of operations.
///
/// Time is a number that tests move; the zone is Mexico City, six hours behind UTC all year.
struct Desk {
    static let account = Identifier(high: 0x0192_0000_0000_7000, low: 0x8000_0000_0000_0001)
    static let ana = person(1)
    static let beto = person(2)
    static let carla = person(3)
    static let office = person(9)
    static let zone = ZoneTable.standard.zone("America/Mexico_City")!

    var records: Aggregate
    var now: Instant
    var settings = BranchSettings(name: "Centro", timeZone: "America/Mexico_City", promiseMostOpen: 3)
    var commit: UInt64 = 0
    var outcomes: [OperationID: Outcome] = [:]
    var commits: [OperationID: UInt64] = [:]
    var past: [OperationID: PastOperation] = [:]
    private var nextSequence: [DeviceID: UInt64] = [:]

    init(balance: Int64 = 1_000_000, now: String = "2026-11-24T12:00:00-06:00") {
        records = Aggregate(
            account: Desk.account,
            records: [
                Record(id: Desk.account, account: Desk.account, content: .account(Desk.debt(balance: balance))),
                Record(id: named(7), account: Desk.account, content: .debtor(Debtor(name: "Rosa Ibarra"))),
            ])
        self.now = instant(now)
    }

    static func debt(balance: Int64) -> Account {
        Account(
            creditor: "Banco Uno", number: "A-1", currency: Currency("MXN")!, lenderBalance: balance,
            balanceAsOfDay: day("2026-11-01"), daysPastDue: 40, assignee: ana, resolvedZone: "America/Mexico_City")
    }

    static func person(_ number: UInt64) -> PersonID {
        Identifier(high: 0x0191_0000_0000_7000, low: 0x8000_0000_0000_0000 | number)
    }

    static func device(of person: PersonID) -> DeviceID { Identifier(high: 0x0191_0000_0000_7001, low: person.low) }

    static func actor(_ person: PersonID, _ role: Role = .collector) -> Actor {
        Actor(person: person, device: device(of: person), role: role)
    }

    static let system = Actor(person: office, device: device(of: office), role: .administrator, isSystem: true)
}

/// An operation as its author wrote it.
struct Written {
    var header: OperationHeader
    var intent: Intent
    var actor: Actor
    var id: OperationID { header.id }
}

extension Desk {
    /// Writes an operation now, having seen everything unless `seen` says how many commits.
    mutating func write(
        _ intent: Intent, by actor: Actor, at: Instant? = nil, seen: UInt64? = nil, dependsOn: [OperationID] = []
    ) -> Written {
        let sequence = nextSequence[actor.device, default: 0] + 1
        nextSequence[actor.device] = sequence
        let at = at ?? now
        let id = Identifier(
            high: UInt64(bitPattern: at.milliseconds) << 16 | 0x7000 | (sequence & 0xFFF),
            low: 0x8000_0000_0000_0000 | actor.device.low << 32 | sequence)
        let header = OperationHeader(
            id: id, device: actor.device, incarnation: 1, sequence: sequence, account: Desk.account,
            kind: intent.kind, dependsOn: dependsOn, seen: FeedPosition(commit: seen ?? commit), wallClock: at,
            author: actor.person)
        return Written(header: header, intent: intent, actor: actor)
    }

    func context(_ written: Written, side: Side = .server) -> DecisionContext {
        var context = DecisionContext(
            now: now, actor: written.actor, header: written.header, settings: settings, zone: Desk.zone,
            hash: TestHash(), side: side)
        let (outcomes, past, commits) = (outcomes, past, commits)
        context.outcomes = { outcomes[$0]?.state }
        context.intentOf = { past[$0] }
        context.wasSeen = { operation in
            past[operation]?.header.device == written.actor.device
                || commits[operation].map { $0 <= written.header.seen.commit } ?? true
        }
        return context
    }

    /// Admits an operation as the server does; `change` is what a test wants otherwise.
    @discardableResult
    mutating func admit(_ written: Written, _ change: (inout DecisionContext) -> Void = { _ in }) -> Outcome {
        var context = context(written)
        change(&context)
        let outcome = Reducer.decide(&records, written.intent, context)
        commit += 1
        records.settle()
        outcomes[written.id] = outcome
        commits[written.id] = commit
        past[written.id] = PastOperation(
            header: written.header, intent: written.intent, actor: written.actor, clockOffset: context.clockOffset,
            clockSuspect: context.clockSuspect, previousContact: context.previousContact,
            accountWasHeld: context.accountWasHeld)
        return outcome
    }

    /// Writes and admits at once.
    @discardableResult
    mutating func act(
        _ intent: Intent, by actor: Actor = Desk.actor(Desk.ana), _ change: (inout DecisionContext) -> Void = { _ in }
    ) -> Outcome {
        now = now + 1000
        return admit(write(intent, by: actor), change)
    }

    mutating func advance(to moment: String) { now = instant(moment) }
}

extension Desk {
    var debt: Account { records[Account.self, Desk.account]! }
    func promise(_ id: RecordID) -> PromiseToPay { records[PromiseToPay.self, id]! }
    func payment(_ id: RecordID) -> Payment { records[Payment.self, id]! }
    func point(_ id: RecordID) -> ContactPoint { records[ContactPoint.self, id]! }
    func visit(_ id: RecordID) -> Visit { records[Visit.self, id]! }
    var conflicts: [Conflict] { records.all(Conflict.self).map(\.value) }
    var findings: [String] { records.all(Finding.self).map(\.value.code) }
    func register(_ field: String) -> Register? {
        records[AccountRegisters.self, Desk.account]?.registers.first { $0.field == field }
    }
}

func named(_ number: UInt64) -> RecordID {
    Identifier(high: 0x0192_0000_0001_7000, low: 0x8000_0000_0000_0000 | number)
}

func instant(_ text: String) -> Instant { Instant.parsingRFC3339(text)!.instant }

func day(_ text: String) -> CalendarDate { CalendarDate(text)! }

/// `2026-12-01:500 2027-01-01:500`, amounts in minor units.
func terms(_ text: String) -> [Instalment] {
    text.split(separator: " ").map { part in
        let pair = part.split(separator: ":")
        return Instalment(dueDay: day(String(pair[0])), amount: Int64(pair[1])!)
    }
}

/// Small and seeded, so that a failure is found again.
struct Dice: RandomNumberGenerator {
    private var state: UInt64
    init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state &* 0x2545_F491_4F6C_DD1D
    }
}
