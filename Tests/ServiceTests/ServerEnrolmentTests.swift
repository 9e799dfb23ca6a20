import FieldModel
import FoundationEssentials
import GRPCCore
import GRPCInProcessTransport
import HostLibraries
import SwiftProtobuf
import SyncCore
import SyncStorage
import SyncWire
import Testing

@testable import SyncServer

@Suite struct ServerEnrolmentTests {
    private func enrolment<T: Sendable>(
        _ harness: ServerHarness, limit: RateLimit = RateLimit(),
        _ body: @escaping @Sendable (Cartera_V1_Enrolment.Client<InProcessTransport.Client>) async throws -> T
    ) async throws -> T {
        let pair = InProcessTransport()
        let service = EnrolmentService(core: harness.core, limit: limit)
        return try await withGRPCServer(
            transport: pair.server, services: [service], interceptors: [FailureTelling()]
        ) { _ in
            try await withGRPCClient(transport: pair.client) { client in
                try await body(Cartera_V1_Enrolment.Client(wrapping: client))
            }
        }
    }

    private func invite(_ harness: ServerHarness, _ person: String) async throws -> Cartera_V1_Invitation {
        let request = Cartera_V1_NameRequest.with { $0.name = person }
        let text = try await harness.administration { try await $0.invite(request).invitation }
        var base64 = text.dropFirst(Invitations.prefix.count).map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 }
        while base64.count % 4 != 0 { base64.append("=") }
        return try Cartera_V1_Invitation(serializedBytes: Data(base64Encoded: String(base64))!)
    }

    private func request(
        _ token: Data, _ key: String = "key", device: DeviceID? = nil
    ) -> Cartera_V1_EnrollRequest {
        .with {
            $0.protocol = protocolVersion
            $0.token = token
            $0.certificateRequest = Data(key.utf8)
            $0.deviceName = "laptop"
            $0.device = device.data
        }
    }

    private func code<T>(_ call: () async throws -> T) async -> String? {
        do {
            _ = try await call()
            return nil
        } catch let error as RPCError {
            return error.metadata[stringValues: ServiceFailure.codeKey].first { _ in true } ?? "\(error.code)"
        } catch {
            return "\(error)"
        }
    }

    @Test func anInvitationMakesOneDeviceAndARepeatGetsTheSame() async throws {
        let harness = try await ServerHarness()
        let branch = try await harness.addBranch()
        _ = try await harness.addPerson("Carla", .collector, branch)
        let invitation = try await invite(harness, "Carla")
        #expect(invitation.hosts == ["localhost:7443"] && invitation.token.count == 20)
        let wanted = request(invitation.token)
        let first = try await enrolment(harness) { try await $0.enroll(wanted) }
        let again = try await enrolment(harness) { try await $0.enroll(wanted) }
        #expect(first.device == again.device && first.certificateChain == again.certificateChain)
        #expect(first.personName == "Carla" && first.branchName == "Centro" && first.role == "collector")
        #expect(first.deviceCode == "001" && first.incarnation == 1)
        let other = request(invitation.token, "another key")
        #expect(await code { try await enrolment(harness) { try await $0.enroll(other) } } == "invitation_used")
    }

    @Test func invitationsThatAreWrongRevokedOrExpiredAreRefused() async throws {
        let harness = try await ServerHarness()
        let branch = try await harness.addBranch()
        _ = try await harness.addPerson("Carla", .collector, branch)
        let wrong = request(Data(repeating: 1, count: 20))
        #expect(await code { try await enrolment(harness) { try await $0.enroll(wrong) } } == "invitation_unknown")
        let invitation = try await invite(harness, "Carla")
        harness.advance(milliseconds: Invitations.lifeMilliseconds)
        let late = request(invitation.token)
        #expect(await code { try await enrolment(harness) { try await $0.enroll(late) } } == "invitation_expired")
        let second = try await invite(harness, "Carla")
        let open = try await harness.administration { client in
            try await client.listInvitations(.init()) { try await $0.messages.reduce(into: []) { $0.append($1) } }
        }
        #expect(open.map(\.state) == ["expired", "open"])
        let id = Identifier(bytes: open[1].id)!.description
        _ = try await harness.administration { client in
            let request = Cartera_V1_NameRequest.with { $0.name = id }
            return try await client.revokeInvitation(request)
        }
        let revoked = request(second.token)
        #expect(await code { try await enrolment(harness) { try await $0.enroll(revoked) } } == "invitation_revoked")
        let bad = request(try await invite(harness, "Carla").token, "bad")
        #expect(
            await code { try await enrolment(harness) { try await $0.enroll(bad) } } == "certificate_request_refused")
    }

    @Test func aHomeThatIsEnrolledAgainKeepsItsDevice() async throws {
        let harness = try await ServerHarness()
        let branch = try await harness.addBranch()
        let carla = try await harness.addPerson("Carla", .collector, branch)
        let token = try await invite(harness, "Carla").token
        let again = request(token, "new key", device: carla.id)
        let reply = try await enrolment(harness) { try await $0.enroll(again) }
        #expect(reply.device == carla.id.data)
        // Another person's device is not taken over.
        let token2 = try await invite(harness, "Ada").token
        let foreign = request(token2, "key 3", device: carla.id)
        let other = try await enrolment(harness) { try await $0.enroll(foreign) }
        #expect(other.device != carla.id.data)
        // A home whose device was revoked goes on as another, on a chain that comes after those in it.
        try await harness.setState(carla.id, "revoked")
        var anew = request(try await invite(harness, "Carla").token, "key 4", device: carla.id)
        for (known, next) in [(3, 4), (UInt32.max, 65_537)] as [(UInt32, UInt32)] {
            anew.token = try await invite(harness, "Carla").token
            anew.incarnation = known
            let wanted = anew
            let reply = try await enrolment(harness) { try await $0.enroll(wanted) }
            #expect(reply.device != carla.id.data && reply.incarnation == next)
        }
    }

    @Test func anExpiredCertificateIsRenewedByTheOldKeyWithinTheLease() async throws {
        let harness = try await ServerHarness()
        let branch = try await harness.addBranch()
        _ = try await harness.addPerson("Carla", .collector, branch)
        let wanted = request(try await invite(harness, "Carla").token)
        let enrolled = try await enrolment(harness) { try await $0.enroll(wanted) }
        let device = Identifier(bytes: enrolled.device)!
        func renew(_ generation: Int, wrong: Bool = false, key: String = "next key") async throws
            -> Cartera_V1_EnrollReply
        {
            try await enrolment(harness) { client in
                let nonce = try await client.nonce(.init()).nonce
                let signed = Array("cartera-renew-1".utf8) + [UInt8](nonce) + Array(key.utf8)
                return try await client.renew(
                    .with {
                        $0.certificate = Data("\(device) \(generation)".utf8)
                        $0.certificateRequest = Data(key.utf8)
                        $0.nonce = nonce
                        $0.signature = wrong ? Data([1]) : Data(OpenSSLHash().sha256(signed))
                    })
            }
        }
        harness.advance(milliseconds: 30 * 86_400_000)
        #expect(await code { try await renew(1, wrong: true) } == "signature_wrong")
        #expect(try await renew(1).certificateChain == "\(device) 2")
        #expect(try await renew(1).certificateChain == "\(device) 2")
        #expect(try await renew(2, key: "third key").certificateChain == "\(device) 3")
        // Generation 2 was used: 1 is a copy's.
        #expect(await code { try await renew(1, key: "copy") } == "quarantined")
        harness.advance(milliseconds: 91 * 86_400_000)
        #expect(await code { try await renew(2) } == "lease_ended")
    }

    @Test func strangersAreLimitedInHowOftenTheyAsk() async throws {
        let harness = try await ServerHarness()
        let limit = RateLimit(perAddress: .init(burst: 3, perMinute: 1))
        let code = await code {
            try await enrolment(harness, limit: limit) { client in
                for _ in 0..<4 { _ = try await client.nonce(.init()) }
            }
        }
        #expect(code == "rate_limited")
    }

    @Test func deviceCodesAreShortAndUnlikeEachOther() {
        #expect(Enrolment.code(1) == "001" && Enrolment.code(32) == "010" && Enrolment.code(40_000) == "1720")
        #expect(Set((1...5000).map { Enrolment.code($0) }).count == 5000)
    }
}
