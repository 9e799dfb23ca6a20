internal import FieldModel
internal import SyncCore

/// The server's shell in the simulation: performs what `ServerSession` says, each write a transaction that may be lost.
extension World {
    /// The next frame of the device, or the end of its side.
    mutating func serverTakes(_ index: Int, _ dice: inout Dice) {
        if links[index].toServer.isEmpty {
            let actions = links[index].server.inputEnded()
            return perform(actions, index, &dice)
        }
        let frame = links[index].toServer.removeFirst()
        perform(links[index].server.receive(frame), index, &dice)
    }

    mutating func perform(_ actions: [ServerSession.Action], _ index: Int, _ dice: inout Dice) {
        var queue = actions
        while !queue.isEmpty, links[index].hasServer, violation == nil {
            let action = queue.removeFirst()
            do {
                // What follows from an action comes before what was waiting behind it.
                queue = try perform(action, index, &dice) + queue
            } catch is SimulatedServer.Death {
                return serverDies()
            } catch {
                let code = (error as? AdmissionFailure)?.code ?? (error as? StoreFailure)?.code ?? "internal"
                note("  the server gives up: \(code)")
                queue = links[index].server.end(Bye(reason: code))
            }
        }
    }

    private mutating func perform(
        _ action: ServerSession.Action, _ index: Int, _ dice: inout Dice
    ) throws -> [ServerSession.Action] {
        switch action {
        case .greet(let hello): return try greet(hello, index, &dice)
        case .send(let frame):
            send(frame, index)
            guard case .welcome = frame, let contact = links[index].contact else { return [] }
            let id = devices[links[index].device].actor.device
            _ = try transact(&dice) { try contact.keep(id, in: $0.transaction) }
            auditor.contacts[id, default: []].append(now)
            return []
        case .admit(let operations, _): return try admit(operations, index, &dice)
        case .pull(let scope, let after, let round):
            try lookAfterAllowances(scope, round, index, &dice)
            return pull(scope, after, round, index, &dice)
        case .keep(let applied, let through):
            let id = devices[links[index].device].actor.device
            let now = now
            let scope: SyncScope? = if case .scoped(let scope, _)? = links[index].greeting?.mode { scope } else { nil }
            _ = try transact(&dice) { admission in
                try applied.keep(id, in: scope, at: now, in: admission.transaction)
                if let through { try LateReceipts.strike(through: through, of: id, admission.transaction) }
            }
            return []
        case .repair(let request, let scope):
            let reply = try server.store.look { try FeedReading($0, scope).repair(request, hash: server.hash) }
            return [.send(.repair(reply))]
        case .finish(let bye):
            send(.bye(bye), index)
            links[index].hasServer = false
            return []
        case .abandon:
            links[index].hasServer = false
            return []
        }
    }

    private mutating func send(_ frame: ServerFrame, _ index: Int) {
        if links[index].hasDevice { links[index].toDevice.append(frame) }
    }

    private mutating func greet(_ hello: Hello, _ index: Int, _ dice: inout Dice) throws -> [ServerSession.Action] {
        let device = links[index].device
        let id = devices[device].actor.device
        var facts = try server.store.look { try DeviceFacts(hello, of: id, in: $0) }
        let generation: UInt32 = 1
        if let reason = Greeter(hello: hello, facts: facts, generation: generation, now: now).newQuarantine {
            note("  the server quarantines device \(device): \(reason)")
            facts.device = try transact(&dice) {
                try $0.quarantine(id, because: reason, incarnation: hello.incarnation)
            }
        }
        if facts.needsIncarnation(hello) {
            _ = try transact(&dice) {
                try Incarnations.give(to: id, insteadOf: hello.incarnation, in: $0.transaction)
            }
            facts = try server.store.look { try DeviceFacts(hello, of: id, in: $0) }
        }
        let greeter = Greeter(hello: hello, facts: facts, generation: generation, now: now)
        var greeting = greeter.greeting()
        if case .scoped(let scope, let cursor) = greeting.mode {
            greeting.mode = .scoped(
                PlantedBug.served(plant, scope, claimed: links[index].claimed), cursor: cursor)
        }
        links[index].greeting = greeting
        links[index].pushing = greeter.pushing
        links[index].contact = greeter.contact
        for other in links.indices where other != index && links[other].hasServer {
            guard devices[links[other].device].actor.device == id, links[other].greeting != nil else { continue }
            perform(links[other].server.end(Bye(reason: "superseded")), other, &dice)
        }
        note("  the server says \(words(greeting.welcome.verdict))")
        return links[index].server.greeted(greeting)
    }

    private mutating func admit(
        _ operations: [SealedOperation], _ index: Int, _ dice: inout Dice
    ) throws -> [ServerSession.Action] {
        guard var pushing = links[index].pushing, let greeting = links[index].greeting else { return [] }
        let batch = try operations.map {
            try DecodedOperation($0, of: pushing.id, coding: server.reading, hash: server.hash)
        }
        guard let first = batch.first?.header, !links[index].server.ignoresPush(beginningWith: first.sequence) else {
            return links[index].server.admitted(Admitted(receipts: []))
        }
        let moment = PlantedBug.now(plant, now, device: first.wallClock)
        if plant == .deviceClock { pushing.contacts = ContactHistory() }
        server.watch.chainEnd = PlantedBug.chainEnd(
            plant, before: first,
            truly: server.read { try $0.chainEnd(device: pushing.id, incarnation: first.incarnation) }
        )
        defer { server.watch.chainEnd = nil }
        let isForgotten = PlantedBug.forgetsQuarantine(plant, greeting)
        let result = try transact(&dice, at: moment, isForgotten: isForgotten) { admission in
            var push = Push(admission: admission, device: pushing)
            let result = try push.run(batch)
            admission = push.admission
            return result
        }
        note("  the server answers \(result.receipts.count) of \(operations.count)")
        return links[index].server.admitted(result.admitted(after: greeting.welcome.verdict))
    }

    private mutating func pull(
        _ scope: SyncScope, _ after: FeedPosition, _ round: UInt32, _ index: Int, _ dice: inout Dice
    ) -> [ServerSession.Action] {
        let device = devices[links[index].device]
        let maxBytes = isHealing ? max(8000, rates.pageBytes.upperBound) : dice.within(rates.pageBytes)
        let part = server.read { reading in
            try? FeedReading(reading, scope).pull(
                after: after, round: round, device: device.actor.device, maxBytes: maxBytes, logHead: { _ in nil })
        }
        guard let part else { return links[index].server.end(Bye(reason: "internal")) }
        report(.scopeTight, ScopeTight.violation(sending: part.rows, to: device, auditor))
        let page = part.rows.isEmpty ? nil : links[index].page(part.rows, reaches: part.reached)
        return links[index].server.pulled(
            Pulled(
                page: page, checkpoint: part.checkpoint, reached: part.reached, late: part.late,
                lateThrough: part.lateThrough))
    }

    /// All that was not on disk is gone, and every stream with it.
    private mutating func serverDies() {
        faults += 1
        note("  the server dies before it commits")
        for index in links.indices { links[index].hasServer = false }
        if let unsynced { server.store = unsynced }
        unsynced = nil
    }
}

extension World {
    /// One durable transaction of the server; the auditor learns of it when it is durable, open exchanges after that.
    mutating func transact<T>(
        _ dice: inout Dice, at moment: Instant? = nil, isForgotten: Bool = false,
        _ body: (inout Admission) throws -> T
    ) throws -> T {
        var dies = !isHealing && dice.chance(perMille: rates.serverCrash)
        if dies, PlantedBug.retriesFsync(plant), unsynced == nil {
            unsynced = server.backedUp
            dies = false
        }
        let losesLeaves = PlantedBug.losesLeaves(plant, dying: dies)
        server.watch.losesLeaves = losesLeaves
        if additions.newerNodes > 0, !isHealing { server.watch.isNewer = dice.chance(perMille: additions.newerNodes) }
        defer {
            server.watch.losesLeaves = false
            server.watch.isNewer = false
        }
        let end: SimulatedServer.End =
            if isForgotten { .answeredAndGone } else if dies && !losesLeaves { .death } else { .commit }
        let (ending, isFatal) = ended(end, by: diskFault(&dice))
        let done = try server.admit(now: moment ?? now, using: &dice, ending, body)
        observe(done.events)
        news.append(done.news)
        if losesLeaves || isFatal { throw SimulatedServer.Death() }
        return done.value
    }

    /// What a fault of the disk makes of a transaction, and whether the server dies after it.
    private func ended(_ end: SimulatedServer.End, by fault: DiskFault?) -> (SimulatedServer.End, isFatal: Bool) {
        guard let fault, case .commit = end else { return (end, false) }
        switch fault {
        case .write(let number): return (.failure(atWrite: number), false)
        case .commit: return (.failure(atWrite: .max), false)
        case .sync(let isDurable): return (isDurable ? .commit : .death, isDurable)
        }
    }

    /// Tells live exchanges of commits that concern them.
    mutating func spreadNews(_ dice: inout Dice) {
        while let latest = news.popLast() {
            for index in links.indices where links[index].hasServer && violation == nil {
                guard case .scoped(let scope, _)? = links[index].greeting?.mode, latest.concerns(scope) else {
                    continue
                }
                perform(links[index].server.headMoved(), index, &dice)
            }
        }
    }
}
