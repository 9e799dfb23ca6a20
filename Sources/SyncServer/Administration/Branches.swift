internal import FieldModel
internal import FieldRules
internal import GRPCCore
internal import SwiftProtobuf
internal import SyncCore
internal import SyncWire

/// Branches: added with a system device of their own and with the settings that every replica decides by.
struct Branches: Sendable {
    let core: ServerCore
    let caller: Principal

    func add(_ request: Cartera_V1_AddBranchRequest) async throws -> Cartera_V1_BranchEntry {
        let name = try checkedName(request.name)
        let zone = request.timeZone.isEmpty ? core.parts.organisation.timeZone : request.timeZone
        let core = core
        guard try await core.readers.read({ try Self.zones(core, $0) }).zone(zone) != nil else {
            throw ServiceFailure.invalid(
                "unknown_time_zone", "The time zone is not known.",
                hint: "Use an IANA name such as America/Mexico_City.")
        }
        let actor = caller.person.id
        let branch = try await core.admit { admission -> BranchRecord in
            let transaction = admission.transaction
            guard try !transaction.branches().contains(where: { $0.name == name }) else { throw nameTaken("branch") }
            let epoch = try transaction.setting(ServerCore.epochSetting).flatMap { UInt64($0) } ?? 1
            let branch = BranchRecord(
                id: core.parts.mint(), name: name, timeZone: zone, epoch: epoch, systemDevice: core.parts.mint())
            try transaction.save(branch)
            let settings = BranchSettings(name: name, timeZone: zone)
            try admission.write(.branchSettings(settings), id: branch.id, branch: branch, author: actor)
            for person in try transaction.persons() where person.branch == nil {
                try admission.write(.person(Person(person)), id: person.id, branch: branch, author: actor)
            }
            try Documents.copy(to: branch, author: actor, in: &admission)
            try admission.log("branch_added", by: actor, on: branch.id)
            return branch
        }
        return try await core.readers.read { try Self.entry(branch.id, in: $0) }
    }

    /// Those that the organisation has activated, which are the same in all branches.
    private static func zones(_ core: ServerCore, _ reading: any ServerReading) throws -> ZoneTable {
        guard let any = try reading.branches().min(by: { $0.id < $1.id }) else { return .standard }
        return try core.rules.zones(reading, any.id)
    }

    func list(_ request: Cartera_V1_ListRequest) async throws -> [Cartera_V1_BranchEntry] {
        let caller = caller
        return try await core.readers.read { reading in
            try caller.branches(request.branch, in: reading).map { try Self.entry($0.id, in: reading) }
        }
    }

    static func entry(_ id: BranchID, in reading: any ServerReading) throws -> Cartera_V1_BranchEntry {
        guard let branch = try reading.branch(id) else { throw Names.unknown("branch") }
        var accounts: UInt64 = 0
        var after: AccountID?
        while true {
            let page = try reading.accounts(branch: id, audience: nil, after: after, limit: 5000)
            accounts += UInt64(page.count)
            guard let last = page.last, page.count == 5000 else { break }
            after = last
        }
        let digest = try reading.digest(.branch(id))
        let fence = try FeedFence.commit(id, in: reading)
        return .with {
            $0.id = id.data
            $0.name = branch.name
            $0.timeZone = branch.timeZone
            $0.epoch = branch.epoch
            $0.head = branch.head
            $0.accounts = accounts
            $0.digest = digest.proto()
            $0.fence = fence
        }
    }
}

extension Principal {
    /// The branches that a list is about: the named one, or all within reach.
    func branches(_ name: String, in reading: any ServerReading) throws -> [BranchRecord] {
        guard name.isEmpty else {
            let branch = try Names(reading: reading).branch(name)
            guard reaches(branch.id) else { throw ServiceFailure.notPermitted("This branch is not yours.") }
            return [branch]
        }
        return try reading.branches().filter { reaches($0.id) }.sorted { $0.id < $1.id }
    }
}

func checkedName(_ text: String) throws -> String {
    let name = String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    guard !name.isEmpty, name.utf8.count <= Limits.nameBytes, !name.unicodeScalars.contains(where: { $0.value < 32 })
    else {
        throw ServiceFailure.invalid("name_invalid", "A name has 1 to 200 bytes and no control characters.")
    }
    return name
}

func nameTaken(_ what: String) -> ServiceFailure {
    ServiceFailure(.alreadyExists, code: "name_taken", "There is a \(what) of that name.", hint: "Choose another name.")
}
