internal import FieldModel
internal import SyncCore

/// What is wrong with a laptop's disk, as far as the world knows.
struct DiskState {
    /// Nothing can be written on it.
    var isFull = false
    /// Bytes of rows are other than they were written, or gone.
    var isDamaged = false
    /// They have been at some time: what was done in between went by what stood there.
    var wasDamaged = false
    /// The laptop has read every row since, and goes by what it has found.
    var isOwned = false
    /// The device may hold what it was never told to drop, and finds that by comparing: until digests agree, or a repair
    /// has ended.
    var isComparing = false
    /// The feed has forgotten something under an exchange that had not come so far, which nobody can be told.
    var wasOvertaken = false
}

/// A disk that flips a byte or loses a row, and the search that finds it: prefix by prefix, as the laptop does it.
extension World {
    mutating func damage(_ device: Int, _ dice: inout Dice) {
        guard let key = dice.pick(devices[device].rows.keys.sorted()) else { return }
        let isLost = dice.below(3) == 0
        let bit = isLost ? nil : devices[device].rows[key]?.bit(dice.next())
        devices[device].damage(key, bit: bit)
        mirror(device, "damage") { try $0.damage(key, bit: bit) }
        note("device \(device)'s disk \(isLost ? "loses" : "flips a byte of") \(key.kind) \(key.id.ending)")
    }

    mutating func beginRepair(_ index: Int, _ dice: inout Dice) {
        let device = links[index].device
        let isExpected = devices[device].disk.isDamaged || devices[device].disk.isComparing
        if !isExpected { report(.atomicPage, "a repair began without damage") }
        links[index].repair = RepairSearch(branch: devices[device].scope.branch, mine: devices[device].repairTable)
        askRepair(index, &dice)
    }

    mutating func takeRepair(_ reply: RepairReply, _ index: Int, _ dice: inout Dice) {
        let device = links[index].device
        devices[device].take(reply, plant: plant)
        mirror(device, "a repair") { try $0.take(reply) }
        note("  device \(device) is sent \(reply.rows.count) rows again, \(reply.surplus.count) are surplus")
        links[index].repair?.take(reply)
        askRepair(index, &dice)
    }

    private mutating func askRepair(_ index: Int, _ dice: inout Dice) {
        if let request = links[index].repair?.next() {
            return perform(links[index].client.repairAsked(request), index, &dice)
        }
        links[index].repair = nil
        let device = links[index].device
        devices[device].disk.isComparing = false
        devices[device].disk.wasOvertaken = false
        if devices[device].disk.isOwned {
            (devices[device].disk.isDamaged, devices[device].disk.isOwned) = (false, false)
        }
        perform(links[index].client.repairEnded(), index, &dice)
    }
}

extension DeviceRow {
    /// One of its bits, by chance; nil where it has no bytes.
    fileprivate func bit(_ chance: UInt64) -> Int? {
        row.bytes.isEmpty ? nil : Int(chance % UInt64(row.bytes.count)) * 8 + Int(chance >> 32 & 7)
    }
}

extension SimulatedDevice {
    /// The bytes change under what is kept of them; `bit` says where, nil that the row is gone.
    mutating func damage(_ key: RecordKey, bit: Int?) {
        (disk.isDamaged, disk.isOwned) = (true, false)
        disk.wasDamaged = true
        let account = rows[key]?.row.account
        if let bit {
            rows[key]?.row.bytes[bit / 8] ^= UInt8(1 << (bit % 8))
            let bytes = rows[key]?.row.bytes ?? []
            rows[key]?.content = try? codec.decode(kind: key.kind, bytes: bytes)
        } else {
            rows[key] = nil
            if let account { keysOfAccount[account]?.remove(key) }
        }
        if key.kind == .rulePack { readRules(plant: nil) }
        if let account { rebuild(account) }
    }

    /// Reads every row before an exchange: where bytes and digest disagree the bytes count.
    mutating func ownDamage() {
        guard disk.isDamaged else { return }
        digest = ScopeDigest()
        for (key, kept) in rows {
            let found = RowDigest(of: kept.row, hash: hash)
            rows[key]?.digest = found
            digest.add(found)
        }
        disk.isOwned = true
    }

    var repairTable: RepairTable {
        RepairTable(
            rows.values.map { kept in
                RepairTable.Row(
                    key: RowDigest.repairKey(kind: kept.row.kind, id: kept.row.id, hash: hash), kind: kept.row.kind,
                    id: kept.row.id, digest: kept.digest)
            })
    }

    /// One transaction: what the scope does not have goes, what differs is written again.
    mutating func take(_ reply: RepairReply, plant: PlantedBug?) {
        let accounts = UInt16(RecordKind.account.rawValue)
        let surplus = PlantedBug.dropsSurplus(plant) ? reply.surplus : []
        let gone = surplus.map { row in
            FeedRow(
                kind: row.kind, id: row.id, account: rows[RecordKey(row)]?.row.account,
                version: RecordVersion(epoch: 0, commit: 0), feedCommit: 0, bytes: [],
                state: row.kind == accounts ? .eviction : .tombstone)
        }
        take(gone + PlantedBug.repaired(plant, reply.rows), reaches: cursor, plant: plant)
    }
}

extension RecordKey {
    fileprivate init(_ row: KeyedRowDigest) {
        self.init(kind: RecordKind(rawValue: Int(row.kind)) ?? .account, id: row.id)
    }
}
