package import FieldModel
internal import FoundationEssentials
internal import GRPCCore
internal import SwiftProtobuf
internal import SyncCore
package import SyncWire

/// What administrators and branches ask of the server, as values that a program shows.
///
/// Every call is one question on an open connection; nothing is kept between them. Errors are the calls' own: who
/// connects turns them into words.
package struct Administration: Sendable {
    let client: any Cartera_V1_Administration.ClientProtocol
    /// Nil where contents are not asked for.
    let attachments: (any Cartera_V1_Attachments.ClientProtocol)?
    package let now: Instant
    /// Seconds east of UTC in which moments of no account are printed.
    let localOffsetSeconds: Int32

    package init(
        _ client: any Cartera_V1_Administration.ClientProtocol, now: Instant, localOffsetSeconds: Int32 = 0,
        attachments: (any Cartera_V1_Attachments.ClientProtocol)? = nil
    ) {
        self.client = client
        self.attachments = attachments
        self.now = now
        self.localOffsetSeconds = localOffsetSeconds
    }

    func moment(_ milliseconds: Int64) -> JSONValue {
        guard milliseconds > 0 else { return .null }
        return .string(Instant(milliseconds: milliseconds).rfc3339(offsetSeconds: localOffsetSeconds))
    }

    func id(_ data: Data) -> JSONValue { JSONValue(Identifier(bytes: data)) }
}

extension StreamingClientResponse {
    func collected() async throws -> [Message] {
        var all: [Message] = []
        for try await message in messages { all.append(message) }
        return all
    }
}

extension Administration {
    package func addBranch(_ name: String, timeZone: String?) async throws -> JSONValue {
        let request = Cartera_V1_AddBranchRequest.with {
            $0.name = name
            $0.timeZone = timeZone ?? ""
        }
        return branch(try await client.addBranch(request))
    }

    package func branches() async throws -> [JSONValue] {
        try await client.listBranches(Cartera_V1_ListRequest()) { try await $0.collected() }.map(branch)
    }

    func branch(_ entry: Cartera_V1_BranchEntry) -> JSONValue {
        [
            "id": id(entry.id), "name": .string(entry.name), "time_zone": .string(entry.timeZone),
            "accounts": JSONValue(entry.accounts), "epoch": JSONValue(entry.epoch), "head": JSONValue(entry.head),
            "digest": .text(hexadecimal(entry.digest.sum)), "records": JSONValue(entry.digest.count),
            "fence": JSONValue(entry.fence),
        ]
    }

    package func addPerson(_ name: String, role: String, branch: String?) async throws -> JSONValue {
        let request = Cartera_V1_AddPersonRequest.with {
            $0.name = name
            $0.role = role
            $0.branch = branch ?? ""
        }
        return person(try await client.addPerson(request))
    }

    package func persons(branch: String?) async throws -> [JSONValue] { try await personEntries(branch).map(person) }

    package func disablePerson(_ name: String, reason: String?) async throws -> JSONValue {
        person(try await client.disablePerson(named(name, reason)))
    }

    /// Another role or branch; nil leaves it as it is.
    package func setPerson(_ name: String, role: String?, branch: String?, reason: String?) async throws -> JSONValue {
        let request = Cartera_V1_SetPersonRequest.with {
            $0.person = name
            $0.role = role ?? ""
            $0.branch = branch ?? ""
            $0.reason = reason ?? ""
        }
        return person(try await client.setPerson(request))
    }

    func personEntries(_ branch: String? = nil) async throws -> [Cartera_V1_PersonEntry] {
        try await client.listPersons(of(branch)) { try await $0.collected() }
    }

    private func person(_ entry: Cartera_V1_PersonEntry) -> JSONValue {
        [
            "id": id(entry.id), "name": .string(entry.name), "role": .string(entry.role),
            "branch": .text(entry.branchName), "branch_id": id(entry.branch), "disabled": .bool(entry.disabled),
            "created_at": moment(entry.createdAt),
        ]
    }

    package func invite(_ person: String) async throws -> JSONValue {
        let reply = try await client.invite(named(person, nil))
        return [
            "id": id(reply.id), "invitation": .string(reply.invitation), "expires_at": moment(reply.expiresAt),
        ]
    }

    package func invitations(branch: String?) async throws -> [JSONValue] {
        try await client.listInvitations(of(branch)) { try await $0.collected() }.map(invitation)
    }

    package func revokeInvitation(_ name: String) async throws -> JSONValue {
        invitation(try await client.revokeInvitation(named(name, nil)))
    }

    private func invitation(_ entry: Cartera_V1_InvitationEntry) -> JSONValue {
        [
            "id": id(entry.id), "person": .string(entry.personName), "person_id": id(entry.person),
            "state": .string(entry.state), "created_at": moment(entry.createdAt),
            "expires_at": moment(entry.expiresAt), "device": id(entry.device),
        ]
    }

    func of(_ branch: String?) -> Cartera_V1_ListRequest { .with { $0.branch = branch ?? "" } }

    private func named(_ name: String, _ reason: String?) -> Cartera_V1_NameRequest {
        .with {
            $0.name = name
            $0.reason = reason ?? ""
        }
    }
}

extension Administration {
    package func devices(branch: String?) async throws -> [JSONValue] {
        try await client.listDevices(of(branch)) { try await $0.collected() }.map(device)
    }

    /// `active`, `quarantined` or `revoked`. `person` is whose a device is that a restored server does not know.
    package func setDevice(
        _ name: String, to state: String, reason: String, person: String = ""
    ) async throws -> JSONValue {
        let request = Cartera_V1_SetDeviceStateRequest.with {
            $0.device = name
            $0.state = state
            $0.reason = reason
            $0.person = person
        }
        return device(try await client.setDeviceState(request))
    }

    func device(_ entry: Cartera_V1_DeviceEntry) -> JSONValue {
        [
            "id": id(entry.id), "name": .string(entry.name), "code": .string(entry.code),
            "person": .string(entry.personName), "person_id": id(entry.person), "role": .string(entry.role),
            "branch": .text(entry.branchName), "branch_id": id(entry.branch), "state": .string(entry.state),
            "reason": .text(entry.reason), "incarnation": JSONValue(entry.incarnation),
            "generation": JSONValue(entry.generation),
            "enrolled_at": moment(entry.enrolledAt),
            "last_contact_at": moment(entry.lastContactAt), "clock_offset_ms": JSONValue(entry.clockOffsetMs),
            "cursor": JSONValue(entry.cursor), "cursor_lag": JSONValue(entry.cursorLag),
            "pending": JSONValue(entry.pending), "oldest_unsent_at": moment(entry.oldestUnsentAt),
            "version": .text(entry.programVersion), "digest": .text(entry.digest),
            "digest_verified_at": moment(entry.digestVerifiedAt), "lease_expires_at": moment(entry.leaseExpiresAt),
            "certificate_expires_at": moment(entry.certificateExpiresAt),
            "erasures_pending": JSONValue(entry.erasuresPending), "clock_suspect": .bool(entry.clockSuspect),
            "repairs": JSONValue(entry.repairs), "last_repair_at": moment(entry.lastRepairAt),
            "repaired_rows": JSONValue(entry.repairedRows),
        ]
    }

    package func status(branch: String?) async throws -> JSONValue {
        let reply = try await client.status(of(branch))
        return [
            "organisation": .string(reply.organisation), "version": .string(reply.version),
            "server_time": moment(reply.serverTime), "certificate_expires_at": moment(reply.certificateExpiresAt),
            "open_conflicts": JSONValue(reply.openConflicts), "held": JSONValue(reply.held),
            "refused": JSONValue(reply.refused), "branches": .array(reply.branches.map(self.branch)),
            "devices": .array(reply.devices.map(device)),
        ]
    }
}
