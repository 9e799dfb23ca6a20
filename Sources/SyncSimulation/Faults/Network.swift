internal import FieldModel
internal import FieldRules
internal import SyncCore

/// Calls between devices and server, and all that can befall them on the way.
extension World {
    mutating func push(_ index: Int, _ dice: inout Dice) {
        let batch = devices[index].pending.prefix(dice.within(rates.batch)).map(\.sealed)
        guard !batch.isEmpty else { return }
        note("device \(index) pushes \(batch.count)")
        send(.push(Array(batch)), index, &dice)
    }

    /// Page after page, until one does not arrive or the exchange is cut.
    mutating func pullPages(_ index: Int, _ dice: inout Dice) {
        for _ in 0..<dice.within(1...8) where violation == nil {
            let before = devices[index].cursor
            pull(index, &dice)
            if devices[index].cursor == before { return }
        }
    }

    private mutating func pull(_ index: Int, _ dice: inout Dice) {
        let device = devices[index]
        var claimed = device.scope
        if dice.chance(perMille: rates.falseScope) { claimed = .branch(server.branch) }
        note("device \(index) pulls beyond \(device.cursor.commit)\(device.cursor.lastKey.isEmpty ? "" : "+")")
        send(
            .pull(
                after: device.cursor, claimed: claimed, pageBytes: dice.within(rates.pageBytes), erased: device.erased),
            index, &dice)
    }

    private mutating func send(_ request: Request, _ index: Int, _ dice: inout Dice) {
        if dice.chance(perMille: rates.drop) { return note("  lost on the way") }
        let device = devices[index]
        server.greet(device.actor.device, device.greeting(at: now), now: now)
        auditor.contacts[device.actor.device, default: []].append(now)
        if dice.chance(perMille: rates.delayRequest) {
            underWay.append(.request(request, device: index))
            return note("  delayed")
        }
        let times = dice.chance(perMille: rates.duplicate) ? 2 : 1
        for _ in 0..<times { arrive(request, index, &dice) }
    }

    private mutating func arrive(_ request: Request, _ index: Int, _ dice: inout Dice) {
        var next = server
        let reply = next.answer(request, from: devices[index].actor.device, now: now)
        if dice.chance(perMille: rates.serverCrash) {
            note("  the server dies before it commits")
            if PlantedBug.answersLostTransaction(plant) { answer(reply, index, &dice) }
            return
        }
        server = next
        observe()
        answer(reply, index, &dice)
    }

    private mutating func answer(_ reply: Reply, _ index: Int, _ dice: inout Dice) {
        if case .page(let page) = reply {
            report(.scopeTight, ScopeTight.violation(sending: page, to: devices[index], auditor))
        }
        if dice.chance(perMille: rates.loseReply) { return note("  the answer is lost") }
        if dice.chance(perMille: rates.delayReply) {
            underWay.append(.reply(reply, device: index))
            return note("  the answer is delayed")
        }
        receive(reply, index, crashes: dice.chance(perMille: rates.deviceCrash))
    }

    /// A delayed message arrives, in whatever order.
    mutating func deliver(_ dice: inout Dice) {
        guard !underWay.isEmpty else { return }
        switch underWay.remove(at: dice.below(underWay.count)) {
        case .request(let request, let index):
            note("a late call of device \(index) arrives")
            arrive(request, index, &dice)
        case .reply(let reply, let index):
            note("a late answer to device \(index) arrives")
            receive(reply, index, crashes: dice.chance(perMille: rates.deviceCrash))
        }
    }

    private mutating func receive(_ reply: Reply, _ index: Int, crashes: Bool) {
        let before = devices[index].cursor
        defer { report(.monotoneCursor, MonotoneCursor.violation(from: before, to: devices[index].cursor)) }
        if crashes {
            note("  device \(index) dies while it writes")
            guard case .page(let page) = reply else { return }
            let torn = PlantedBug.torn(plant, devices[index], page: page)
            devices[index] = torn ?? PlantedBug.leftByCrash(plant, devices[index], page: page)
            return
        }
        switch reply {
        case .receipts(let receipts):
            devices[index].take(receipts, plant: plant)
            if !receipts.isEmpty { note("  device \(index) takes \(receipts.count) receipts") }
        case .page(let page):
            guard devices[index].take(page, plant: plant) else { return note("  the page is of another time") }
            let isNew = !page.rows.isEmpty || page.reaches != before
            if isNew {
                note(
                    "  device \(index) takes \(page.rows.count) rows up to \(page.reaches.commit)"
                        + "\(page.reaches.lastKey.isEmpty ? "" : "+")\(page.checkpoint == nil ? "" : ", a checkpoint")")
            }
            guard let checkpoint = page.checkpoint else { return }
            report(.atomicPage, AtomicPage.violation(devices[index], at: checkpoint))
        }
    }
}

extension World {
    /// Rounds of exchanges that healing may take.
    private static let mostRounds = 8

    /// Faults stop: what is under way arrives, then everybody pushes and pulls, and the office decides what is held.
    mutating func heal(seed: UInt64) {
        var dice = Dice(seed)
        note("faults stop")
        while !underWay.isEmpty && violation == nil { deliver(&dice) }
        for _ in 0..<World.mostRounds where violation == nil {
            now = now + 1000
            for index in devices.indices { exchange(index) }
            settleAll(&dice)
        }
        let today = JudgePromises(asOfDay: server.zone.localDate(at: now))
        for account in server.accounts { act(.judgePromises(today), account, &dice) }
        now = now + 1000
        for index in devices.indices { exchange(index) }
        checkQuiet()
    }

    private mutating func settleAll(_ dice: inout Dice) {
        for _ in server.heldOperations where violation == nil { settle(&dice) }
    }

    /// A whole exchange without faults: everything there is to say, then pages up to the checkpoint.
    private mutating func exchange(_ index: Int) {
        let id = devices[index].actor.device
        now = now + 1
        server.greet(id, devices[index].greeting(at: now), now: now)
        auditor.contacts[id, default: []].append(now)
        let batch = devices[index].pending.map(\.sealed)
        if case .receipts(let receipts) = server.answer(.push(batch), from: id, now: now) {
            observe()
            receive(.receipts(receipts), index, crashes: false)
        }
        for _ in 0...server.rows.count where violation == nil {
            let device = devices[index]
            let pageBytes = max(4000, rates.pageBytes.upperBound)
            let pull = Request.pull(
                after: device.cursor, claimed: device.scope, pageBytes: pageBytes, erased: device.erased)
            guard case .page(let page) = server.answer(pull, from: id, now: now) else { return }
            report(.scopeTight, ScopeTight.violation(sending: page, to: device, auditor))
            receive(.page(page), index, crashes: false)
            if page.checkpoint != nil { break }
        }
    }

    private mutating func checkQuiet() {
        for device in devices {
            report(.noLostOperation, NoLostOperation.violation(self, device: device))
            report(.scopeTight, ScopeTight.violation(left: device))
        }
        report(.convergence, Convergence.violation(self))
        report(.exactlyOnce, ExactlyOnce.violation(self))
        report(.scopeTight, ScopeTight.violation(self))
        report(.noSilentConflict, NoSilentConflict.violation(self))
        report(.moneyConserved, MoneyConserved.violation(self))
        report(.legalPromises, LegalPromises.violation(self))
    }
}
