import FoundationEssentials
import GRPCCore
import NIOCore
import NIOPosix
import Testing

@testable import SecureTransport

@Suite(.timeLimit(.minutes(2)))
struct ConnectingTests {
    @Test func theRootIsFetchedByItsFingerprint() async throws {
        let organisation = try TestOrganisation()
        try await withServer(of: organisation) { port, _ in
            for host in ["127.0.0.1", "localhost"] {
                let root = try await PinnedRoot.fetch(
                    host: host, port: port, authority: organisation.authority.serverName,
                    fingerprint: organisation.authority.rootFingerprint)
                #expect(try TrustedRoot(pem: root).fingerprint == organisation.authority.rootFingerprint)
                try await expectAnswer("nobody 0", from: organisation.client(port: port, rootPEM: root))
            }
        }
    }

    @Test func anotherFingerprintOrNameIsNotPinned() async throws {
        let organisation = try TestOrganisation()
        let other = try TestOrganisation().authority.rootFingerprint
        let issuing = Array(try CertificateText.der(of: organisation.authority.issuing))
        try await withServer(of: organisation) { port, _ in
            for (fingerprint, name) in [
                (other, organisation.authority.serverName), ([], organisation.authority.serverName),
                (issuing, organisation.authority.serverName),
                (organisation.authority.rootFingerprint, "other.cartera.internal"),
            ] {
                let failure = await failure {
                    try await PinnedRoot.fetch(host: "127.0.0.1", port: port, authority: name, fingerprint: fingerprint)
                }
                #expect(failure?.code == .serverNotPinned)
            }
        }
    }

    /// An impostor has a chain of its own and appends our root, which is public.
    @Test func ourRootBehindAForeignChainIsNotEnough() throws {
        let (ours, theirs) = (try TestOrganisation(), try TestOrganisation())
        let chain = try theirs.authority.issueServerCertificate(names: [], at: theirs.now).chainPEM
        let certificates = try CertificateText.certificates(inPEM: chain).map { try CertificateText.der(of: $0) }
        let name = try ServerName(theirs.authority.serverName)
        let failure = #expect(throws: TransportFailure.self) {
            try PinnedRoot.root(
                in: Array(certificates.prefix(2)) + [ours.authority.root.der],
                fingerprint: ours.authority.rootFingerprint, name: name)
        }
        #expect(failure?.code == .serverNotPinned)
        #expect(throws: TransportFailure.self) {
            try PinnedRoot.root(in: [], fingerprint: ours.authority.rootFingerprint, name: name)
        }
        #expect(throws: TransportFailure.self) {
            try PinnedRoot.root(
                in: [ours.authority.root.der], fingerprint: ours.authority.rootFingerprint, name: name)
        }
        #expect(throws: Never.self) {
            try PinnedRoot.root(in: certificates, fingerprint: theirs.authority.rootFingerprint, name: name)
        }
    }

    @Test func serversThatAreNotOursHaveTheirOwnCodes() async throws {
        let organisation = try TestOrganisation()
        let (mute, mutePort) = try await Self.listen(answer: nil)
        let (web, webPort) = try await Self.listen(answer: "HTTP/1.1 400 Bad Request\r\n\r\n")
        let (gone, gonePort) = try await Self.listen(answer: nil)
        try await gone.close()
        for (port, code) in [
            (gonePort, TransportFailure.Code.serverUnreachable), (webPort, .protocolMismatch), (mutePort, .timedOut),
        ] {
            let pinned = await failure {
                try await PinnedRoot.fetch(
                    host: "127.0.0.1", port: port, authority: organisation.authority.serverName, fingerprint: [],
                    timeoutSeconds: 1)
            }
            #expect(pinned?.code == code)
        }
        for (port, code) in [(gonePort, TransportFailure.Code.serverUnreachable), (webPort, .protocolMismatch)] {
            let called = await failure { try await ask(organisation.client(port: port)) }
            #expect(called?.code == code)
        }
        try await mute.close()
        try await web.close()
    }

    @Test func aServerThatTakesTheConnectionAndSaysNothingIsGivenUp() async throws {
        let organisation = try TestOrganisation()
        let (mute, port) = try await Self.listen(answer: nil)
        let began = ContinuousClock.now
        let called = await failure {
            try await ask(organisation.client(port: port, answer: .milliseconds(300)))
        }
        #expect(called?.code == .serverSilent && called?.hint.isEmpty == false)
        #expect(ContinuousClock.now - began < .seconds(20))
        try await mute.close()
    }

    @Test func aCallThatIsNotAnsweredInItsTimeIsGivenUpAndTheOthersAreNot() async throws {
        let organisation = try TestOrganisation()
        try await withServer(of: organisation) { port, _ in
            let deadlines = [WhoService.never: Duration.milliseconds(300)]
            let hanging = await failure {
                try await ask(organisation.client(port: port, deadlines: deadlines), WhoService.never)
            }
            #expect(hanging?.code == .timedOut)
            try await expectAnswer("nobody 0", from: organisation.client(port: port, deadlines: deadlines))
        }
    }

    @Test func aHostThatDoesNotExistIsUnreachable() async throws {
        let organisation = try TestOrganisation()
        let host = "nowhere.invalid"
        let called = await failure { try await ask(organisation.client(port: 7443, host: host)) }
        #expect(called?.code == .serverUnreachable)
        let pinned = await failure {
            try await PinnedRoot.fetch(host: host, port: 7443, authority: "a.example", fingerprint: [])
        }
        #expect(pinned?.code == .serverUnreachable)
    }

    @Test func aCancelledFetchEndsAtOnce() async throws {
        let (mute, port) = try await Self.listen(answer: nil)
        let task = Task {
            await failure {
                try await PinnedRoot.fetch(
                    host: "127.0.0.1", port: port, authority: "a.example", fingerprint: [], timeoutSeconds: 3600)
            }
        }
        task.cancel()
        #expect(await task.value?.code == .cancelled)
        try await mute.close()
    }

    @Test func answersOfTheServerAreNotTransportFailures() {
        struct Unrelated: Error { let text: String }
        #expect(TransportFailure.classify(Unrelated(text: "connection refused")) == nil)
        let wrapped = RPCError(code: .unavailable, message: "", cause: Unrelated(text: "connection refused"))
        #expect(TransportFailure.classify(wrapped) == nil)
        for code in [RPCError.Code.unauthenticated, .permissionDenied, .failedPrecondition, .resourceExhausted] {
            #expect(TransportFailure.classify(RPCError(code: code, message: "connection refused")) == nil)
        }
        #expect(TransportFailure.classify(RPCError(code: .unavailable, message: "the store is read-only")) == nil)
    }

    @Test(
        "Texts of the libraries become our codes",
        arguments: [
            ("TLSV1_ALERT_UNKNOWN_CA at /some/where/ssl.cc:12", TransportFailure.Code.certificateRefused),
            ("SSLV3_ALERT_CERTIFICATE_EXPIRED", .certificateExpired),
            ("TLSV1_ALERT_CERTIFICATE_REQUIRED", .certificateRequired),
            ("SSLV3_ALERT_UNSUPPORTED_CERTIFICATE", .certificateRefused),
            ("CERTIFICATE_VERIFY_FAILED", .serverNotTrusted),
            ("failedToValidateHostname: Couldn't find other.example in certificate from peer", .serverNotTrusted),
            ("WRONG_VERSION_NUMBER", .protocolMismatch), ("Connection refused (errno: 111)", .serverUnreachable),
            ("Stream unexpectedly closed.", .connectionClosed),
        ])
    func texts(text: String, code: TransportFailure.Code) {
        let cause = IOError(errnoCode: 0, reason: text)
        let failure = TransportFailure.classify(RPCError(code: .unavailable, message: "closed", cause: cause))
        #expect(failure?.code == code)
        #expect(TransportFailure.classify(cause)?.code == code)
        #expect(failure.map { "\($0) \($0.hint)".contains("/some/where") } == false)
    }

    @Test func endedCallsHaveCodes() {
        #expect(TransportFailure.classify(ChannelError.eof)?.code == .connectionClosed)
        #expect(TransportFailure.classify(ChannelError.connectTimeout(.seconds(1)))?.code == .serverUnreachable)
        #expect(TransportFailure.classify(CancellationError())?.code == .cancelled)
        #expect(TransportFailure.classify(RPCError(code: .deadlineExceeded, message: ""))?.code == .timedOut)
        #expect(
            TransportFailure.classify(RPCError(code: .unavailable, message: "Stream unexpectedly closed."))?.code
                == .connectionClosed)
    }

    private static func listen(answer: String?) async throws -> (channel: any Channel, port: Int) {
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { child in
                guard let answer else { return child.eventLoop.makeSucceededVoidFuture() }
                return child.eventLoop.makeCompletedFuture {
                    try child.pipeline.syncOperations.addHandler(Answering(answer: answer))
                }
            }.bind(host: "127.0.0.1", port: 0).get()
        return (channel, try #require(channel.localAddress?.port))
    }

    private final class Answering: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer
        private let answer: String
        init(answer: String) { self.answer = answer }
        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            context.writeAndFlush(Self.wrapOutboundOut(ByteBuffer(string: answer)), promise: nil)
        }
    }
}
