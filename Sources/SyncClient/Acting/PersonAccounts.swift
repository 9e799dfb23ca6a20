internal import FieldModel
internal import FieldRules
internal import SyncCore

/// Which accounts on this laptop are of one person, as the allowances under them say: documents are compared on the
/// server alone.
struct PersonAccounts {
    private let reading: any ReplicaReading
    private let parts: ClientParts
    private let zones: ZoneTable
    private var accounts: [Identifier: Set<AccountID>] = [:]
    private var persons: [AccountID: Set<Identifier>] = [:]

    init(_ reading: any ReplicaReading, _ parts: ClientParts) throws {
        self.reading = reading
        self.parts = parts
        zones = try reading.zoneTable(parts)
        var (accounts, persons) = (accounts, persons)
        try reading.forEachRow(kind: .allowance) { row in
            guard let account = row.account, case .allowance(let allowance)? = parts.content(of: row) else { return }
            accounts[allowance.person, default: []].insert(account)
            persons[account, default: []].insert(allowance.person)
        }
        (self.accounts, self.persons) = (accounts, persons)
    }

    /// What is known here of the person under his other accounts, beside what stands under this one.
    func elsewhere(_ account: AccountID, _ settings: BranchSettings) throws -> Elsewhere {
        var elsewhere = Elsewhere()
        let others = (persons[account] ?? []).flatMap { accounts[$0] ?? [] }
        for other in Set(others).subtracting([account]).sorted() {
            guard let state = try AccountState(reading, other, parts: parts, settings: settings, zones: zones),
                let records = AccountCase(state.aggregate(parts), zone: state.zone)
            else { continue }
            elsewhere.add(records, to: account, hash: parts.hash)
        }
        return elsewhere
    }
}
