import GRPCCore
import Glibc
import NIOCore
import NIOPosix
import Testing

@testable import SecureTransport

/// Peers that say nothing, too much or nothing any more. Each test ends only when the server has ended the connection.
@Suite(.timeLimit(.minutes(2)))
struct GuardTests {
    /// Long limits, so that a test proves the one that it shortens.
    private static func limits(_ shorten: (inout ServerTransportLimits) -> Void) -> ServerTransportLimits {
        var limits = ServerTransportLimits()
        limits.handshake = .seconds(300)
        limits.firstRequest = .seconds(300)
        limits.hardCloseWhenStopping = .milliseconds(100)
        limits.tlsGoodbye = .milliseconds(100)
        shorten(&limits)
        return limits
    }

    @Test func aPeerThatNeverBeginsTLSIsClosed() async throws {
        let organisation = try TestOrganisation()
        try await withServer(of: organisation, limits: Self.limits { $0.handshake = .milliseconds(150) }) { port, _ in
            try await RawPeer.plain(port: port).waitForClose()
        }
    }

    @Test func aPeerThatNeverAsksAnythingIsClosed() async throws {
        let organisation = try TestOrganisation()
        try await withServer(of: organisation, limits: Self.limits { $0.firstRequest = .milliseconds(300) }) {
            port, _ in
            let silent = try await RawPeer.tls(port: port)
            try await silent.waitForClose()
            let greeting = try await RawPeer.tls(port: port)
            _ = try await greeting.handshake.get()
            // On a busy machine the deadline may come before the greeting is out: that is a close too.
            try? await greeting.send(RawPeer.http2Greeting)
            try await greeting.waitForClose()
        }
    }

    @Test func aConnectionWithARequestOutlivesTheFirstDeadlines() async throws {
        let organisation = try TestOrganisation()
        let limits = Self.limits {
            $0.handshake = .seconds(6)
            $0.firstRequest = .seconds(6)
        }
        try await withServer(of: organisation, limits: limits) { port, _ in
            try await withGRPCClient(transport: try organisation.client(port: port)) { client in
                let clock = ContinuousClock()
                let start = clock.now
                while clock.now - start < .seconds(7) {
                    try await client.unary(
                        request: ClientRequest(message: [1]), descriptor: WhoService.ask, serializer: RawSerializer(),
                        deserializer: RawDeserializer(), options: .defaults
                    ) { response in
                        let message = try response.message
                        #expect(message == Array("nobody 1".utf8))
                    }
                    try await clock.sleep(for: .milliseconds(100))
                }
            }
        }
    }

    @Test func aCallIsCutWhenItsConnectionHasGrownTooOldAndItsGraceIsOver() async throws {
        let organisation = try TestOrganisation()
        let limits = Self.limits {
            $0.age = .milliseconds(100)
            $0.grace = .milliseconds(100)
        }
        try await withServer(of: organisation, limits: limits) { port, _ in
            let cut = await failure { try await ask(organisation.client(port: port), WhoService.never) }
            #expect(cut?.code == .connectionClosed)
            try await expectAnswer("nobody 0", from: organisation.client(port: port))
        }
    }

    @Test func aMutePeerIsCutAfterGoAway() async throws {
        let organisation = try TestOrganisation()
        let limits = Self.limits {
            $0.idle = .seconds(1)
            $0.hardCloseAfterGoAway = .milliseconds(200)
        }
        try await withServer(of: organisation, limits: limits) { port, _ in
            let peer = try await RawPeer.tls(port: port)
            _ = try await peer.handshake.get()
            try await peer.send(RawPeer.http2Greeting)
            try await peer.waitForClose()
            var scanner = FrameScanner.fromServer()
            let sawGoAway = scanner.finds(FrameScanner.goAway, in: peer.seen.bytes)
            #expect(sawGoAway)
        }
    }

    @Test func aMutePeerDoesNotHoldUpAStop() async throws {
        let organisation = try TestOrganisation()
        try await withServer(of: organisation, limits: Self.limits { _ in }) { port, server in
            let peer = try await RawPeer.tls(port: port)
            _ = try await peer.handshake.get()
            try await peer.send(RawPeer.http2Greeting)
            server.beginGracefulShutdown()
            try await peer.waitForClose()
        }
    }

    @Test func aConnectionIsToldHowManyCallsItMayHave() async throws {
        let organisation = try TestOrganisation()
        try await withServer(of: organisation, limits: Self.limits { _ in }) { port, server in
            let peer = try await RawPeer.tls(port: port)
            _ = try await peer.handshake.get()
            try await peer.send(RawPeer.http2Greeting)
            server.beginGracefulShutdown()
            try await peer.waitForClose()
            // SETTINGS_MAX_CONCURRENT_STREAMS, as HTTP/2 writes it.
            let most = UInt8(ServerTransportLimits().concurrentStreams)
            let told = Array(peer.seen.bytes.readableBytesView)
            #expect(!told.ranges(of: [0, 3, 0, 0, 0, most]).isEmpty)
        }
    }

    @Test func anAddressHasItsShareOfConnections() async throws {
        let organisation = try TestOrganisation()
        try await withServer(of: organisation, limits: Self.limits { $0.connectionsPerAddress = 2 }) { port, _ in
            let admitted = [try await RawPeer.tls(port: port), try await RawPeer.tls(port: port)]
            for peer in admitted { #expect(try await peer.handshake.get() == "h2") }
            let refused = try await RawPeer.tls(port: port)
            await #expect(throws: (any Error).self) { try await refused.handshake.get() }
            try await refused.waitForClose()
            #expect(refused.seen.certificates.isEmpty)

            try await admitted[0].channel.close()
            var answer: String?
            while answer == nil { answer = try? await ask(organisation.client(port: port)) }
            #expect(answer == "nobody 0")
            try await admitted[1].channel.close()
        }
    }

    @Test func theTotalIsCappedAsWell() async throws {
        let organisation = try TestOrganisation()
        try await withServer(of: organisation, limits: Self.limits { $0.connectionsInTotal = 1 }) { port, _ in
            let admitted = try await RawPeer.tls(port: port)
            #expect(try await admitted.handshake.get() == "h2")
            let refused = await failure { try await ask(organisation.client(port: port)) }
            #expect(refused?.code == .connectionClosed)
            try await admitted.channel.close()
        }
    }

    @Test func rudePeersDoNotHarmTheOthers() async throws {
        let organisation = try TestOrganisation()
        try await withServer(of: organisation) { port, _ in
            for _ in 0..<100 {
                let peer = try await RawPeer.plain(port: port)
                let options = try #require(peer.channel as? any SocketOptionProvider)
                try await options.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
                try await peer.channel.close()
            }
            let garbage = try await RawPeer.tls(port: port)
            _ = try await garbage.handshake.get()
            try await garbage.channel.setOption(.autoRead, value: false).get()
            try await garbage.send(Array("GET / HTTP/1.1\r\n\r\n and more than a preface is long".utf8))
            try await expectAnswer("nobody 0", from: organisation.client(port: port))
            // The server's reset may have closed the channel already.
            try? await garbage.channel.setOption(.autoRead, value: true).get()
            try await garbage.waitForClose()
            try await expectAnswer("nobody 0", from: organisation.client(port: port))
        }
    }

    @Test func aRequestMayHaveTheSizeOfTheLimitAndNoByteMore() async throws {
        let organisation = try TestOrganisation()
        try await withServer(of: organisation, limits: Self.limits { $0.requestBytes = 100_000 }) { port, _ in
            let atLimit = [UInt8](repeating: 7, count: 100_000)
            try await expectAnswer("nobody 100000", from: organisation.client(port: port), payload: atLimit)
            await #expect(throws: RPCError.self) {
                try await ask(organisation.client(port: port), payload: atLimit + [7])
            }
        }
        try await withServer(of: organisation) { port, _ in
            let push = [UInt8](repeating: 7, count: 1 << 20)
            try await expectAnswer("nobody 1048576", from: organisation.client(port: port), payload: push)
        }
    }
}
