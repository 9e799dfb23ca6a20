internal import FieldModel
internal import SyncCore

/// Laptops with the program of the version before, which does not know what the server's knows.
extension World {
    /// What the version before had not.
    private static let newKinds: [RecordKind] = [.contact, .flag, .finding, .registers]

    mutating func giveOldPrograms(_ perMille: Int, _ dice: inout Dice) {
        for index in devices.indices where dice.chance(perMille: perMille) {
            let kinds = World.newKinds.filter { _ in dice.below(2) == 0 }
            devices[index].unknownKinds = Set(kinds)
            note("device \(index)'s program does not know \(kinds)")
        }
    }

    /// The new program shows what was there all the time: nothing is sent again for it.
    mutating func upgrade(_ device: Int) {
        guard !devices[device].unknownKinds.isEmpty else { return }
        devices[device].upgrade()
        note("device \(device) has the new program")
    }
}

extension SimulatedDevice {
    fileprivate mutating func upgrade() {
        unknownKinds = []
        for account in accounts { rebuild(account) }
    }

    /// Whether its program has the command.
    func canDo(_ intent: Intent) -> Bool {
        switch intent {
        case .setFlag: !unknownKinds.contains(.flag)
        case .logContact, .planContact: !unknownKinds.contains(.contact)
        case .setAccountFields: !unknownKinds.contains(.registers)
        case .replaceOperation(let replacement): canDo(replacement.intent)
        default: true
        }
    }
}
