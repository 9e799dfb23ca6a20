internal import FieldModel
internal import GRPCCore
internal import Logging
internal import SyncCore
internal import SyncWire
internal import Synchronization

/// One stream's loop: one action at a time, an order to end before everything else.
struct ExchangeLoop {
    let driver: ExchangeDriver
    let writer: RPCWriter<Cartera_V1_ServerFrame>
    let greeted: Flag
    private var session = ServerSession()
    private var contact: DeviceDesk.Result?
    private var registration: UInt64?
    private var place: DeviceDesk.Place?
    private var hasRepaired = false
    private var keeper: AppliedKeeper
    /// The round whose allowances were looked after.
    private var roundServed: UInt32?

    init(driver: ExchangeDriver, writer: RPCWriter<Cartera_V1_ServerFrame>, greeted: Flag) {
        self.driver = driver
        self.writer = writer
        self.greeted = greeted
        keeper = AppliedKeeper(desk: DeviceDesk(core: driver.core, identity: driver.identity))
    }

    private var core: ServerCore { driver.core }
    private var devices: DeviceDesk { DeviceDesk(core: core, identity: driver.identity) }

    mutating func run() async throws {
        defer {
            if let registration { core.registry.leave(registration) }
            if let place { devices.leave(place) }
        }
        var queue: [ServerSession.Action] = []
        while true {
            if let bye = driver.mailbox.ending {
                let ending = session.end(bye)
                if !ending.isEmpty { queue = ending }
            }
            if queue.isEmpty {
                queue = handle(await driver.mailbox.next())
                continue
            }
            let action = queue.removeFirst()
            if case .abandon = action { return await keeper.flush() }
            if case .finish(let bye) = action {
                await keeper.flush()
                return try await send(.bye(bye))
            }
            // What follows from an action comes before what was waiting behind it.
            queue = try await performed(action) + queue
        }
    }

    private mutating func handle(_ event: StreamMailbox.Event) -> [ServerSession.Action] {
        switch event {
        case .frame(let frame): session.receive(frame)
        case .malformed: session.end(Bye(reason: "malformed_frame"))
        case .advanced: session.headMoved()
        case .inputEnded: session.inputEnded()
        case .ended(let bye): session.end(bye)
        }
    }

    /// A failure of ours or the peer's ends the exchange with its stable code; a failed write ends the stream.
    private mutating func performed(_ action: ServerSession.Action) async throws -> [ServerSession.Action] {
        do {
            return try await perform(action)
        } catch let gone as PeerGone {
            throw gone
        } catch {
            let failure = ServiceFailure.of(error)
            if failure.status == .internalError {
                core.parts.logger.error("exchange failed", metadata: ["code": "\(failure.code)"])
            }
            if failure.status == .unauthenticated { throw failure }
            return session.end(Bye(reason: failure.code, detail: failure.message, retryAfterMilliseconds: 5_000))
        }
    }

    private mutating func perform(_ action: ServerSession.Action) async throws -> [ServerSession.Action] {
        switch action {
        case .greet(let hello): return try await greet(hello)
        case .send(let frame):
            try await send(frame)
            if case .welcome = frame, let met = contact?.contact { try await devices.keep(met) }
            return []
        case .admit(let operations, _): return session.admitted(try await admit(operations))
        case .pull(let scope, let after, let round):
            if roundServed != round, let person = contact?.person {
                roundServed = round
                await AllowanceDesk(core: core).lookAfter(scope, person: person)
            }
            return session.pulled(try await feed.pull(scope, after: after, round: round))
        case .keep(let applied, let lateThrough):
            if !applied.comparison.isEmpty { leavePlace() }
            keeper.scope = scope
            try await keeper.keep(applied, lateThrough: lateThrough, now: core.now)
            return []
        case .repair(let request, let scope):
            let reply = try await feed.repair(request, scope)
            try await note(reply, to: request)
            return [.send(.repair(try feed.packed(reply, accepted: request.encodings)))]
        case .finish, .abandon: return []
        }
    }

    /// A device that has worked off its round is idle: its place is another's.
    private mutating func leavePlace() {
        guard let held = place else { return }
        place = nil
        devices.leave(held)
    }

    /// What a rebaseline finds is no damage.
    private mutating func note(_ reply: RepairReply, to request: RepairRequest) async throws {
        let rows = reply.rows.count + reply.surplus.count
        guard request.leaves, rows > 0, contact?.greeting.welcome.compares != true else { return }
        try await devices.noteRepair(rows: rows, isFirst: !hasRepaired)
        hasRepaired = true
    }

    private var feed: FeedReader {
        FeedReader(core: core, device: driver.identity.device, accepted: contact?.accepted ?? [])
    }

    private mutating func greet(_ hello: Hello) async throws -> [ServerSession.Action] {
        greeted.set()
        let result = try await devices.greet(hello)
        contact = result
        place = result.place
        if case .ended = result.greeting.mode { return session.greeted(result.greeting) }
        // A stream that was cut while its Hello was read must not end the one that came after it.
        if driver.mailbox.ending == nil {
            registration = core.registry.enter(driver.identity.device, hello.incarnation, scope, driver.mailbox)
        }
        return session.greeted(result.greeting)
    }

    /// In which the exchange was opened.
    private var scope: SyncScope? {
        if case .scoped(let scope, _)? = contact?.greeting.mode { return scope }
        return nil
    }

    private func admit(_ operations: [SealedOperation]) async throws -> Admitted {
        guard let contact else { return Admitted(receipts: []) }
        if let first = operations.first, let header = try? core.parts.operations.decodeHeader(first.header),
            session.ignoresPush(beginningWith: header.sequence)
        {
            return Admitted(receipts: [])
        }
        let result = try await PushAdmission(core: core, device: contact.pushing).admit(operations)
        return result.admitted(after: contact.greeting.welcome.verdict)
    }

    private func send(_ frame: ServerFrame) async throws {
        do {
            try await writer.write(frame.proto())
        } catch {
            throw PeerGone()
        }
    }
}

/// The device does not take what is sent to it any more.
struct PeerGone: Error, RPCErrorConvertible {
    var rpcErrorCode: RPCError.Code { .unavailable }
    var rpcErrorMessage: String { "The stream is gone." }
}

/// Set once.
final class Flag: Sendable {
    private let state = Mutex(false)
    var isSet: Bool { state.withLock { $0 } }
    func set() { state.withLock { $0 = true } }
}

/// Keeps what a device has applied, without a write for each page or each commit of a live session: positions wait for a
/// checkpoint, then for a few seconds; erasures and mismatches do not wait.
struct AppliedKeeper {
    static let pauseMilliseconds: Int64 = 10_000

    private let desk: DeviceDesk
    var scope: SyncScope?
    private var waiting: Applied?
    private var keptAt: Instant?

    init(desk: DeviceDesk) { self.desk = desk }

    mutating func keep(_ applied: Applied, lateThrough: UInt64?, now: Instant) async throws {
        let isUrgent =
            !applied.erased.isEmpty || lateThrough != nil
            || (!applied.comparison.isEmpty && applied.comparison != "match")
        let isDue = !applied.comparison.isEmpty && (keptAt.map { now - $0 >= Self.pauseMilliseconds } ?? true)
        guard isUrgent || isDue else {
            let comparison = applied.comparison.isEmpty ? waiting?.comparison ?? "" : applied.comparison
            waiting = applied
            waiting?.comparison = comparison
            return
        }
        waiting = nil
        keptAt = now
        try await desk.keep(applied, in: scope, lateThrough: lateThrough)
    }

    /// What was waiting when the stream ends; the device tells again at its next Hello what is lost here.
    mutating func flush() async {
        guard let applied = waiting else { return }
        waiting = nil
        try? await desk.keep(applied, in: scope, lateThrough: nil)
    }
}
