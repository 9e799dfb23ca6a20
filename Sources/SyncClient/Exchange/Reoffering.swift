internal import FieldModel
internal import SyncCore

/// After a restore the server has lost what came after its backup: the laptop offers it again.
extension ExchangeStore {
    /// What was acknowledged and lies beyond the end of the server's chain waits to be sent once more. Its receipt
    /// stays as the word of the epoch that gave it.
    ///
    /// In one transaction with the rest of the Welcome, so that a cut exchange is taken up where it was.
    func reoffer(after welcome: Welcome, in transaction: any ReplicaTransaction) throws {
        var isOtherChain = false
        switch welcome.verdict {
        case .wait, .upgrade: return
        // How far the chain before this one came is not said: all of it is offered again, and known names are answered.
        case .newIncarnation:
            guard try hasNewEpoch(welcome, transaction) else { return }
            isOtherChain = true
        case .resume, .sendFrom, .scopeChanged, .rebaseline, .quarantined, .revoked: break
        }
        let incarnation = try transaction.chainNow().incarnation
        let undecided = try decisionsLost(by: welcome, transaction)
        let first = undecided.isEmpty && !isOtherChain ? welcome.chain.sequence &+ 1 : 0
        let sent = try transaction.operations(states: [.acknowledged, .settled], from: first, limit: .max)
        var touched: Set<AccountID> = []
        for var entry in sent where entry.header.incarnation == incarnation {
            let isLost = isOtherChain || entry.header.sequence > welcome.chain.sequence
            guard isLost || undecided.contains(entry.header.id) else { continue }
            // One without an epoch says only that the operation waited.
            if let receipt = entry.receipt, receipt.epoch > 0 { try transaction.keepEarlier(receipt) }
            entry.receipt = nil
            entry.state = .pending
            try transaction.update(entry)
            touched.insert(entry.header.account)
        }
        try rebuild(touched, transaction)
    }

    /// Held operations that were decided in an epoch that is over: the decision may be lost although the operation is
    /// not, and a repeat brings the receipt as it stands now.
    private func decisionsLost(by welcome: Welcome, _ reading: any ReplicaReading) throws -> Set<OperationID> {
        guard try hasNewEpoch(welcome, reading) else { return [] }
        var decided: Set<OperationID> = []
        try reading.forEachRow(kind: .decision) { row in
            if case .decision(let decision)? = parts.content(of: row) { decided.insert(decision.operation) }
        }
        return decided
    }

    /// Whether the confirmed rows are of another epoch than the server's: they are compared from the start, whatever
    /// the verdict is about.
    func hasNewEpoch(_ welcome: Welcome, _ reading: any ReplicaReading) throws -> Bool {
        try reading.positions().contains { position, _ in
            position.epoch != 0
                && welcome.heads.contains { $0.branch == position.branch && $0.epoch != position.epoch }
        }
    }
}
