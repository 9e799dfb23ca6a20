internal import FieldModel
internal import GRPCCore
internal import SwiftProtobuf
internal import SyncCore
internal import SyncWire

/// Devices: listed with what is known of each, revoked, quarantined, and taken back from quarantine.
struct Devices: Sendable {
    let core: ServerCore
    let caller: Principal

    /// Held operations that are decided when a device comes back, at most in one transaction.
    static let mostDecided = 500

    func list(_ request: Cartera_V1_ListRequest) async throws -> [Cartera_V1_DeviceEntry] {
        let caller = caller
        return try await core.readers.read { try Self.entries(request.branch, caller, in: $0) }
    }

    static func entries(
        _ branch: String, _ caller: Principal, in reading: any ServerReading
    ) throws -> [Cartera_V1_DeviceEntry] {
        let branches = Set(try caller.branches(branch, in: reading).map(\.id))
        return try reading.devices().sorted { $0.id < $1.id }.compactMap { device in
            let person = try reading.person(device.person)
            let isWanted = person?.branch.map(branches.contains) ?? (branch.isEmpty && caller.reaches(nil))
            return isWanted ? try entry(device, person, in: reading) : nil
        }
    }

    func setState(
        _ request: Cartera_V1_SetDeviceStateRequest, revocations: any RevocationNoting
    ) async throws -> Cartera_V1_DeviceEntry {
        guard let state = DeviceState(rawValue: request.state) else {
            throw ServiceFailure.invalid("unknown_state", "A device is active, quarantined or revoked.")
        }
        guard request.reason.utf8.count <= Limits.reasonBytes else {
            throw ServiceFailure.invalid("text_too_long", "The reason is too long.")
        }
        let actor = caller.person.id
        let device = try await core.admit { admission in
            try Self.change(request, to: state, by: actor, in: &admission)
        }
        switch state {
        case .revoked:
            core.registry.end(device.id, Bye(reason: "revoked", detail: device.reason))
            try revocations.note(device.id, at: core.now)
        case .quarantined: core.registry.end(device.id, Bye(reason: "quarantined", detail: device.reason))
        case .active: try await decideHeld(device.id)
        }
        return try await core.readers.read { reading in
            guard let device = try reading.device(device.id) else { throw Names.unknown("device") }
            return try Self.entry(device, try reading.person(device.person), in: reading)
        }
    }

    private static func change(
        _ request: Cartera_V1_SetDeviceStateRequest, to state: DeviceState, by actor: PersonID,
        in admission: inout Admission
    ) throws -> DeviceRecord {
        var device = try Names(reading: admission.transaction).device(request.device)
        if device.state == state { return device }
        guard device.state != .revoked else {
            throw ServiceFailure(
                .failedPrecondition, code: "two_person_rule", "A revocation cannot be undone by one person.",
                hint: "Invite the person again: the home is enrolled as a new device.")
        }
        try claim(&device, request, in: admission)
        if state == .active {
            guard !device.person.isNil else {
                throw ServiceFailure.invalid(
                    "person_missing", "This device is younger than the backup: nobody knows whose it is.",
                    hint: "Name its person with --person.")
            }
            // Two copies may exist of what was quarantined: the one that goes on does so on a chain of its own. A device
            // that was only forgotten goes on where it is.
            if device.reason != DeviceReason.unknownDevice { device.incarnation += 1 }
        }
        device.state = state
        device.reason = state == .active ? "" : request.reason.isEmpty ? "administrator" : request.reason
        try admission.transaction.save(device)
        try admission.log("device_\(state.rawValue)", by: actor, on: device.id, detail: request.reason)
        return device
    }

    /// A device that the backup did not know gets its person and a code; of any other the person stays.
    private static func claim(
        _ device: inout DeviceRecord, _ request: Cartera_V1_SetDeviceStateRequest, in admission: Admission
    ) throws {
        if request.person.isEmpty { return }
        let person = try Names(reading: admission.transaction).person(request.person)
        if device.person == person.id { return }
        guard device.person.isNil else {
            throw ServiceFailure.invalid(
                "other_person", "This device is another person's.", hint: "Invite the person instead.")
        }
        device.person = person.id
        if device.code.isEmpty { device.code = try Enrolment.nextCode(admission.transaction) }
    }

    /// What the device sent into quarantine is decided now.
    private func decideHeld(_ device: DeviceID) async throws {
        let actor = caller.person.id
        let waiting = try await core.readers.read { reading in
            try reading.operations(OperationFilter(device: device, state: .held, limit: .max))
                .inQuarantineAsActed.map(\.receipt.operation)
        }
        for start in stride(from: 0, to: waiting.count, by: Self.mostDecided) {
            let some = waiting[start..<min(start + Self.mostDecided, waiting.count)]
            try await core.admit { admission in
                for name in some {
                    guard let held = try admission.transaction.operation(name),
                        let placement = try admission.transaction.placement(held.header.account),
                        let branch = try admission.transaction.branch(placement.branch)
                    else { continue }
                    try admission.release(held, branch: branch, author: actor)
                }
            }
        }
    }

    static func entry(
        _ device: DeviceRecord, _ person: PersonRecord?, in reading: any ServerReading
    ) throws -> Cartera_V1_DeviceEntry {
        let head = try device.cursor.branch.map { try reading.head($0).commit } ?? 0
        let branch = try person?.branch.flatMap { try reading.branch($0) }
        let erasures = try reading.pendingErasures(device: device.id).count
        let repairs = try RepairHistory(of: device.id, in: reading)
        return .with {
            $0.id = device.id.data
            $0.name = device.name
            $0.code = device.code
            $0.person = device.person.data
            $0.personName = person?.name ?? ""
            $0.role = person?.role.rawValue ?? ""
            $0.branch = (person?.branch).data
            $0.branchName = branch?.name ?? ""
            $0.state = device.state.rawValue
            $0.reason = device.reason
            $0.incarnation = device.incarnation
            $0.generation = device.generationUsed
            $0.enrolledAt = device.enrolledAt.milliseconds
            $0.lastContactAt = device.lastContactAt.milliseconds
            $0.clockOffsetMs = device.clockOffset
            $0.cursor = device.cursor.commit
            $0.cursorLag = head > device.cursor.commit ? head - device.cursor.commit : 0
            $0.pending = device.pending
            $0.oldestUnsentAt = device.oldestUnsentAt.milliseconds
            $0.programVersion = device.programVersion
            $0.digest = device.digest
            $0.digestVerifiedAt = device.digestVerifiedAt.milliseconds
            $0.leaseExpiresAt = device.leaseExpiresAt.milliseconds
            $0.certificateExpiresAt = device.certificateExpiresAt.milliseconds
            $0.erasuresPending = UInt64(erasures)
            $0.repairs = repairs?.times ?? 0
            $0.lastRepairAt = repairs?.lastAt.milliseconds ?? 0
            $0.repairedRows = repairs?.rows ?? 0
            $0.clockSuspect = device.clockSuspect
        }
    }
}
