internal import FieldModel
internal import FieldRules
internal import SyncCore

/// Streams between devices and server, and all that can befall them on the way.
extension World {
    /// A device goes on with its exchange, or begins one; some frames go either way.
    mutating func talk(_ device: Int, _ dice: inout Dice) {
        if link(of: device) == nil, !open(device, &dice) { return }
        for _ in 0..<dice.within(1...40) where violation == nil {
            guard let index = link(of: device) else { break }
            moveFrame(index, &dice)
        }
        links.removeAll(where: \.isOver)
    }

    private func link(of device: Int) -> Int? { links.lastIndex { $0.device == device && $0.hasDevice } }

    /// The Hello arrives at once or never: the server measures clocks by it. False when it never does.
    private mutating func open(_ device: Int, _ dice: inout Dice) -> Bool {
        if !isHealing, dice.chance(perMille: rates.drop) {
            faults += 1
            note("device \(device) finds no server")
            return false
        }
        if !PlantedBug.trustsDisk(plant) {
            devices[device].ownDamage()
            mirror(device, "reading every row") { try $0.ownDamage() }
        }
        giveBackWhatEnded(device, &dice)
        let laptop = devices[device]
        let isLive = !isHealing && dice.chance(perMille: rates.live)
        let claimed = dice.chance(perMille: rates.falseScope) ? SyncScope.branch(server.branch) : laptop.scope
        let hello = laptop.hello(at: now, live: isLive)
        mirrorHello(device, hello)
        note("device \(device) says hello from \(words(laptop.cursor))\(isLive ? ", to stay" : "")")
        let index = links.count
        links.append(Link(device: device, claimed: claimed, live: isLive))
        links[index].toServer.append(.hello(hello))
        serverTakes(index, &dice)
        perform(links[index].client.start(wasRestricted: laptop.isRestricted), index, &dice)
        return true
    }

    private mutating func moveFrame(_ index: Int, _ dice: inout Dice) {
        now = now + Int64(dice.below(400))
        let canServer = links[index].hasServer && (!links[index].toServer.isEmpty || !links[index].hasDevice)
        let canDevice = links[index].hasDevice && (!links[index].toDevice.isEmpty || !links[index].hasServer)
        switch (canServer, canDevice) {
        case (true, true): if dice.below(2) == 0 { serverTakes(index, &dice) } else { deviceTakes(index, &dice) }
        case (true, false): serverTakes(index, &dice)
        case (false, true): deviceTakes(index, &dice)
        case (false, false): rest(index, &dice)
        }
        spreadNews(&dice)
    }

    /// Nothing is under way: a live exchange waits for news, and says what has been done meanwhile.
    private mutating func rest(_ index: Int, _ dice: inout Dice) {
        let device = links[index].device
        if devices[device].hasPending {
            perform(links[index].client.poked(), index, &dice)
        } else if isHealing || dice.below(4) == 0 {
            perform(links[index].client.stop(), index, &dice)
        }
    }

    /// The stream breaks: some of what was under way still arrives, at one end or both.
    mutating func cut(_ device: Int, _ dice: inout Dice) {
        guard let index = link(of: device) else { return }
        let keepsServer = dice.below(2) == 0
        let lost = dice.below(links[index].toServer.count + 1)
        links[index].toServer.removeLast(lost)
        links[index].hasDevice = false
        links[index].toDevice = []
        if !keepsServer { links[index].hasServer = false }
        note("device \(device)'s stream breaks\(keepsServer ? ", the server does not notice yet" : "")")
    }

    /// What was sent on a stream that its device has given up arrives late.
    mutating func deliverLate(_ dice: inout Dice) {
        let waiting = links.indices.filter { !links[$0].hasDevice && links[$0].hasServer }
        guard let index = dice.pick(waiting) else { return }
        let device = links[index].device
        note("what device \(device) once sent arrives")
        for _ in 0..<dice.within(1...6) where links[index].hasServer && violation == nil {
            serverTakes(index, &dice)
            spreadNews(&dice)
        }
        links.removeAll(where: \.isOver)
    }
}

extension World {
    /// Rounds of exchanges that healing may take.
    private static let mostRounds = 8
    /// Frames of one exchange without faults, at most.
    private static let mostFrames = 20_000

    /// Faults stop: what is under way arrives, then everybody exchanges, and the office decides what is held.
    mutating func heal(seed: UInt64) {
        var dice = Dice(seed)
        note("faults stop")
        isHealing = true
        makeRoom()
        for index in links.indices where !links[index].hasDevice {
            while links[index].hasServer && violation == nil { serverTakes(index, &dice) }
        }
        upgradeServer(&dice)
        for index in devices.indices { upgrade(index) }
        collectCopies(&dice)
        for _ in 0..<World.mostRounds where violation == nil {
            now = now + 1000
            for index in devices.indices where !devices[index].isRetired {
                exchange(index, &dice)
                readmit(index, &dice)
            }
            for _ in server.heldOperations where violation == nil { settle(&dice) }
        }
        let today = JudgePromises(asOfDay: server.zone.localDate(at: now))
        for account in server.accounts { act(.judgePromises(today), account, &dice) }
        now = now + 1000
        for round in 1...World.mostRounds {
            let before = server.heads
            for index in devices.indices where !devices[index].isRetired { exchange(index, &dice) }
            // What one gives back is granted to another, and a third sees that when he comes next.
            if round > 1, !additions.hasAllowances || server.heads == before { break }
        }
        checkQuiet()
    }

    /// A whole exchange without faults, and the end of the one before it.
    mutating func exchange(_ device: Int, _ dice: inout Dice) {
        now = now + 1
        for isFresh in [false, true] {
            if isFresh, link(of: device) == nil { _ = open(device, &dice) }
            for _ in 0..<World.mostFrames where violation == nil {
                guard let index = link(of: device) else { break }
                moveFrame(index, &dice)
            }
        }
        if link(of: device) != nil { report(.convergence, "an exchange of device \(device) does not end") }
        links.removeAll { $0.device == device }
    }

    private mutating func checkQuiet() {
        for device in devices {
            report(.noLostOperation, NoLostOperation.violation(self, device: device))
            report(.scopeTight, ScopeTight.violation(left: device))
        }
        report(.noLostOperation, NoLostOperation.violation(self))
        report(.convergence, Convergence.violation(self))
        report(.exactlyOnce, ExactlyOnce.violation(self))
        report(.scopeTight, ScopeTight.violation(self))
        report(.noSilentConflict, NoSilentConflict.violation(self))
        report(.moneyConserved, MoneyConserved.violation(self))
        report(.capRespected, CapKept.violation(self))
        report(.carriedFields, CarriedFields.violation(self))
        report(.legalPromises, LegalPromises.violation(self))
        report(.auditUnbroken, AuditUnbroken.violation(self))
    }
}
