internal import FieldModel
internal import SyncCore

/// The compacted feed: one row a record, the running digests, and what a pull reads of them.
extension SimulatedServer {
    /// One commit: the records of one operation, at one version.
    mutating func write(_ changes: [Record], of account: AccountID) -> UInt64 {
        head += 1
        for case .account(let content) in changes.map(\.content) { place(account, content.assignee) }
        for change in changes {
            if case .branchSettings(let content) = change.content { settings = content }
            put(change, change.kind.isForAll ? .all : audience(of: account))
        }
        return head
    }

    private mutating func put(_ record: Record, _ audience: Audience) {
        guard let bytes = try? codec.encode(record.content),
            let same = try? codec.decode(kind: record.kind, bytes: bytes), same == record.content
        else { preconditionFailure("a record of kind \(record.kind) does not survive its bytes") }
        let row = FeedRow(
            kind: UInt16(record.kind.rawValue), id: record.id, account: record.account,
            version: RecordVersion(epoch: 1, commit: head), feedCommit: head, bytes: bytes)
        let digest = RowDigest(of: row, hash: hash)
        if let old = rows[record.key] { digests[old.audience, default: ScopeDigest()].remove(old.digest) }
        digests[audience, default: ScopeDigest()].add(digest)
        rows[record.key] = ServerRow(row: row, audience: audience, digest: digest)
        if let account = record.account { keys[account, default: []].insert(record.key) }
    }

    /// Places a new account, or moves one: its rows get the new audience and this commit, the old scope an eviction.
    private mutating func place(_ account: AccountID, _ assignee: PersonID?) {
        let audience = assignee.map { Audience.collector($0) } ?? .nobody
        guard let before = placements[account]?.last?.audience else {
            placements[account] = [(head, audience)]
            return
        }
        guard before != audience else { return }
        placements[account, default: []].append((head, audience))
        for key in keys[account] ?? [] {
            guard var row = rows[key] else { continue }
            digests[row.audience, default: ScopeDigest()].remove(row.digest)
            digests[audience, default: ScopeDigest()].add(row.digest)
            row.audience = audience
            row.row.feedCommit = head
            rows[key] = row
        }
        if !PlantedBug.forgetsEviction(plant) { evictions[before, default: [:]][account] = head }
    }
}

extension SimulatedServer {
    func holds(_ scope: SyncScope, _ audience: Audience) -> Bool {
        switch scope {
        case .branch: true
        case .collector(_, let person): audience == .collector(person) || audience == .all
        }
    }

    func digest(_ scope: SyncScope) -> ScopeDigest {
        digests.filter { holds(scope, $0.key) }.values.reduce(ScopeDigest()) { $0 + $1 }
    }

    /// The scope's live rows by key.
    func contents(_ scope: SyncScope) -> [RecordKey: FeedRow] {
        rows.filter { holds(scope, $0.value.audience) }.mapValues(\.row)
    }

    /// Rows beyond `position` while they fit, at least one; the checkpoint comes with the last.
    func page(_ scope: SyncScope, after position: FeedPosition, bytes: Int) -> PageReply {
        let beyond = feed(scope).filter { row in
            row.feedCommit > position.commit + 1
                || row.feedCommit == position.commit + 1 && position.lastKey.lexicographicallyPrecedes(row.sortKey)
        }
        var taken: [FeedRow] = []
        var size = 0
        for row in beyond {
            size += row.bytes.count + 32
            if size > bytes && !taken.isEmpty { break }
            taken.append(row)
        }
        var reaches = FeedPosition(branch: branch, epoch: 1, commit: head)
        var checkpoint: CheckpointReply?
        if taken.count == beyond.count {
            checkpoint = CheckpointReply(commit: head, digest: digest(scope))
        } else if let last = taken.last {
            let endsCommit = beyond[taken.count].feedCommit != last.feedCommit
            reaches.commit = endsCommit ? last.feedCommit : last.feedCommit - 1
            reaches.lastKey = endsCommit ? [] : last.sortKey
        }
        return PageReply(from: position, rows: taken, reaches: reaches, checkpoint: checkpoint)
    }

    /// In the order of the feed: commit, kind, id.
    private func feed(_ scope: SyncScope) -> [FeedRow] {
        var found = rows.values.filter { holds(scope, $0.audience) }.map(\.row)
        if case .collector(_, let person) = scope {
            for (account, commit) in evictions[.collector(person)] ?? [:] {
                found.append(
                    FeedRow(
                        kind: UInt16(RecordKind.account.rawValue), id: account, account: account,
                        version: RecordVersion(epoch: 1, commit: commit), feedCommit: commit, bytes: [],
                        state: .eviction))
            }
        }
        return found.sorted {
            $0.feedCommit != $1.feedCommit
                ? $0.feedCommit < $1.feedCommit : $0.sortKey.lexicographicallyPrecedes($1.sortKey)
        }
    }
}
