internal import FieldModel
internal import SyncCore
internal import Synchronization

/// What all services of one server share: its parts, the writer, the readers, the open exchanges and the log heads.
package final class ServerCore: Sendable {
    package let parts: ServerParts
    package let writer: GroupWriter
    package let readers: StoreReaders
    package let registry: SessionRegistry
    let logs: LogHeads
    let rules: RuleShelf
    let contents: ContentDesk
    let scores: ScoreShelf
    private let clock = Mutex(HybridLogicalClock.zero)

    package init(parts: ServerParts) {
        self.parts = parts
        registry = SessionRegistry(places: parts.policy.exchangesAtWork)
        writer = GroupWriter(store: parts.store)
        readers = StoreReaders(store: parts.store)
        logs = LogHeads(hash: parts.hash)
        rules = RuleShelf(records: parts.records)
        contents = ContentDesk(contents: parts.contents)
        scores = ScoreShelf(records: parts.records)
    }

    var now: Instant { parts.now() }

    /// The stamp of an operation of the server's own.
    func tick() -> HybridLogicalClock { clock.withLock { $0.tick(now: now) } }

    /// Takes in a device's stamp, up to the server's time and the limit of skew.
    func merge(_ stamp: HybridLogicalClock) {
        clock.withLock { $0.merge(stamp, now: now, skewMilliseconds: Limits.clockSkewMilliseconds) }
    }

    private var admissionParts: AdmissionParts {
        AdmissionParts(
            hash: parts.hash, records: parts.records, operations: parts.operations, mint: parts.mint,
            salt: { self.parts.randomBytes(16) }, stamp: tick, rules: rules.rules, zones: rules.zones)
    }

    /// A durable transaction that may admit operations: once it has returned, open exchanges hear of its commits.
    func admit<T: Sendable>(_ body: @escaping @Sendable (inout Admission) throws -> T) async throws -> T {
        let (value, news) = try await writer.perform { transaction in
            var admission = Admission(transaction: transaction, parts: self.admissionParts, now: self.now)
            let value = try body(&admission)
            return (value, admission.news)
        }
        registry.tell(news)
        return value
    }

    /// As `admit`, at a moment of its own.
    func admit<T: Sendable>(
        at now: Instant, _ body: @escaping @Sendable (inout Admission) throws -> T
    ) async throws -> T {
        try await writer.perform { transaction in
            var admission = Admission(transaction: transaction, parts: self.admissionParts, now: now)
            return try body(&admission)
        }
    }

    /// A durable transaction with an admission for each moment that is asked for; nobody is told of its commits.
    func replay<T: Sendable>(
        _ body: @escaping @Sendable (any ServerTransaction, (Instant) -> Admission) throws -> T
    ) async throws -> T {
        try await writer.perform { transaction in
            let parts = self.admissionParts
            return try body(transaction) { Admission(transaction: transaction, parts: parts, now: $0) }
        }
    }
}
