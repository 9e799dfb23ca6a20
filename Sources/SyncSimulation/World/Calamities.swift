internal import FieldModel
internal import SyncCore

/// What a backup holds, and what the auditor knew when it was made.
struct Backup {
    var store: any WorldStore
    var auditor: Auditor
    var madeAt: Instant
}

/// The server's disk is lost and its backup takes its place: a new epoch.
extension World {
    mutating func makeBackup() {
        backup = Backup(store: server.backedUp, auditor: auditor, madeAt: now)
        let head = server.head
        note("a backup is made at commit \(head)")
    }

    /// What came after the backup is unknown to the server until the laptops offer it again.
    mutating func restore(_ dice: inout Dice) {
        guard let backup else { return }
        server.store = backup.store
        // The backup is there for the next time.
        self.backup?.store = server.backedUp
        for index in links.indices { links[index].hasServer = false }
        auditor.forget(since: backup.auditor)
        let madeAt = backup.madeAt
        if PlantedBug.reusesCommits(plant) { return note("the server is restored and goes on in its epoch") }
        let done = try? server.admit(now: now, using: &dice) {
            try $0.beginEpoch(backupMadeAt: madeAt, revocations: [])
        }
        guard let begun = done?.value else { return report(.noLostOperation, "the server cannot begin an epoch") }
        let head = server.head
        note("the server is restored from its backup at commit \(head) and begins epoch \(begun.epoch)")
    }
}

extension Auditor {
    /// Goes back to what was known then of the server; what people did they did.
    mutating func forget(since then: Auditor) {
        var known = then
        known.minted = minted
        known.jumps = jumps
        known.everSetBack = everSetBack
        known.everCopied = everCopied
        self = known
    }
}

/// Laptops that are set back, taken out of service, and taken in again.
extension World {
    mutating func takeImage(_ device: Int) {
        images[device] = devices[device]
        mirrorDisk { try $0.takeImage(device) }
        note("an image is made of device \(device)")
    }

    /// The laptop's disk is lost and its image takes its place: what was done since and not sent is lost with it.
    mutating func setBack(_ device: Int) {
        guard var image = images[device] else { return }
        crash(device)
        let now = devices[device]
        (image.clockAhead, image.boot, image.bootedAt) = (now.clockAhead, now.boot, now.bootedAt)
        devices[device] = image
        mirrorDisk { try $0.setBack(device) }
        auditor.setBack(image, epoch: server.epoch) { server.operation($0) != nil }
        note("device \(device) is set back to its image, at #\(image.chainEnd.sequence)")
    }

    /// An administrator has looked at it: it goes on with a chain of its own, and what it sent meanwhile is decided.
    mutating func readmit(_ device: Int, _ dice: inout Dice) {
        let id = devices[device].actor.device
        guard var record = server.device(id), record.state == .quarantined else { return }
        record.incarnation += 1
        record.state = .active
        record.reason = ""
        let readmitted = record
        note("the office takes device \(device) in again")
        _ = try? transact(&dice) { try $0.transaction.save(readmitted) }
        let held = server.heldOperations.filter { $0.header.device == id }
        for operation in held.inQuarantineAsActed { release(operation, &dice) }
    }

    private mutating func release(_ held: StoredOperation, _ dice: inout Dice) {
        guard server.knows(held.header.account), let branch = server.read({ try $0.branch(server.branch) }) else {
            return
        }
        let author = server.system.person
        _ = try? transact(&dice) { try $0.release(held, branch: branch, author: author) }
        spreadNews(&dice)
    }

    mutating func revoke(_ device: Int, _ dice: inout Dice) {
        let id = devices[device].actor.device
        guard var record = server.device(id), record.state != .revoked else { return }
        record.state = .revoked
        record.reason = "lost"
        let revoked = record
        note("device \(device) is revoked")
        guard (try? transact(&dice) { try $0.transaction.save(revoked) }) != nil else { return }
        for index in links.indices
        where devices[links[index].device].actor.device == id && links[index].hasServer {
            perform(links[index].server.end(Bye(reason: "revoked", detail: "lost")), index, &dice)
        }
    }

    func isRevoked(_ device: SimulatedDevice) -> Bool {
        server.device(device.actor.device)?.state == .revoked
    }
}

extension Auditor {
    /// What the image does not have is gone from the device; what was acknowledged of it is the server's to keep.
    mutating func setBack(_ image: SimulatedDevice, epoch: UInt64, isKept: (OperationID) -> Bool) {
        let device = image.actor.device
        func isGone(_ made: Minted) -> Bool { made.laptop == image.laptop && image.byName[made.header.id] == nil }
        let gone = (minted[device] ?? []).filter(isGone)
        minted[device]?.removeAll(where: isGone)
        orphans += gone.map(\.header.id).filter(isKept).map { Orphan(operation: $0, epoch: epoch) }
        everSetBack.insert(device)
    }
}
