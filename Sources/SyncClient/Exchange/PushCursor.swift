internal import FieldModel
internal import SyncCore

/// How far a round's push has come: along the present chain, and then, into quarantine, along those before it.
struct PushCursor: Hashable, Sendable {
    private(set) var place: ChainPlace
    private(set) var states: Set<OutboxEntry.State>
    /// Of the present chain.
    let incarnation: UInt32
    private(set) var isOlderChains = false
    private var goesOn = false

    init(_ start: ClientSession.PushStart, incarnation: UInt32) {
        self.incarnation = incarnation
        place = ChainPlace(incarnation: incarnation, sequence: 0)
        states = [.pending, .acknowledged, .settled]
        switch start {
        case .pending: states = [.pending]
        case .pendingOfAllChains: (states, goesOn) = ([.pending], true)
        case .sequence(let sequence): place.sequence = sequence
        case .allChains(let sequence):
            place.sequence = sequence
            goesOn = true
        }
    }

    /// Past the last of a batch, or on to the older chains after an empty one; false when there is no more.
    mutating func moveOn(past last: OutboxEntry?) -> Bool {
        if let last {
            place = ChainPlace(incarnation: last.header.incarnation, sequence: last.header.sequence + 1)
            return true
        }
        guard goesOn else { return false }
        (goesOn, isOlderChains) = (false, true)
        (place, states) = (.start, [.pending])
        return true
    }
}

extension ExchangeStore {
    func pushCursor(_ start: ClientSession.PushStart) throws -> PushCursor {
        PushCursor(start, incarnation: try parts.store.read { try $0.chainNow().incarnation })
    }

    /// Whether the server's last word was that it takes this device's work into quarantine.
    var isRestricted: Bool {
        get throws {
            let state = try parts.store.read { try $0.value(.deviceState) }
            return state == DeviceState.quarantined.rawValue || state == DeviceState.revoked.rawValue
        }
    }
}

extension ReplicaReading {
    /// The first operation of the present chain that the server does not have.
    var nextToSend: OutboxEntry? {
        get throws {
            let place = ChainPlace(incarnation: try chainNow().incarnation, sequence: 0)
            return try operations(states: [.pending], from: place, limit: 1).first
        }
    }

    var oldestUnsentAt: Instant? {
        get throws { try operations(states: [.pending], from: .start, limit: 1).first?.header.wallClock }
    }
}
