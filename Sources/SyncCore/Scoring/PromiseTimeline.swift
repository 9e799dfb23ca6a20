internal import FieldModel

/// What the server decided of an account's promises, by the operation that decided it: terms with the grace, threshold
/// and deadlines that the rule packs gave them at the making, later terms, and ends.
///
/// It is read from the records and not decided again, so that a pack that came later changes no past.
struct PromiseTimeline {
    private let promises: [RecordID: PromiseToPay]
    private var decided: [OperationID: [AccountEvent.What]] = [:]

    init(_ promises: [RecordID: PromiseToPay]) {
        self.promises = promises
        for (id, promise) in promises.sorted(by: { $0.key < $1.key }) {
            let terms = promise.earlier.dropFirst().map(\.instalments) + [promise.instalments]
            for (before, after) in zip(promise.earlier, terms) {
                decided[before.operation, default: []].append(.promiseRevised(id, after))
            }
            for event in promise.events where !event.state.isJudged {
                decided[event.operation, default: []].append(.promiseWithdrawn(id))
            }
        }
    }

    func holds(_ id: RecordID) -> Bool { promises[id] != nil }

    /// As they were at the making; deadlines of instalments that a revision dropped are not moved any more.
    func firstTerms(_ id: RecordID) -> PromiseJudgement.Terms? {
        promises[id].map { promise in
            var terms = PromiseJudgement.Terms(id, promise)
            terms.instalments = promise.earlier.first?.instalments ?? promise.instalments
            return terms
        }
    }

    func changes(by operation: OperationID) -> [AccountEvent.What] { decided[operation] ?? [] }
}
