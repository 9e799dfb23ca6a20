internal import FieldModel
internal import FoundationEssentials
package import GRPCCore
internal import SwiftProtobuf
internal import SyncCore
package import SyncWire

/// `cartera.v1.Enrolment`: the only service that answers a caller without a certificate.
package struct EnrolmentService: Cartera_V1_Enrolment.SimpleServiceProtocol {
    private let core: ServerCore
    private let limit: RateLimit
    private let nonces = NonceBook()

    package init(core: ServerCore, limit: RateLimit = RateLimit()) {
        self.core = core
        self.limit = limit
    }

    package func enroll(
        request: Cartera_V1_EnrollRequest, context: ServerContext
    ) async throws -> Cartera_V1_EnrollReply {
        try limit.demand(context.remotePeer, now: core.now)
        try demandProtocol(request.protocol)
        let wanted = Enrolment(
            token: [UInt8](request.token), request: [UInt8](request.certificateRequest), name: request.deviceName,
            device: try optionalID(request.device), incarnation: request.incarnation)
        try wanted.check()
        let core = core
        let device = try await core.admit { try wanted.run(in: &$0, core.parts) }
        return try await reply(device)
    }

    package func nonce(
        request: Cartera_V1_NonceRequest, context: ServerContext
    ) async throws -> Cartera_V1_NonceReply {
        try limit.demand(context.remotePeer, now: core.now)
        let nonce = core.parts.randomBytes(NonceBook.bytes)
        nonces.add(nonce, now: core.now)
        return .with { $0.nonce = Data(nonce) }
    }

    package func renew(
        request: Cartera_V1_RenewRequest, context: ServerContext
    ) async throws -> Cartera_V1_EnrollReply {
        try limit.demand(context.remotePeer, now: core.now)
        let nonce = [UInt8](request.nonce)
        guard nonces.take(nonce, now: core.now) else {
            throw ServiceFailure.invalid(
                "nonce_unknown", "The nonce is unknown or too old.", hint: "Ask for a new one.")
        }
        let wanted = [UInt8](request.certificateRequest)
        let presented: PresentedCertificate
        do {
            presented = try core.parts.certificates.read(certificate: [UInt8](request.certificate))
        } catch {
            throw ServiceFailure(.unauthenticated, code: "certificate_refused", "The certificate is not one of ours.")
        }
        guard presented.verify([UInt8](request.signature), Array("cartera-renew-1".utf8) + nonce + wanted) else {
            throw ServiceFailure(.unauthenticated, code: "signature_wrong", "The signature is not the old key's.")
        }
        let core = core
        let device = try await core.admit {
            try Renewal(presented: presented, request: wanted).run(in: &$0, core.parts)
        }
        guard device.state == .active else {
            throw ServiceFailure(.permissionDenied, code: "quarantined", "This device is quarantined.")
        }
        return try await reply(device)
    }

    private func demandProtocol(_ number: UInt32) throws {
        guard number == protocolVersion else {
            let side = number < protocolVersion ? "client" : "server"
            throw ServiceFailure(
                .failedPrecondition, code: "protocol_mismatch", "The \(side) is too old for the other side.",
                hint: "Upgrade the \(side).")
        }
    }

    private func optionalID(_ bytes: Data) throws -> DeviceID? {
        if bytes.isEmpty { return nil }
        guard let id = Identifier(bytes: bytes) else {
            throw ServiceFailure.invalid("malformed_request", "The device id is not 16 bytes.")
        }
        return id
    }

    private func reply(_ device: DeviceRecord) async throws -> Cartera_V1_EnrollReply {
        let core = core
        let (person, branch) = try await core.readers.read { reading in
            let person = try reading.person(device.person)
            return (person, try person?.branch.flatMap { try reading.branch($0) })
        }
        return .with {
            $0.certificateChain = device.certificateChain
            $0.root = core.parts.organisation.rootPEM
            $0.organisation = core.parts.organisation.name
            $0.device = device.id.data
            $0.deviceCode = device.code
            $0.person = device.person.data
            $0.personName = person?.name ?? ""
            $0.role = person?.role.rawValue ?? ""
            $0.branch = (branch?.id).data
            $0.branchName = branch?.name ?? ""
            $0.serverTime = core.now.milliseconds
            $0.leaseExpiresAt = device.leaseExpiresAt.milliseconds
            $0.incarnation = device.incarnation
        }
    }
}
