internal import FieldModel
internal import SyncCore

/// Two laptops from one image, both in use: each goes on from what it was copied from, under one name.
extension World {
    /// Copies of laptops that a world has at once.
    private static let mostCopies = 2

    /// Somebody starts a second laptop from an older image, or from the disk as it is.
    mutating func copy(_ device: Int, _ dice: inout Dice) {
        let id = devices[device].actor.device
        let copies = devices.filter(\.isCopy)
        guard copies.count < World.mostCopies, !copies.contains(where: { $0.actor.device == id }), device > 0
        else { return }
        let isOld = dice.below(2) == 0 && images[device] != nil
        let image = isOld ? images[device] ?? devices[device] : devices[device]
        let copy = image.copied(laptop: devices.count, clockAhead: devices[device].clockAhead, now: now)
        auditor.copy(copy, of: devices[device])
        note("device \(copy.laptop) is started from an image of device \(device), at #\(copy.chainEnd.sequence)")
        devices.append(copy)
        mirrorDisk { try $0.copy(device, fromImage: isOld, to: copy.laptop) }
    }

    /// The office lets each copy bring what it has, and takes it away: of two laptops under one name one must go.
    mutating func collectCopies(_ dice: inout Dice) {
        for index in devices.indices where devices[index].isCopy && violation == nil {
            for _ in 0..<2 {
                exchange(index, &dice)
                readmit(index, &dice)
            }
            exchange(index, &dice)
            devices[index].isRetired = true
            note("device \(index) is taken away")
        }
    }

    /// Of whom nothing is to be heard any more, and what they have need not agree.
    func isOut(_ device: SimulatedDevice) -> Bool { device.isRetired || isRevoked(device) }
}

extension SimulatedDevice {
    func copied(laptop: Int, clockAhead: Int64, now: Instant) -> SimulatedDevice {
        var copy = SimulatedDevice(
            actor: actor, scope: scope, laptop: laptop, zone: zone, codec: codec, clockAhead: clockAhead, now: now)
        copy.keysOfAccount = keysOfAccount
        (copy.rows, copy.digest, copy.cursor, copy.lastCheckpoint) = (rows, digest, cursor, lastCheckpoint)
        (copy.unscanned, copy.incarnation, copy.epochs) = (unscanned, incarnation, epochs)
        (copy.reoffered, copy.outbox, copy.intents, copy.byName) = (reoffered, outbox, intents, byName)
        (copy.hlc, copy.views, copy.evicted) = (hlc, views, evicted)
        (copy.disk, copy.unknownKinds, copy.rules) = (disk, unknownKinds, rules)
        (copy.isComparing, copy.lateThrough, copy.isRestricted) = (isComparing, lateThrough, isRestricted)
        copy.clockMemory = clockMemory
        // Another machine, switched on just now.
        copy.boot = boot + 100
        copy.isCopy = true
        return copy
    }
}

extension Auditor {
    /// What the image has the copy has too; the contacts around what either does may be the other's.
    mutating func copy(_ copy: SimulatedDevice, of device: SimulatedDevice) {
        let name = device.actor.device
        let had = (minted[name] ?? []).filter { $0.laptop == device.laptop && copy.byName[$0.header.id] != nil }
        minted[name, default: []] += had.map { copied($0, by: copy) }
        everSetBack.insert(name)
        everCopied.insert(name)
    }

    private func copied(_ made: Minted, by copy: SimulatedDevice) -> Minted {
        var copied = made
        copied.laptop = copy.laptop
        return copied
    }
}
