internal import FieldModel

/// The epochs in which a device has offered what it has.
package struct OfferedEpochs: Hashable, Sendable {
    /// Its present chain.
    package var inChain: UInt64
    /// The same, into quarantine.
    package var inQuarantine: UInt64
    /// The chains before it.
    package var ofOlderChains: UInt64

    package init(inChain: UInt64 = 0, inQuarantine: UInt64 = 0, ofOlderChains: UInt64 = 0) {
        self.inChain = inChain
        self.inQuarantine = inQuarantine
        self.ofOlderChains = ofOlderChains
    }

    /// As a setting of the replica keeps it.
    package var text: String { "\(inChain) \(inQuarantine) \(ofOlderChains)" }

    package init(text: String) {
        let numbers = text.split(separator: " ").map { UInt64($0) ?? 0 } + [0, 0, 0]
        self.init(inChain: numbers[0], inQuarantine: numbers[1], ofOlderChains: numbers[2])
    }
}

/// What a device offers once more after a Welcome, of what it had been told is settled: decided here for the laptop and
/// for its model in the simulator.
///
/// In an epoch that is new to the device that is all it has: the server's history ends where its backup does, what it
/// still has may have been decided otherwise, and a laptop that was set back knows neither. What the server knows is
/// answered with what stands, and changes nothing.
package struct Reoffering: Hashable, Sendable {
    /// Where it stands when this offer has been made.
    package private(set) var epochs: OfferedEpochs
    /// Whether rows of an epoch that is over are to be compared from the start.
    package let startsOver: Bool
    private let isNewEpoch: Bool
    private let bringsOlderChains: Bool
    /// All up to here is in the server's chain; nil where the Welcome speaks of a chain that only begins.
    private let chainEnd: UInt64?
    private let incarnation: UInt32

    /// Nil when the Welcome ends the exchange. `positions` are the replica's.
    package init?(
        _ welcome: Welcome, positions: [FeedPosition], epochs known: OfferedEpochs, incarnation: UInt32
    ) {
        var epochs = known
        if epochs.inChain == 0 { epochs.inChain = positions.map(\.epoch).max() ?? 0 }
        let epoch = welcome.heads.first?.epoch ?? epochs.inChain
        if epochs.ofOlderChains == 0 { epochs.ofOlderChains = epochs.inChain == 0 ? epoch : epochs.inChain }
        var (isRechained, isRestricted) = (false, false)
        switch welcome.verdict {
        case .wait, .upgrade: return nil
        case .quarantined, .revoked:
            isNewEpoch = epoch != epochs.inChain && epoch != epochs.inQuarantine
            isRestricted = true
            epochs.inQuarantine = epoch
        case .newIncarnation, .resume, .sendFrom, .scopeChanged, .rebaseline:
            isNewEpoch = epoch != epochs.inChain
            epochs.inChain = epoch
            if case .newIncarnation = welcome.verdict { isRechained = true }
        }
        // Their operations come where all that waits gets a new place, and into quarantine, where they keep theirs.
        bringsOlderChains = epoch != epochs.ofOlderChains && (isRechained || isRestricted && isNewEpoch)
        if isRechained { epochs.ofOlderChains = epoch }
        self.epochs = epochs
        startsOver =
            !welcome.verdict.comparesByKeys
            && positions.contains { position in
                position.epoch != 0
                    && welcome.heads.contains { $0.branch == position.branch && $0.epoch != position.epoch }
            }
        chainEnd = isRechained ? nil : welcome.chain.sequence
        self.incarnation = incarnation
    }

    /// The first place of which something may be wanted.
    package var first: ChainPlace {
        guard let chainEnd, !isNewEpoch else { return .start }
        return ChainPlace(incarnation: incarnation, sequence: chainEnd &+ 1)
    }

    package func wants(_ entry: OutboxEntry) -> Bool {
        if entry.state == .pending { return false }
        if entry.header.incarnation != incarnation { return bringsOlderChains }
        return isNewEpoch || chainEnd.map { entry.header.sequence > $0 } ?? false
    }
}
