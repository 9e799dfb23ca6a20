internal import FieldModel
internal import SyncCore

/// What a sound server's state keeps true, checked from the bytes up.
struct MemoryVerification {
    let tables: MemoryTables
    let hash: any Hashing
    let coding: any OperationCoding

    var problems: [String] { digests + placements + chains + logs }

    private var digests: [String] {
        var sums: [Slice: ScopeDigest] = [:]
        var wrong: [String] = []
        for (place, kept) in tables.rows.rows where kept.row.state == .live {
            let digest = RowDigest(of: kept.row, hash: hash)
            if digest != kept.digest { wrong.append("record \(place.id): the bytes do not give the row digest") }
            sums[Slice(branch: place.branch, audience: kept.audience), default: ScopeDigest()].add(digest)
        }
        for (slice, kept) in tables.digests.rows where kept != sums[slice] ?? ScopeDigest() {
            wrong.append("branch \(slice.branch): a running digest is not the sum of its rows")
        }
        return wrong.sorted()
    }

    private var placements: [String] {
        var wrong: [String] = []
        for (place, kept) in tables.rows.rows {
            if let account = kept.row.account, let home = tables.accounts[account]?.placement,
                home.branch == place.branch, home.audience != kept.audience
            {
                wrong.append("\(place.id) is seen by others than its account")
            }
            if kept.row.feedCommit > tables.branches[place.branch]?.record.head ?? 0 {
                wrong.append("\(place.id) has a commit beyond its branch's head")
            }
        }
        return wrong.sorted()
    }

    private var chains: [String] {
        var wrong: [String] = []
        let inOrder = tables.operationPlaces.rows.sorted {
            ($0.key.device, $0.key.incarnation, $0.key.sequence) < ($1.key.device, $1.key.incarnation, $1.key.sequence)
        }
        var before: (place: OperationPlace, link: [UInt8])?
        for (place, number) in inOrder {
            guard let operation = tables.operations[number] else { continue }
            let previous = before.flatMap {
                $0.place.device == place.device && $0.place.incarnation == place.incarnation ? $0 : nil
            }
            before = (place, operation.link)
            if ChainHash.link(header: operation.sealed.header, hash: hash) != operation.link {
                wrong.append("operation \(operation.header.id): the link is wrong")
            }
            // A quarantined copy's operations begin where the copies parted.
            if place.incarnation >> 24 > 0 && previous == nil { continue }
            if place.sequence != (previous?.place.sequence ?? 0) + 1
                || operation.header.previousLink != previous?.link ?? []
            {
                wrong.append("operation \(operation.header.id): its chain is broken before it")
            }
        }
        return wrong
    }

    private var logs: [String] {
        tables.operations.rows.sorted { $0.key < $1.key }.map(\.value).compactMap { operation in
            let receipt = operation.receipt
            guard let log = receipt.log else { return nil }
            if tables.leaves[LeafPlace(log: log, index: receipt.leafIndex)] == receipt.leafHash { return nil }
            return "operation \(receipt.operation): its receipt names a leaf that the audit log does not have"
        }
    }
}
