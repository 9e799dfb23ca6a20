import FoundationEssentials
import GRPCCore
import GRPCNIOTransportHTTP2Posix
import NIOCore
import NIOPosix
import NIOSSL
import Testing

@testable import SecureTransport

/// Who gets in, over real TLS.
@Suite(.timeLimit(.minutes(2)))
struct TrustTests {
    @Test func theServerSeesWhoCallsAndWhenNobodyDoes() async throws {
        let organisation = try TestOrganisation()
        let device = try organisation.device("device-7", branch: "north", generation: 3).identity
        try await withServer(of: organisation) { port, _ in
            let withCertificate = try await ask(organisation.client(port: port, identity: device))
            let without = try await ask(organisation.client(port: port))
            let byName = try await ask(organisation.client(port: port, host: "localhost"))
            #expect([withCertificate, without, byName] == ["credito-agil/north/device-7/3 0", "nobody 0", "nobody 0"])
        }
    }

    @Test func certificatesOfOthersAndOfOtherDaysAreRefused() async throws {
        let (organisation, other) = (try TestOrganisation(), try TestOrganisation())
        let foreign = try other.device().identity
        let expired = try organisation.device(
            issuedAt: organisation.now.addingTimeInterval(-8 * CertificateLifetime.day)
        ).identity
        let notYet = try organisation.device(issuedAt: organisation.now.addingTimeInterval(CertificateLifetime.day))
            .identity
        let server = try organisation.authority.issueServerCertificate(names: [], at: organisation.now)
        try await withServer(of: organisation) { port, _ in
            let refused: [(identity: SecureClientTransport.Identity, code: TransportFailure.Code)] = [
                (foreign, .certificateRefused), (expired, .certificateExpired), (notYet, .certificateExpired),
                ((chainPEM: server.chainPEM, keyPEM: server.keyPEM), .certificateRefused),
            ]
            for (identity, code) in refused {
                let failure = await failure { try await ask(organisation.client(port: port, identity: identity)) }
                #expect(failure?.code == code)
            }
            try await expectAnswer("nobody 0", from: organisation.client(port: port))
        }
    }

    @Test func aClientBelievesOnlyItsRootAndTheNameItAskedFor() async throws {
        let (organisation, other) = (try TestOrganisation(), try TestOrganisation())
        try await withServer(of: organisation) { port, _ in
            let wrongName = await failure {
                try await ask(organisation.client(port: port, authority: "other.cartera.internal"))
            }
            #expect(wrongName?.code == .serverNotTrusted)
            let wrongRoot = await failure {
                try await ask(organisation.client(port: port, rootPEM: other.created.rootPEM))
            }
            #expect(wrongRoot?.code == .serverNotTrusted)
        }
        #expect(throws: CertificateFailure.self) { try organisation.client(port: 1, authority: "127.0.0.1") }
        #expect(throws: CertificateFailure.self) { try organisation.client(port: 1, rootPEM: "") }
        let unusable = #expect(throws: TransportFailure.self) {
            try organisation.client(port: 1, identity: (chainPEM: "x", keyPEM: "y"))
        }
        #expect(unusable?.code == .certificateUnusable)
    }

    @Test func aPlaintextClientIsRefused() async throws {
        let organisation = try TestOrganisation()
        try await withServer(of: organisation) { port, _ in
            let plain = try HTTP2ClientTransport.Posix(
                target: .ipv4(address: "127.0.0.1", port: port), transportSecurity: .plaintext)
            #expect(await failure { try await ask(plain) }?.code == .connectionClosed)
            let peer = try await RawPeer.plain(port: port)
            try await peer.send(RawPeer.http2Greeting)
            try await peer.waitForClose()
            var scanner = FrameScanner.fromServer()
            let sawSettings = scanner.finds(0x4, in: peer.seen.bytes)
            #expect(!sawSettings, "no HTTP/2 settings in clear")
        }
    }

    @Test func anOlderTLSIsRefused() async throws {
        let organisation = try TestOrganisation()
        try await withServer(of: organisation) { port, _ in
            let peer = try await RawPeer.tls(port: port, maximum: .tlsv12)
            let error = await #expect(throws: (any Error).self) { try await peer.handshake.get() }
            #expect(error.flatMap { TransportFailure.classify($0) }?.code == .protocolMismatch)
            try await peer.waitForClose()
        }
    }

    @Test("A peer that does not agree on HTTP/2 is closed", arguments: [[], ["http/1.1"]])
    func otherProtocols(protocols: [String]) async throws {
        let organisation = try TestOrganisation()
        try await withServer(of: organisation) { port, _ in
            let peer = try await RawPeer.tls(port: port, protocols: protocols)
            try await peer.waitForClose()
            #expect(peer.seen.bytes.readableBytes == 0)
        }
    }

    @Test func aReplacedCertificateIsSeenByTheNextHandshake() async throws {
        let organisation = try TestOrganisation()
        let identity = try organisation.serverIdentity()
        try await withServer(of: organisation, identity: identity) { port, _ in
            let first = try await Self.leaf(port: port)
            let next = try organisation.authority.issueServerCertificate(names: ["next.example"], at: organisation.now)
            try identity.replace(chainPEM: next.chainPEM, keyPEM: next.keyPEM)
            let second = try await Self.leaf(port: port)
            #expect(first != second)
            #expect(try CertificateText.certificate(fromDER: second).dnsNames.contains("next.example"))

            let other = try TestOrganisation().authority.issueServerCertificate(names: [], at: organisation.now)
            #expect(throws: CertificateFailure.self) {
                try identity.replace(chainPEM: other.chainPEM, keyPEM: other.keyPEM)
            }
            #expect(throws: CertificateFailure.self) {
                try identity.replace(chainPEM: next.chainPEM, keyPEM: other.keyPEM)
            }
            #expect(try await Self.leaf(port: port) == second)
        }
    }

    @Test func aServerRenewsAtTwoThirdsOfItsCertificatesLife() throws {
        let organisation = try TestOrganisation()
        let identity = try organisation.serverIdentity()
        let days = identity.renewAt.timeIntervalSince(organisation.now) / CertificateLifetime.day
        #expect((59.9...60.1).contains(days))
        #expect(identity.notAfter.timeIntervalSince(organisation.now) < 90 * CertificateLifetime.day + 2)
    }

    @Test func settingsAndCertificateOfTwoOrganisationsDoNotMakeAServer() throws {
        let (one, two) = (try TestOrganisation(), try TestOrganisation())
        let settings = try ServerTransportSettings(host: "127.0.0.1", port: 0, rootPEM: one.created.rootPEM)
        let issued = try two.authority.issueServerCertificate(names: [], at: two.now)
        let failure = #expect(throws: CertificateFailure.self) {
            try ReloadableServerIdentity(settings: settings, chainPEM: issued.chainPEM, keyPEM: issued.keyPEM)
        }
        #expect(failure?.code == .chainNotAcceptable)
    }

    @Test func addressesAreTakenInEveryForm() throws {
        #expect(SecureClientTransport.target(host: "10.0.0.1", port: 1) is ResolvableTargets.IPv4)
        #expect(SecureClientTransport.target(host: "::1", port: 1) is ResolvableTargets.IPv6)
        #expect(SecureClientTransport.target(host: "[fe80::1]", port: 1) is ResolvableTargets.IPv6)
        #expect(SecureClientTransport.target(host: "sync.example", port: 1) is ResolvableTargets.DNS)
    }

    private static func leaf(port: Int) async throws -> [UInt8] {
        let peer = try await RawPeer.tls(port: port)
        #expect(try await peer.handshake.get() == "h2")
        try await peer.channel.close()
        return try #require(peer.seen.certificates.first)
    }
}
