internal import FieldModel
internal import GRPCCore
internal import SwiftProtobuf
internal import SyncCore
internal import SyncWire

/// The organisation's people: also written as records, so that replicas can show names.
struct Persons: Sendable {
    let core: ServerCore
    let caller: Principal

    static let rolesOfBranch: Set<Role> = [.collector, .supervisor, .branch]

    func add(_ request: Cartera_V1_AddPersonRequest) async throws -> Cartera_V1_PersonEntry {
        let name = try checkedName(request.name)
        let role = try Self.role(request.role)
        let isOfBranch = try Self.isOfBranch(role, hasBranch: !request.branch.isEmpty)
        let core = core
        let actor = caller.person.id
        let id = try await core.admit { admission -> PersonID in
            let transaction = admission.transaction
            guard try !transaction.persons().contains(where: { $0.name == name }) else { throw nameTaken("person") }
            let branch = isOfBranch ? try Names(reading: transaction).branch(request.branch).id : nil
            let person = PersonRecord(
                id: core.parts.mint(), name: name, role: role, branch: branch, createdAt: admission.now)
            try Self.save(person, by: actor, in: &admission)
            try admission.log("person_added", by: actor, on: person.id, detail: role.rawValue)
            return person.id
        }
        return try await entry(id)
    }

    static func role(_ word: String) throws -> Role {
        guard let role = Role(rawValue: word) else {
            throw ServiceFailure.invalid(
                "unknown_role", "There is no such role.",
                hint: "Roles are \(Role.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        return role
    }

    static func isOfBranch(_ role: Role, hasBranch: Bool) throws -> Bool {
        let isOfBranch = rolesOfBranch.contains(role)
        guard isOfBranch == hasBranch else {
            throw isOfBranch
                ? ServiceFailure.invalid("branch_missing", "This role needs a branch.", hint: "Name it with --branch.")
                : ServiceFailure.invalid("branch_not_allowed", "This role belongs to no branch.")
        }
        return isOfBranch
    }

    /// The person's devices are noted as revoked: a restored older store would let the person in again.
    func disable(
        _ request: Cartera_V1_NameRequest, revocations: any RevocationNoting
    ) async throws -> Cartera_V1_PersonEntry {
        let core = core
        let actor = caller.person.id
        let (id, devices) = try await core.admit { admission -> (PersonID, [DeviceID]) in
            let transaction = admission.transaction
            var person = try Names(reading: transaction).person(request.name)
            let devices = try transaction.devices().filter { $0.person == person.id }.map(\.id)
            if person.disabled { return (person.id, devices) }
            person.disabled = true
            try Self.save(person, by: actor, in: &admission)
            try admission.log("person_disabled", by: actor, on: person.id)
            return (person.id, devices)
        }
        for device in devices {
            core.registry.end(device, Bye(reason: "revoked", detail: DeviceReason.personDisabled))
            try revocations.note(device, at: core.now)
        }
        return try await entry(id)
    }

    func list(_ request: Cartera_V1_ListRequest) async throws -> [Cartera_V1_PersonEntry] {
        let caller = caller
        return try await core.readers.read { reading in
            let branches = Set(try caller.branches(request.branch, in: reading).map(\.id))
            return try reading.persons().sorted { $0.id < $1.id }.filter { person in
                guard let branch = person.branch else { return request.branch.isEmpty && caller.reaches(nil) }
                return branches.contains(branch)
            }.map { try Self.entry($0, in: reading) }
        }
    }

    static func save(_ person: PersonRecord, by actor: PersonID, in admission: inout Admission) throws {
        try admission.transaction.save(person)
        for branch in try admission.transaction.branches() where person.branch == nil || person.branch == branch.id {
            try admission.write(.person(Person(person)), id: person.id, branch: branch, author: actor)
        }
    }

    func entry(_ id: PersonID) async throws -> Cartera_V1_PersonEntry {
        try await core.readers.read { reading in
            guard let person = try reading.person(id) else { throw Names.unknown("person") }
            return try Self.entry(person, in: reading)
        }
    }

    static func entry(_ person: PersonRecord, in reading: any ServerReading) throws -> Cartera_V1_PersonEntry {
        let branch = try person.branch.flatMap { try reading.branch($0) }
        return .with {
            $0.id = person.id.data
            $0.name = person.name
            $0.role = person.role.rawValue
            $0.branch = person.branch.data
            $0.branchName = branch?.name ?? ""
            $0.disabled = person.disabled
            $0.createdAt = person.createdAt.milliseconds
        }
    }
}
