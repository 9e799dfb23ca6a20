package import FieldModel

/// The device that pushes, as its Hello found it.
package struct PushingDevice: Sendable, Hashable {
    package var id: DeviceID
    package var scope: SyncScope?
    package var contacts: ContactHistory
    /// Not the copy for which the device is in quarantine.
    var isOriginal: Bool

    package init(id: DeviceID, scope: SyncScope?, contacts: ContactHistory, isOriginal: Bool = false) {
        self.id = id
        self.scope = scope
        self.contacts = contacts
        self.isOriginal = isOriginal
    }
}

/// What became of a device's batch.
package enum PushResult: Sendable, Hashable {
    case admitted([Receipt])
    /// Operations are missing before the first that could not be taken.
    case gap([Receipt], ChainEnd)
    /// The chain forks: what came is in quarantine, and so is the device.
    case forked([Receipt])
    case wrongIncarnation([Receipt])

    package var receipts: [Receipt] {
        switch self {
        case .admitted(let receipts), .gap(let receipts, _), .forked(let receipts), .wrongIncarnation(let receipts):
            receipts
        }
    }

    package func with(_ receipts: [Receipt]) -> PushResult {
        switch self {
        case .admitted: .admitted(receipts)
        case .gap(_, let end): .gap(receipts, end)
        case .forked: .forked(receipts)
        case .wrongIncarnation: .wrongIncarnation(receipts)
        }
    }

    /// What the session says of it; `greeting` is the verdict that opened the exchange.
    package func admitted(after greeting: WelcomeVerdict) -> Admitted {
        switch self {
        case .admitted(let receipts): return Admitted(receipts: receipts)
        case .gap(let receipts, let end):
            let detail = "expected sequence \(end.sequence + 1)"
            return Admitted(receipts: receipts, next: .ended(Bye(reason: "sequence_gap", detail: detail)))
        case .forked(let receipts):
            let bye = Bye(reason: "quarantined", detail: DeviceReason.chainFork)
            return Admitted(receipts: receipts, next: .quarantined(bye))
        case .wrongIncarnation(let receipts):
            // Sent ahead of the Welcome that gave the device another one: they come again.
            if case .newIncarnation = greeting { return Admitted(receipts: receipts) }
            return Admitted(receipts: receipts, next: .ended(Bye(reason: "wrong_incarnation")))
        }
    }
}
