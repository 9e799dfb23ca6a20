package import FieldModel
internal import FieldRules
package import SyncCore

/// Takes in operations of earlier moments: how samples with a known truth come into a store of their own.
///
/// Nothing that serves calls this. Receipts and leaves say the moments that are given, so that facts as of a past day
/// are what they would have been.
package struct HistoryReplay: Sendable {
    /// Operations that share one transaction.
    package static let operationsPerTransaction = 500

    let core: ServerCore

    package init(core: ServerCore) { self.core = core }

    package func addBranch(_ name: String, zone: String, people: [PersonID], at now: Instant) async throws
        -> BranchRecord
    {
        let core = core
        return try await core.admit(at: now) { admission in
            let branch = BranchRecord(
                id: core.parts.mint(), name: name, timeZone: zone, epoch: 1, systemDevice: core.parts.mint())
            try admission.transaction.save(branch)
            try admission.write(
                .branchSettings(BranchSettings(name: name, timeZone: zone)), id: branch.id, branch: branch,
                author: branch.systemDevice)
            for (index, id) in people.enumerated() {
                let person = PersonRecord(
                    id: id, name: "Gestor \(index + 1)", role: .collector, branch: branch.id, createdAt: now)
                try admission.transaction.save(person)
                try admission.write(.person(Person(person)), id: id, branch: branch, author: branch.systemDevice)
            }
            return branch
        }
    }

    /// In the order given; returns how many were not applied as they are.
    package func take(
        _ operations: [(account: AccountID, told: ToldOperation)], in branch: BranchRecord
    ) async throws -> Int {
        var refused = 0
        for start in stride(from: 0, to: operations.count, by: Self.operationsPerTransaction) {
            let chunk = Array(operations[start..<min(start + Self.operationsPerTransaction, operations.count)])
            refused += try await core.replay { transaction, admission in
                var refused = 0
                for (account, told) in chunk {
                    var admission = admission(told.receivedAt)
                    let author = told.author.isNil ? branch.systemDevice : told.author
                    if case .makePromise = told.intent {
                        let today = Zones.zone(branch.timeZone).localDate(at: told.receivedAt)
                        _ = try admission.submitIfChanging(
                            .judgePromises(JudgePromises(asOfDay: today)), account: account, branch: branch,
                            author: branch.systemDevice)
                    }
                    let receipt = try admission.submit(told.intent, account: account, branch: branch, author: author)
                    if receipt.outcome.state != .applied { refused += 1 }
                }
                return refused
            }
        }
        return refused
    }
}
