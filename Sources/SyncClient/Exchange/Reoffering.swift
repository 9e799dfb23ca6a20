internal import FieldModel
internal import SyncCore

/// After a restore the server has lost what came after its backup: the laptop offers it again.
extension ExchangeStore {
    /// What is wanted waits to be sent once more. Its receipt stays as the word of the epoch that gave it. Returns whether
    /// the rows are of an epoch that is over.
    ///
    /// In one transaction with the rest of the Welcome, so that a cut exchange is taken up where it was.
    func reoffer(after welcome: Welcome, in transaction: any ReplicaTransaction) throws -> Bool {
        let offered = Reoffering(
            welcome, positions: try transaction.positions().map(\.position),
            epochs: try transaction.offeredEpochs,
            incarnation: try transaction.chainNow().incarnation)
        guard let offered else { return false }
        let sent = try transaction.operations(states: [.acknowledged, .settled], from: offered.first, limit: .max)
        var touched: Set<AccountID> = []
        for var entry in sent where offered.wants(entry) {
            // One without an epoch says only that the operation waited.
            if let receipt = entry.receipt, receipt.epoch > 0 { try transaction.keepEarlier(receipt) }
            entry.receipt = nil
            entry.state = .pending
            try transaction.update(entry)
            touched.insert(entry.header.account)
        }
        try rebuild(touched, transaction)
        try transaction.set(.offeredEpochs, offered.epochs.text)
        return offered.startsOver
    }
}

extension ReplicaReading {
    var offeredEpochs: OfferedEpochs {
        get throws { OfferedEpochs(text: try value(.offeredEpochs) ?? "") }
    }

    /// Whether there is anything of before its present incarnation.
    var hasOlderChains: Bool {
        get throws {
            let present = try chainNow().incarnation
            // State by state, as the index has them: together they would be sorted at each Hello.
            return try [OutboxEntry.State.pending, .acknowledged, .settled].contains { state in
                let first = try operations(states: [state], from: .start, limit: 1).first
                return first.map { $0.header.incarnation < present } ?? false
            }
        }
    }
}
