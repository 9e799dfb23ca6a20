internal import FieldModel
internal import SyncCore

/// The change feed, its digests and its repair.
extension MemorySession {
    private static let rowOverheadBytes = 64

    func digest(_ scope: SyncScope) -> ScopeDigest {
        slices(of: scope).reduce(ScopeDigest()) { $0 + (tables.digests[$1] ?? ScopeDigest()) }
    }

    private func slices(of scope: SyncScope) -> [Slice] {
        switch scope {
        case .branch(let branch): tables.digests.rows.keys.filter { $0.branch == branch }
        case .collector(let branch, let person):
            [Slice(branch: branch, audience: .collector(person)), Slice(branch: branch, audience: .all)]
        }
    }

    private func sees(_ scope: SyncScope, _ audience: Audience) -> Bool {
        switch scope {
        case .branch: true
        case .collector(_, let person): audience == .collector(person) || audience == .all
        }
    }

    func feed(_ scope: SyncScope, after position: FeedPosition, maxBytes: Int) -> (rows: [FeedRow], end: Bool) {
        let head = branch(scope.branch)?.head ?? 0
        let evicted = evictions(scope)
        var taken: [FeedRow] = []
        var size = 0
        var commit = position.commit + 1
        while commit <= head {
            for row in rows(of: commit, scope, evicted) where !isRead(row, position) {
                size += row.bytes.count + Self.rowOverheadBytes
                if !taken.isEmpty, size > maxBytes { return (taken, false) }
                taken.append(row)
            }
            commit += 1
        }
        return (taken, true)
    }

    /// Of the commit after the position's, the rows up to its last key are known.
    private func isRead(_ row: FeedRow, _ position: FeedPosition) -> Bool {
        row.feedCommit == position.commit + 1 && !position.lastKey.isEmpty
            && !position.lastKey.lexicographicallyPrecedes(row.sortKey)
    }

    private func rows(of commit: UInt64, _ scope: SyncScope, _ evicted: [UInt64: [FeedRow]]) -> [FeedRow] {
        var rows = evicted[commit] ?? []
        for place in Set(tables.feed[CommitPlace(branch: scope.branch, commit: commit)] ?? []) {
            guard let kept = tables.rows[place], kept.row.feedCommit == commit, sees(scope, kept.audience) else {
                continue
            }
            rows.append(kept.row)
        }
        // The order of their sort keys.
        return rows.count < 2 ? rows : rows.sorted { ($0.kind, $0.id) < ($1.kind, $1.id) }
    }

    private func evictions(_ scope: SyncScope) -> [UInt64: [FeedRow]] {
        let slice =
            switch scope {
            case .collector(let branch, let person): Slice(branch: branch, audience: .collector(person))
            case .branch(let branch): Slice(branch: branch, audience: .nobody)
            }
        var found: [UInt64: [FeedRow]] = [:]
        for (eviction, place) in tables.evictions.rows where eviction.slice == slice {
            found[place.commit, default: []].append(
                FeedRow(
                    kind: UInt16(RecordKind.account.rawValue), id: eviction.account, account: eviction.account,
                    version: RecordVersion(epoch: place.epoch, commit: place.commit), feedCommit: place.commit,
                    bytes: [], state: .eviction))
        }
        return found
    }

    func repairRanges(_ scope: SyncScope, prefix: [UInt8]) -> [(prefix: [UInt8], digest: ScopeDigest)] {
        guard prefix.count <= 4 else { return [] }
        var sums: [[UInt8]: ScopeDigest] = [:]
        for kept in live(scope, prefix) {
            let key = keyPrefix(kept.repairKey)
            sums[Array(key.prefix(min(4, prefix.count + 1))), default: ScopeDigest()].add(kept.digest)
        }
        return sums.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { ($0.key, $0.value) }
    }

    func repairRows(_ scope: SyncScope, prefix: [UInt8]) -> [FeedRow] {
        guard prefix.count <= 4 else { return [] }
        return live(scope, prefix).map(\.row).sorted { ($0.kind, $0.id) < ($1.kind, $1.id) }
    }

    func forEachDigest(_ scope: SyncScope, kind: UInt16?, _ body: (UInt32, RowDigest) -> Void) {
        for kept in live(scope, []) where kind == nil || kept.row.kind == kind { body(kept.repairKey, kept.digest) }
    }

    private func live(_ scope: SyncScope, _ prefix: [UInt8]) -> [KeptRow] {
        tables.rows.rows.filter { place, kept in
            place.branch == scope.branch && kept.row.state == .live && sees(scope, kept.audience)
                && keyPrefix(kept.repairKey).starts(with: prefix)
        }.map(\.value)
    }
}
