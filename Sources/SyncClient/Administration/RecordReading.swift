internal import FieldModel
internal import FieldRules
internal import GRPCCore
internal import SwiftProtobuf
internal import SyncCore
internal import SyncWire

/// A record as the server lists it.
struct ListedRecord: Sendable {
    var row: FeedRow
    var content: RecordContent

    var account: AccountID { row.account ?? row.id }
}

/// Which records are asked for.
struct RecordFilter: Sendable {
    var kinds: [RecordKind]
    var account = ""
    var branch = ""

    init(_ kinds: [RecordKind], account: String? = nil, branch: String? = nil) {
        self.kinds = kinds
        self.account = account ?? ""
        self.branch = branch ?? ""
    }
}

extension Administration {
    /// Goes through the records in the server's order without holding them. Kinds that this program does not know are
    /// passed over.
    func fold<State: Sendable>(
        _ filter: RecordFilter, into initial: State,
        _ step: @escaping @Sendable (inout State, ListedRecord) throws -> Void
    ) async throws -> State {
        let request = Cartera_V1_ListRecordsRequest.with {
            $0.kinds = filter.kinds.map { $0.proto() }
            $0.account = filter.account
            $0.branch = filter.branch
        }
        return try await client.listRecords(request) { response in
            let codec = WireRecordCodec()
            var state = initial
            for try await batch in response.messages {
                for message in batch.rows {
                    let row = try message.native()
                    guard row.state == .live, let kind = RecordKind(rawValue: Int(row.kind)) else { continue }
                    let content = try codec.decode(kind: kind, bytes: row.bytes)
                    try step(&state, ListedRecord(row: row, content: content))
                }
            }
            return state
        }
    }

    func records(_ filter: RecordFilter) async throws -> [ListedRecord] {
        try await fold(filter, into: []) { $0.append($1) }
    }

    /// What lists of anything under accounts need to know of each account.
    func accountIndex(account: String? = nil, branch: String? = nil) async throws -> AccountIndex {
        let filter = RecordFilter([.account, .debtor], account: account, branch: branch)
        var index = try await fold(filter, into: AccountIndex(now: now)) { $0.take($1) }
        index.persons = try await personNames()
        return index
    }

    func personNames() async throws -> [PersonID: String] {
        var names: [PersonID: String] = [:]
        for entry in try await personEntries() {
            if let id = Identifier(bytes: entry.id) { names[id] = entry.name }
        }
        return names
    }
}

/// Number, debtor, currency and zone of accounts by id, and the names of persons.
struct AccountIndex: Sendable {
    struct Entry: Sendable {
        var number: String
        var currency: Currency
        var zone: Zone
    }

    let now: Instant
    private(set) var accounts: [AccountID: Entry] = [:]
    private(set) var debtors: [AccountID: String] = [:]
    var persons: [PersonID: String] = [:]

    init(now: Instant) { self.now = now }

    mutating func take(_ record: ListedRecord) {
        switch record.content {
        case .account(let account):
            accounts[record.account] = Entry(
                number: account.number, currency: account.currency, zone: Self.zone(of: account, .standard))
        case .debtor(let debtor): debtors[record.account] = debtor.name
        default: break
        }
    }

    static func zone(of account: Account, _ zones: ZoneTable = .standard) -> Zone {
        AccountState.zone(of: account, noSettings, zones)
    }
    private static let noSettings = BranchSettings(name: "", timeZone: "Etc/UTC")

    func name(of person: PersonID) -> JSONValue {
        person.isNil ? .null : .string(persons[person] ?? person.ending)
    }

    /// Nil for a record of an account that is not listed.
    func view(_ account: AccountID) -> RecordView? {
        guard let entry = accounts[account] else { return nil }
        return RecordView(zone: entry.zone, currency: entry.currency) { name(of: $0) }
    }

    /// The members that tell which account a listed record is of.
    func members(_ account: AccountID) -> [JSONMember] {
        [
            JSONMember("account", JSONValue(account)), JSONMember("number", .text(accounts[account]?.number ?? "")),
            JSONMember("debtor", .text(debtors[account] ?? "")),
        ]
    }
}

extension JSONValue {
    /// The first member, then `members`, then the rest that are not among them.
    func inserting(_ members: [JSONMember]) -> JSONValue {
        guard case .object(let own) = self else { return self }
        let rest = own.dropFirst().filter { member in !members.contains { $0.key == member.key } }
        return .object(own.prefix(1) + members + rest)
    }
}
