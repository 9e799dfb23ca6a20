package import FieldModel
package import GRPCCore
package import SyncCore

/// The device at the other end of a call, as TLS found it. Tests give one without TLS.
package struct PeerIdentity: Hashable, Sendable {
    package var device: DeviceID
    package var generation: UInt32
    package var certificateEnds: Instant

    package init(device: DeviceID, generation: UInt32, certificateEnds: Instant) {
        self.device = device
        self.generation = generation
        self.certificateEnds = certificateEnds
    }
}

/// The one seam through which services learn who calls: nil without a certificate.
package typealias PeerSource = @Sendable (ServerContext) -> PeerIdentity?

/// A caller whose device and person the server's own tables know.
package struct Principal: Hashable, Sendable {
    package var device: DeviceRecord
    package var person: PersonRecord
    package var reach: Reach

    /// Whether a branch is within reach; nil is what belongs to no branch.
    func reaches(_ branch: BranchID?) -> Bool {
        switch reach {
        case .organisation: true
        case .branch: branch != nil && branch == person.branch
        case .nothing: false
        }
    }
}

extension ServerCore {
    /// Reads who calls and whether he may: per call, from the server's tables. Throws what the caller is told.
    func authorise(_ peer: PeerIdentity?, for action: ServiceAction) async throws -> Principal {
        let peer = try checked(peer)
        let now = now
        return try await readers.read { reading in
            guard let device = try reading.device(peer.device), let person = try reading.person(device.person) else {
                throw ServiceFailure(.unauthenticated, code: "unknown_device", "The server does not know this device.")
            }
            try Self.demandActive(device, person, now: now)
            let reach = AuthorisationTable.reach(person.role, action)
            guard reach != .nothing else {
                throw ServiceFailure.notPermitted("The role \(person.role.rawValue) may not do this.")
            }
            return Principal(device: device, person: person, reach: reach)
        }
    }

    /// TLS looks at a certificate's dates once, when the connection is made; here they are looked at per call.
    func checked(_ peer: PeerIdentity?) throws -> PeerIdentity {
        guard let peer else {
            throw ServiceFailure(
                .unauthenticated, code: "certificate_required", "This needs a device certificate.",
                hint: "Enrol this device with an invitation.")
        }
        guard now < peer.certificateEnds else {
            throw ServiceFailure(
                .unauthenticated, code: "certificate_expired", "This device's certificate has expired.",
                hint: "Renew it with a sync.")
        }
        return peer
    }

    private static func demandActive(_ device: DeviceRecord, _ person: PersonRecord, now: Instant) throws {
        if device.state == .revoked || person.disabled {
            throw ServiceFailure(.permissionDenied, code: "revoked", "This device is revoked.")
        }
        if device.state == .quarantined {
            throw ServiceFailure(.permissionDenied, code: "quarantined", "This device is quarantined.")
        }
        if now >= device.leaseExpiresAt {
            throw ServiceFailure(.permissionDenied, code: "lease_ended", "This device's lease has ended.")
        }
    }
}
