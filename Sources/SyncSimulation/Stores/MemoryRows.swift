internal import FieldModel
internal import SyncCore

/// Records: what is written under a commit, and what is found again.
extension MemorySession {
    func put(
        branch: BranchID, audience: Audience, key: RecordKey, account: AccountID?, version: RecordVersion,
        bytes: [UInt8]
    ) throws {
        try followPlacement(account, branch, audience, version.commit)
        let place = RowPlace(branch: branch, kind: UInt16(clamping: key.kind.rawValue), id: key.id)
        try watch?.putting(key, over: tables.rows[place]?.row)
        guard let kept = PlantedBug.kept(watch, key, bytes) else { return }
        let bytes = watch?.written(key, kept) ?? kept
        let row = FeedRow(
            kind: place.kind, id: key.id, account: account, version: version, feedCommit: version.commit, bytes: bytes)
        write(row, branch, audience)
    }

    func remove(
        branch: BranchID, audience: Audience, key: RecordKey, account: AccountID?, version: RecordVersion
    ) throws {
        try followPlacement(account, branch, audience, version.commit)
        let place = RowPlace(branch: branch, kind: UInt16(clamping: key.kind.rawValue), id: key.id)
        guard let old = tables.rows[place] else { return }
        let row = FeedRow(
            kind: place.kind, id: key.id, account: old.row.account, version: version, feedCommit: version.commit,
            bytes: [], state: .tombstone)
        write(row, branch, audience)
    }

    private func write(_ row: FeedRow, _ branch: BranchID, _ audience: Audience) {
        let place = RowPlace(branch: branch, kind: row.kind, id: row.id)
        let old = tables.rows[place]
        let kept = KeptRow(
            row: row, audience: audience, digest: RowDigest(of: row, hash: hash),
            repairKey: old?.repairKey ?? RowDigest.repairKey(kind: row.kind, id: row.id, hash: hash))
        if let old { forget(old, branch) }
        replace(place, by: kept)
        if RecordKind(rawValue: Int(row.kind))?.isForAll ?? false {
            tables.rowsForAll[KindPlace(branch: branch, kind: row.kind), default: []].insert(row.id)
        }
        if old == nil { tables.copies[RowName(kind: row.kind, id: row.id), default: []].append(branch) }
        guard old?.row.account != row.account else { return }
        if let before = old?.row.account { tables.rowsOfAccount[before, default: []].remove(place) }
        if let account = row.account { tables.rowsOfAccount[account, default: []].insert(place) }
    }

    /// The row at the feed's end, and in the digest of those who see it.
    private func replace(_ place: RowPlace, by kept: KeptRow) {
        tables.rows[place] = kept
        tables.feed[CommitPlace(branch: place.branch, commit: kept.row.feedCommit), default: []].append(place)
        guard kept.row.state == .live else { return }
        tables.digests[Slice(branch: place.branch, audience: kept.audience), default: ScopeDigest()].add(kept.digest)
    }

    private func forget(_ kept: KeptRow, _ branch: BranchID) {
        guard kept.row.state == .live else { return }
        tables.digests[Slice(branch: branch, audience: kept.audience), default: ScopeDigest()].remove(kept.digest)
    }

    func rows(account: AccountID) -> [FeedRow] {
        let home = placement(account)?.branch
        return (tables.rowsOfAccount[account] ?? []).filter { home == nil || $0.branch == home }
            .compactMap { tables.rows[$0]?.row }.filter { $0.state == .live }
            .sorted { ($0.kind, $0.id) < ($1.kind, $1.id) }
    }

    /// Of a record that several branches hold, the copy where its account lives, else the first one.
    func row(kind: RecordKind, id: RecordID) -> FeedRow? {
        let name = RowName(kind: UInt16(clamping: kind.rawValue), id: id)
        let live = (tables.copies[name] ?? []).compactMap { branch -> (branch: BranchID, row: FeedRow)? in
            guard let kept = tables.rows[RowPlace(branch: branch, kind: name.kind, id: id)], kept.row.state == .live
            else { return nil }
            return (branch, kept.row)
        }
        let home = live.first { copy in copy.row.account.flatMap { placement($0)?.branch } == copy.branch }
        return (home ?? live.min { number(of: $0.branch) < number(of: $1.branch) })?.row
    }

    private func number(of branch: BranchID) -> Int { tables.branches[branch]?.number ?? .max }

    func rows(kind: RecordKind, branch: BranchID, after: RecordID?, limit: Int) -> [FeedRow] {
        if kind.isForAll {
            let number = UInt16(clamping: kind.rawValue)
            let ids = tables.rowsForAll[KindPlace(branch: branch, kind: number)] ?? []
            let found = ids.sorted().filter { id in after.map { $0 < id } ?? true }.compactMap { id in
                tables.rows[RowPlace(branch: branch, kind: number, id: id)]?.row
            }
            return Array(found.filter { $0.state == .live }.prefix(limit))
        }
        let all = tables.rows.rows.compactMap { place, kept -> FeedRow? in
            let isWanted =
                place.branch == branch && Int(place.kind) == kind.rawValue && kept.row.state == .live
                && after.map { $0 < place.id } ?? true
            return isWanted ? kept.row : nil
        }
        return Array(all.sorted { $0.id < $1.id }.prefix(limit))
    }
}

/// Where accounts live and who sees them.
extension MemorySession {
    func placement(_ account: AccountID) -> AccountPlacement? { tables.accounts[account]?.placement }

    func account(creditor: String, number: String) -> AccountID? {
        tables.accountNames[AccountName(creditor: creditor, number: number)]
    }

    func accounts(number: String) -> [AccountID] {
        tables.accounts.rows.filter { $0.value.number == number }.keys.sorted()
    }

    func accounts(branch: BranchID, audience: Audience?, after: AccountID?, limit: Int) -> [AccountID] {
        let found = tables.accounts.rows.filter { id, kept in
            kept.placement.branch == branch && audience.map { $0 == kept.placement.audience } ?? true
                && after.map { $0 < id } ?? true
        }
        return Array(found.keys.sorted().prefix(limit))
    }

    func place(_ account: AccountID, _ placement: AccountPlacement, creditor: String, number: String) throws {
        _ = try requireBranch(placement.branch)
        let name = AccountName(creditor: creditor, number: number)
        if let other = tables.accountNames[name], other != account { throw Self.taken("the number \(number)") }
        var kept = KeptAccount(placement: placement, creditor: creditor, number: number)
        if let old = tables.accounts[account] {
            tables.accountNames[AccountName(creditor: old.creditor, number: old.number)] = nil
            if old.placement.branch == placement.branch { kept.placement.audience = old.placement.audience }
        }
        tables.accounts[account] = kept
        tables.accountNames[name] = account
    }

    func reassign(_ account: AccountID, to audience: Audience, feedCommit: UInt64) throws {
        guard let kept = tables.accounts[account] else { throw Self.notFound("account \(account)") }
        let old = Slice(branch: kept.placement.branch, audience: kept.placement.audience)
        if old.audience == audience { return }
        for place in (tables.rowsOfAccount[account] ?? []).sorted(by: { ($0.kind, $0.id) < ($1.kind, $1.id) })
        where place.branch == old.branch {
            guard var row = tables.rows[place] else { continue }
            forget(row, old.branch)
            row.audience = audience
            row.row.feedCommit = feedCommit
            replace(place, by: row)
        }
        tables.accounts[account]?.placement.audience = audience
        if case .collector(let person) = old.audience { try evict(account, from: old, person, feedCommit) }
        if case .collector(let person) = audience { welcome(account, to: old.branch, person) }
    }

    func move(_ account: AccountID, to new: AccountPlacement, version: RecordVersion, leaving: UInt64) throws {
        guard let kept = tables.accounts[account] else { throw Self.notFound("account \(account)") }
        _ = try requireBranch(new.branch)
        let old = Slice(branch: kept.placement.branch, audience: kept.placement.audience)
        if new.branch == old.branch { return try reassign(account, to: new.audience, feedCommit: leaving) }
        for place in (tables.rowsOfAccount[account] ?? []).sorted(by: { ($0.kind, $0.id) < ($1.kind, $1.id) })
        where place.branch == old.branch {
            guard let row = tables.rows[place] else { continue }
            forget(row, old.branch)
            tables.rows[place] = nil
            tables.rowsOfAccount[account, default: []].remove(place)
            tables.copies[RowName(kind: place.kind, id: place.id), default: []].removeAll { $0 == old.branch }
            var moved = row.row
            (moved.version, moved.feedCommit) = (version, version.commit)
            write(moved, new.branch, new.audience)
        }
        tables.accounts[account]?.placement = new
        if case .collector(let person) = old.audience { try evict(account, from: old, person, leaving) }
        try evictFromBranch(account, old.branch, leaving)
        if case .collector(let person) = new.audience { welcome(account, to: new.branch, person) }
        welcomeToBranch(account, new.branch)
    }

    private func evictFromBranch(_ account: AccountID, _ branch: BranchID, _ commit: UInt64) throws {
        if PlantedBug.forgetsEviction(watch?.plant) { return }
        let epoch = try requireBranch(branch).epoch
        let slice = Slice(branch: branch, audience: .nobody)
        tables.evictions[Eviction(slice: slice, account: account)] = EvictionPlace(epoch: epoch, commit: commit)
        for device in holders(of: branch) { tables.erasures[Erasure(device: device, account: account)] = false }
    }

    private func welcomeToBranch(_ account: AccountID, _ branch: BranchID) {
        let slice = Slice(branch: branch, audience: .nobody)
        tables.evictions[Eviction(slice: slice, account: account)] = nil
        for device in holders(of: branch) { dropErasure(device, account) }
    }

    private func dropErasure(_ device: DeviceID, _ account: AccountID) {
        let erasure = Erasure(device: device, account: account)
        if tables.erasures[erasure] == false { tables.erasures[erasure] = nil }
    }

    /// Devices of those who hold the whole branch.
    private func holders(of branch: BranchID) -> [DeviceID] {
        tables.devices.rows.values.filter { tables.persons[$0.person]?.holdsBranch(branch) ?? false }.map(\.id)
    }

    func changeScope(of person: PersonID, from old: SyncScope) {
        let new = tables.persons[person]?.scope
        for device in devices(of: person) {
            let hasPulled = tables.devices[device]?.cursor.branch == old.branch
            for (account, kept) in tables.accounts.rows {
                if new?.holds(kept.placement) ?? false {
                    dropErasure(device, account)
                } else if hasPulled, old.holds(kept.placement) {
                    tables.erasures[Erasure(device: device, account: account)] = false
                }
            }
        }
    }

    func followPlacement(
        _ account: AccountID?, _ branch: BranchID, _ audience: Audience, _ commit: UInt64
    ) throws {
        _ = try requireBranch(branch)
        guard let account, let place = placement(account), place.branch == branch, place.audience != audience else {
            return
        }
        try reassign(account, to: audience, feedCommit: commit)
    }

    private func evict(_ account: AccountID, from slice: Slice, _ person: PersonID, _ commit: UInt64) throws {
        if PlantedBug.forgetsEviction(watch?.plant) { return }
        let epoch = try requireBranch(slice.branch).epoch
        tables.evictions[Eviction(slice: slice, account: account)] = EvictionPlace(epoch: epoch, commit: commit)
        for device in devices(of: person) { tables.erasures[Erasure(device: device, account: account)] = false }
    }

    /// What came back needs no erasing any more.
    private func welcome(_ account: AccountID, to branch: BranchID, _ person: PersonID) {
        let slice = Slice(branch: branch, audience: .collector(person))
        tables.evictions[Eviction(slice: slice, account: account)] = nil
        for device in devices(of: person) where tables.erasures[Erasure(device: device, account: account)] == false {
            tables.erasures[Erasure(device: device, account: account)] = nil
        }
    }

    private func devices(of person: PersonID) -> [DeviceID] {
        tables.devices.rows.values.filter { $0.person == person }.map(\.id)
    }

    func pendingErasures(device: DeviceID) -> [AccountID] {
        tables.erasures.rows.filter { $0.key.device == device && !$0.value }.map(\.key.account).sorted()
    }

    func eviction(of account: AccountID, from scope: SyncScope) -> FeedPosition? {
        let slice = Slice(branch: scope.branch, audience: scope.leftAudience)
        return tables.evictions[Eviction(slice: slice, account: account)].map {
            FeedPosition(branch: scope.branch, epoch: $0.epoch, commit: $0.commit)
        }
    }

    func compact(_ branch: BranchID, through commit: UInt64, limit: Int) -> Compacted {
        var done = Compacted(fence: commit)
        let dead = tables.rows.rows.filter { place, kept in
            place.branch == branch && kept.row.state == .tombstone && kept.row.feedCommit <= commit
        }
        for place in dead.keys {
            tables.rows[place] = nil
            let name = RowName(kind: place.kind, id: place.id)
            tables.copies[name, default: []].removeAll { $0 == branch }
            if let account = dead[place]?.row.account { tables.rowsOfAccount[account, default: []].remove(place) }
            done.tombstones += 1
        }
        for (eviction, place) in tables.evictions.rows
        where eviction.slice.branch == branch && place.commit <= commit {
            tables.evictions[eviction] = nil
            done.evictions += 1
        }
        return done
    }

    func confirmErasure(device: DeviceID, accounts: [AccountID]) {
        for account in accounts where tables.erasures[Erasure(device: device, account: account)] != nil {
            tables.erasures[Erasure(device: device, account: account)] = true
        }
    }
}
