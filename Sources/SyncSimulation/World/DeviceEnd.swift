internal import FieldModel
internal import SyncCore

/// A device's shell in the simulation: performs what `ClientSession` says, each step a transaction that may be lost.
extension World {
    /// The next frame of the server, or the end of its side.
    mutating func deviceTakes(_ index: Int, _ dice: inout Dice) {
        let device = links[index].device
        if links[index].toDevice.isEmpty {
            perform(links[index].client.streamClosed(), index, &dice)
            links[index].hasDevice = false
            return
        }
        let frame = links[index].toDevice.removeFirst()
        var before = devices[device].cursor
        // The server's own head is no step back of the device's.
        if case .welcome(let welcome) = frame, let head = welcome.stepBack(from: before) { before = head }
        let epoch = before.epoch
        if failsToWrite(frame, index, &dice) { return }
        if !isHealing, dice.chance(perMille: rates.deviceCrash) {
            if case .page(let page) = frame {
                devices[device] = PlantedBug.left(plant, devices[device], links[index].rows(of: page), page)
            }
            faults += 1
            crash(device)
        } else {
            perform(links[index].client.received(frame), index, &dice)
        }
        if devices[device].cursor.epoch == epoch, !devices[device].isScanning {
            report(.monotoneCursor, MonotoneCursor.violation(from: before, to: devices[device].cursor))
        }
    }

    mutating func perform(_ actions: [ClientSession.Action], _ index: Int, _ dice: inout Dice) {
        for action in actions where violation == nil { perform(action, index, &dice) }
    }

    private mutating func perform(_ action: ClientSession.Action, _ index: Int, _ dice: inout Dice) {
        let device = links[index].device
        switch action {
        case .keepWelcome(let welcome):
            devices[device].keep(welcome, at: now)
            mirror(device, "a welcome") { try $0.keep(welcome) }
            // Whoever is not told takes what differs for damage.
            devices[device].disk.isComparing = devices[device].isComparing || devices[device].disk.wasOvertaken
        case .startOver(let reason):
            note("  device \(device) starts over: \(reason)")
            devices[device].startOver()
            mirror(device, "starting over") { try $0.startOver() }
        case .rechain(let incarnation):
            note("  device \(device) goes on as incarnation \(incarnation)")
            devices[device].rechain(incarnation)
            mirror(device, "a new incarnation") { try $0.rechain(incarnation) }
        case .push(let start, let round): push(start, round, index, &dice)
        case .keepReceipts(let receipts):
            devices[device].take(receipts, plant: plant)
            mirror(device, "receipts") { try $0.take(receipts) }
            note("  device \(device) takes \(receipts.count) receipts")
        case .applyPage(let page):
            let rows = links[index].rows(of: page)
            giveBackWhatLeaves(with: rows, device, &dice)
            devices[device].take(rows, reaches: page.reaches, plant: plant)
            mirror(device, "a page") { try $0.take(rows, reaching: page.reaches) }
            note("  device \(device) takes \(rows.count) rows up to \(words(page.reaches))")
            send(.applied(Applied(cursor: page.reaches, digest: devices[device].digest)), index)
        case .reach(let checkpoint): reach(checkpoint, index, &dice)
        case .beginRepair: beginRepair(index, &dice)
        case .takeRepair(let reply): takeRepair(reply, index, &dice)
        case .send(let frame): send(frame, index)
        case .end(let ending):
            note("  device \(device)'s exchange is over: \(ending)")
            links[index].hasDevice = false
            links[index].toDevice = []
        }
    }

    private mutating func send(_ frame: DeviceFrame, _ index: Int) {
        if links[index].hasServer { links[index].toServer.append(frame) }
    }

    /// Batches in the order of the chain; on the way one may get lost or come twice.
    private mutating func push(_ start: ClientSession.PushStart, _ round: UInt32, _ index: Int, _ dice: inout Dice) {
        let device = links[index].device
        var rest = devices[device].operations(from: start)[...]
        if !rest.isEmpty { note("  device \(device) pushes \(rest.count)") }
        while !rest.isEmpty {
            let batch = rest.prefix(isHealing ? 100 : dice.within(rates.batch))
            rest = rest.dropFirst(batch.count)
            if !isHealing, dice.chance(perMille: rates.dropBatch) {
                faults += 1
                note("  a batch is lost")
                continue
            }
            let times = !isHealing && dice.chance(perMille: rates.duplicate) ? 2 : 1
            faults += times - 1
            for _ in 0..<times { send(.push(batch.map(\.sealed)), index) }
        }
        send(.endOfPush(round: round), index)
    }

    private mutating func reach(_ checkpoint: Checkpoint, _ index: Int, _ dice: inout Dice) {
        let device = links[index].device
        guard checkpoint.at.branch != nil else {
            let applied = Applied(cursor: checkpoint.at, digest: ScopeDigest())
            return perform(
                links[index].client.reached(checkpoint, applied, equal: true, hasMore: devices[device].hasPending),
                index, &dice)
        }
        devices[device].reach(checkpoint, plant: plant)
        if devices[device].digest == checkpoint.digest { devices[device].isComparing = false }
        mirror(device, "a checkpoint") { try $0.reach(checkpoint) }
        note("  device \(device) is at the checkpoint \(words(checkpoint.at))")
        // A checkpoint from before the fence matches without what the feed has forgotten since.
        let fenced = devices[device].scope.branch
        let isPastFence = server.read { try FeedFence.commit(fenced, in: $0) } <= checkpoint.at.commit
        if isPastFence, devices[device].digest == checkpoint.digest {
            devices[device].disk.isComparing = false
            devices[device].disk.wasOvertaken = false
        }
        if !devices[device].disk.isComparing {
            report(.noResurrection, NoResurrection.violation(devices[device], at: checkpoint, self))
            report(.atomicPage, AtomicPage.violation(devices[device], at: checkpoint))
        }
        var applied = Applied(
            cursor: checkpoint.at, digest: devices[device].digest, erased: devices[device].erased)
        let isEqual = devices[device].digest == checkpoint.digest
        applied.comparison = isEqual ? "match" : "mismatch"
        applied.nothingElse = isEqual && devices[device].evicted.values.allSatisfy { $0 }
        perform(
            links[index].client.reached(checkpoint, applied, equal: isEqual, hasMore: devices[device].hasPending),
            index, &dice)
    }

    /// The device starts again: its streams are gone, and whatever was not on its disk.
    mutating func crash(_ device: Int) {
        for index in links.indices where links[index].device == device {
            links[index].hasDevice = false
            links[index].toDevice = []
            links[index].repair = nil
        }
        devices[device].boot += 1
        devices[device].bootedAt = now
        note("device \(device) starts again")
    }
}
