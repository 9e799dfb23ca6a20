internal import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf
internal import SyncCore
internal import SyncWire

/// A laptop gets, keeps and renews its certificate.
package struct Enrolling: Sendable {
    package let parts: ClientParts
    package let home: Home
    package let connector: any ServerConnecting
    package let keys: any DeviceKeys

    package init(_ parts: ClientParts, home: Home, connector: any ServerConnecting, keys: any DeviceKeys) {
        self.parts = parts
        self.home = home
        self.connector = connector
        self.keys = keys
    }

    /// A certificate is renewed from this part of its life on: day 2 of 7.
    private static let renewalShare: Int64 = 7

    /// Enrols with an invitation; on a home that is enrolled already the same device again, with replica and outbox kept.
    package func enroll(_ text: String, deviceName: String, servers: [ServerAddress]) async throws -> EnrolledDevice {
        let invitation = try InvitationText.read(text)
        let before = try parts.store.read { try $0.identifier(.device) }
        let organisation = try parts.store.read { try $0.value(.organisation) }
        if let organisation, before != nil, organisation != invitation.organisation {
            throw ClientFailure.badInput(
                "other_organisation", "This home belongs to another organisation.",
                hint: "Enrol in another home: --home DIR.")
        }
        let addresses = servers.isEmpty ? try addresses(invitation) : servers
        let key = try deviceKey()
        let request = try certificateRequest(key: key, name: deviceName)
        var last: (any Error)?
        for address in addresses {
            do {
                let root = try await connector.fetchRoot(
                    address: address, authority: invitation.authority, fingerprint: [UInt8](invitation.rootFingerprint))
                let reply = try await ask(invitation, address, root, request, deviceName, before)
                try demandOwnWork(reply)
                try keep(reply, invitation, servers, root: root, deviceName: deviceName)
                return EnrolledDevice(reply)
            } catch {
                let failure = connector.failure(error)
                guard failure.status == .unreachable else { throw failure }
                last = failure
            }
        }
        throw last ?? ClientFailure("server_unreachable", "The server cannot be reached.", status: .unreachable)
    }

    private func addresses(_ invitation: Cartera_V1_Invitation) throws -> [ServerAddress] {
        let addresses = invitation.hosts.compactMap { ServerAddress($0) }
        guard !addresses.isEmpty else {
            throw ClientFailure.badInput("invitation_malformed", "The invitation names no server.")
        }
        return addresses
    }

    private func ask(
        _ invitation: Cartera_V1_Invitation, _ address: ServerAddress, _ root: String, _ request: [UInt8],
        _ deviceName: String, _ device: DeviceID?
    ) async throws -> Cartera_V1_EnrollReply {
        let terms = ConnectionTerms(address: address, authority: invitation.authority, rootPEM: root, identity: nil)
        let incarnation = device == nil ? 0 : try parts.store.read { try $0.chainNow().incarnation }
        let message = Cartera_V1_EnrollRequest.with {
            $0.`protocol` = protocolVersion
            $0.token = invitation.token
            $0.certificateRequest = Data(request)
            $0.deviceName = deviceName
            $0.device = device.map { Data($0.bytes) } ?? Data()
            $0.incarnation = incarnation
        }
        return try await connector.connect(terms) { try await $0.enrolment.enroll(message) }
    }

    /// What waits here goes on under the new device where it is the same person's. Another's stays as it is.
    private func demandOwnWork(_ reply: Cartera_V1_EnrollReply) throws {
        let person = try reply.person.identifier("EnrollReply.person")
        let (before, waiting) = try parts.store.read { reading in
            (try reading.identifier(.person), try reading.operationCount(states: [.pending]))
        }
        guard let before, before != person, waiting > 0 else { return }
        throw ClientFailure.badInput(
            "unsent_of_another",
            "\(waiting) operations of another person wait in this home: they are kept for that person.",
            hint: "Enrol in another home (--home DIR), with a new invitation.")
    }

    /// The key is on disk before anybody hears of it, and stays the device's for good.
    private func deviceKey() throws -> String {
        if let key = try home.readText(home.keyPath) { return key }
        let key = keys.generate()
        try home.write(key, to: home.keyPath)
        return key
    }

    /// The same request until it is answered: a repeat gets the same certificate.
    private func certificateRequest(key: String, name: String) throws -> [UInt8] {
        if let request = try home.read(home.requestPath), !request.isEmpty { return request }
        let request = try keys.request(key: key, name: name)
        try home.write(request, to: home.requestPath)
        return request
    }

    private func keep(
        _ reply: Cartera_V1_EnrollReply, _ invitation: Cartera_V1_Invitation, _ servers: [ServerAddress], root: String,
        deviceName: String
    ) throws {
        try home.write(root, to: home.rootPath)
        try home.write(reply.certificateChain, to: home.certificatePath)
        let device = try reply.device.identifier("EnrollReply.device")
        let person = try reply.person.identifier("EnrollReply.person")
        let branch = try reply.branch.optionalIdentifier("EnrollReply.branch")
        let isNewDevice = try parts.store.read { try $0.identifier(.device).map { $0 != device } ?? false }
        try parts.store.write { transaction in
            try transaction.set(.device, device.description)
            try transaction.set(.deviceCode, reply.deviceCode)
            try transaction.set(.deviceName, deviceName)
            try transaction.set(.person, person.description)
            try transaction.set(.personName, reply.personName)
            try transaction.set(.role, reply.role)
            try transaction.set(.branch, branch?.description)
            try transaction.set(.branchName, reply.branchName)
            try transaction.set(.organisation, invitation.organisation)
            try transaction.set(.hosts, invitation.hosts.joined(separator: ","))
            if !servers.isEmpty { try transaction.set(.server, ServerAddress.text(of: servers)) }
            try transaction.set(.authority, invitation.authority)
            try transaction.set(.leaseExpiresAt, reply.leaseExpiresAt)
            try transaction.set(.deviceState, "active")
            try transaction.set(clockOffset: reply.serverTime - parts.clock.now().milliseconds, parts.clock)
        }
        try moveTo(incarnation: reply.incarnation, isNewDevice: isNewDevice)
        home.remove(home.requestPath)
    }

    /// A device that enrols again may have to go on in a new incarnation; one that took the place of another always has,
    /// unless an older server knows nothing of that and nothing waits.
    private func moveTo(incarnation: UInt32, isNewDevice: Bool) throws {
        let (now, waiting) = try parts.store.read { reading in
            (try reading.chainNow().incarnation, try reading.operationCount(states: [.pending]))
        }
        guard incarnation > now else {
            if isNewDevice, waiting > 0 {
                throw ClientFailure.ending(.upgrade(oldSide: "server", oldest: 1, newest: 1))
            }
            return
        }
        try ExchangeStore(parts).rechain(incarnation)
    }
}

/// What enrolment answered.
package struct EnrolledDevice: Sendable {
    package var device: String
    package var deviceCode: String
    package var personName: String
    package var role: String
    package var branchName: String
    package var organisation: String

    init(_ reply: Cartera_V1_EnrollReply) {
        device = (try? reply.device.identifier("device"))?.description ?? ""
        deviceCode = reply.deviceCode
        personName = reply.personName
        role = reply.role
        branchName = reply.branchName
        organisation = reply.organisation
    }

    /// Whether the role has a replica to fill.
    package var hasReplica: Bool { ["collector", "supervisor", "branch"].contains(role) }
}

extension Enrolling {
    /// What a connection of this home shows and expects, by address to try.
    package func terms() throws -> [ConnectionTerms] {
        let (authority, addresses) = try parts.store.read { reading in
            _ = try reading.identity()
            let given = try reading.value(.server).flatMap { ServerAddress.list($0) }
            let hosts = try (reading.value(.hosts) ?? "").split(separator: ",").compactMap { ServerAddress($0) }
            return (try reading.value(.authority) ?? "", given ?? hosts)
        }
        guard let root = try home.readText(home.rootPath), let chain = try home.readText(home.certificatePath),
            let key = try home.readText(home.keyPath)
        else {
            throw ClientFailure(
                "certificate_missing", "The device's key or certificate is missing from the home.",
                hint: "Enrol again with an invitation; replica and outbox are kept.", status: .badInput)
        }
        return addresses.map {
            ConnectionTerms(address: $0, authority: authority, rootPEM: root, identity: (chainPEM: chain, keyPEM: key))
        }
    }

    /// Tries the addresses in order, renewing the certificate first when it has expired.
    package func connect<T: Sendable>(
        _ body: @escaping @Sendable (ServerClients) async throws -> T
    ) async throws -> T {
        try await renewIfExpired()
        return try await overAddresses { terms in
            try await connector.connect(terms, body)
        }
    }

    private func overAddresses<T: Sendable>(
        _ body: (ConnectionTerms) async throws -> T
    ) async throws -> T {
        var last = ClientFailure("server_unreachable", "The server cannot be reached.", status: .unreachable)
        for terms in try terms() {
            do { return try await body(terms) } catch {
                let failure = connector.failure(error)
                guard failure.isBeforeTheCall else { throw failure }
                last = failure
            }
        }
        throw last
    }

    /// A request for Hello when the certificate is due, empty otherwise.
    package func renewalRequest() throws -> [UInt8] {
        guard let chain = try home.readText(home.certificatePath), let key = try home.readText(home.keyPath) else {
            return []
        }
        let (_, from, until) = try keys.leaf(chain: chain)
        let life = until - from
        guard parts.clock.now() - from > life / Self.renewalShare * 2 else { return [] }
        return try certificateRequest(key: key, name: "cartera")
    }

    package func keepRenewed(_ chain: String) throws {
        try home.write(chain, to: home.certificatePath)
        home.remove(home.requestPath)
    }

    private func renewIfExpired() async throws {
        guard let chain = try home.readText(home.certificatePath), let key = try home.readText(home.keyPath) else {
            return
        }
        let leaf = try keys.leaf(chain: chain)
        let offset = try parts.store.read { try $0.knownClockOffset(parts.clock) ?? 0 }
        guard parts.clock.now() + offset >= leaf.until else { return }
        let request = try certificateRequest(key: key, name: "cartera")
        let reply = try await overAddresses { terms in
            var anonymous = terms
            anonymous.identity = nil
            return try await connector.connect(anonymous) { clients in
                try await renew(clients, leaf: leaf.der, key: key, request: request)
            }
        }
        try keepRenewed(reply.certificateChain)
    }

    private func renew(
        _ clients: ServerClients, leaf: [UInt8], key: String, request: [UInt8]
    ) async throws -> Cartera_V1_EnrollReply {
        let nonce = try await clients.enrolment.nonce(Cartera_V1_NonceRequest()).nonce
        let signed = Array("cartera-renew-1".utf8) + [UInt8](nonce) + request
        let message = Cartera_V1_RenewRequest.with {
            $0.certificate = Data(leaf)
            $0.certificateRequest = Data(request)
            $0.nonce = nonce
        }
        var complete = message
        complete.signature = Data(try keys.sign(key: key, signed))
        return try await clients.enrolment.renew(complete)
    }
}
