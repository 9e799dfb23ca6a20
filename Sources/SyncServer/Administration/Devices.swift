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
        // Two copies may exist of what was quarantined: the one that goes on does so on a chain of its own.
        if state == .active { device.incarnation += 1 }
        device.state = state
        device.reason = state == .active ? "" : request.reason.isEmpty ? "administrator" : request.reason
        try admission.transaction.save(device)
        try admission.log("device_\(state.rawValue)", by: actor, on: device.id, detail: request.reason)
        return device
    }

    /// What the device sent into quarantine is decided now, oldest first.
    private func decideHeld(_ device: DeviceID) async throws {
        let actor = caller.person.id
        try await core.admit { admission in
            let filter = OperationFilter(device: device, state: .held, limit: Self.mostDecided)
            for held in try admission.transaction.operations(filter).reversed()
            where held.receipt.outcome.reason == AdmissionReason.quarantine {
                guard let placement = try admission.transaction.placement(held.header.account),
                    let branch = try admission.transaction.branch(placement.branch)
                else { continue }
                let decision = DecideOperation(operation: held.receipt.operation, device: device, granted: true)
                _ = try admission.submit(
                    .decideOperation(decision), account: held.header.account, branch: branch, author: actor)
            }
        }
    }

    private static func entry(
        _ device: DeviceRecord, _ person: PersonRecord?, in reading: any ServerReading
    ) throws -> Cartera_V1_DeviceEntry {
        let head = try device.cursor.branch.map { try reading.head($0).commit } ?? 0
        let erasures = try reading.pendingErasures(device: device.id).count
        return .with {
            $0.id = device.id.data
            $0.name = device.name
            $0.code = device.code
            $0.person = device.person.data
            $0.personName = person?.name ?? ""
            $0.role = person?.role.rawValue ?? ""
            $0.branch = (person?.branch).data
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
        }
    }
}
