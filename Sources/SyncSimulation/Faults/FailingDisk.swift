internal import FieldModel
internal import SyncCore

/// A disk that fails in the middle of a transaction: what was written before must be gone, and nobody may have been told.
extension World {
    /// How the next transaction of the server ends by its disk; nil when that does what it is asked to.
    mutating func diskFault(_ dice: inout Dice) -> DiskFault? {
        if isDiskFull { return .write(1) }
        guard storeFaults > 0, !isHealing, dice.chance(perMille: storeFaults) else { return nil }
        faults += 1
        switch dice.below(3) {
        case 0: return .write(dice.within(1...12))
        case 1: return .commit
        default: return .sync(isDurable: dice.below(2) == 0)
        }
    }

    /// Nothing can be written on it until somebody has made room.
    mutating func fillDisk() {
        isDiskFull.toggle()
        let isFull = isDiskFull
        note(isFull ? "the server's disk is full" : "the server's disk has room again")
    }

    mutating func fillLaptop(_ device: Int) {
        devices[device].disk.isFull.toggle()
        let isFull = devices[device].disk.isFull
        note("device \(device)'s disk \(isFull ? "is full" : "has room again")")
    }

    /// A laptop that cannot write down what it is sent ends the exchange, and goes on from what is on its disk.
    mutating func failsToWrite(_ frame: ServerFrame, _ index: Int, _ dice: inout Dice) -> Bool {
        let device = links[index].device
        switch frame {
        case .welcome, .receipts, .page, .checkpoint, .repair: break
        case .bye: return false
        }
        let fails =
            devices[device].disk.isFull || storeFaults > 0 && !isHealing && dice.chance(perMille: storeFaults)
        guard fails else { return false }
        faults += 1
        note("  device \(device) cannot write")
        links[index].hasDevice = false
        links[index].toDevice = []
        links[index].repair = nil
        return true
    }

    mutating func makeRoom() {
        isDiskFull = false
        for device in devices.indices { devices[device].disk.isFull = false }
    }
}

enum DiskFault: Hashable {
    /// There is no room for the n-th write of the transaction, or at the commit when there are not so many.
    case write(Int)
    case commit
    /// The flush fails at the commit: nobody knows what is on the disk, and the server must not go on.
    case sync(isDurable: Bool)

    /// The server goes on after it. After any other failure a store takes nothing until it is opened anew, as after `sync`.
    static let full = StoreFailure(code: "disk_full", message: "the disk is full")
}
