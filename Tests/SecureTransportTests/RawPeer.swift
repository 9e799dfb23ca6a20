import NIOCore
import NIOPosix
import NIOSSL
import NIOTLS
import Synchronization

@testable import SecureTransport

/// A peer below HTTP/2: opens TCP or TLS, sends what it is told and acknowledges nothing.
struct RawPeer {
    let channel: any Channel
    /// Completes with the protocol agreed, or with the reason why there is no TLS.
    let handshake: EventLoopFuture<String?>
    let seen: Seen

    final class Seen: Sendable {
        private let state = Mutex<(certificates: [[UInt8]], bytes: ByteBuffer)>(([], ByteBuffer()))
        var certificates: [[UInt8]] { state.withLock { $0.certificates } }
        var bytes: ByteBuffer { state.withLock { $0.bytes } }
        func take(_ certificates: [[UInt8]]) { state.withLock { $0.certificates = certificates } }
        func take(_ buffer: ByteBuffer) { state.withLock { _ = $0.bytes.writeImmutableBuffer(buffer) } }
    }

    static func plain(port: Int) async throws -> RawPeer {
        try await connect(port: port, tls: nil)
    }

    static func tls(
        port: Int, protocols: [String] = ["h2"], maximum: TLSVersion = .tlsv13
    ) async throws -> RawPeer {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.trustRoots = .certificates([])
        tls.certificateVerification = .noHostnameVerification
        tls.applicationProtocols = protocols
        tls.maximumTLSVersion = maximum
        tls.shutdownTimeout = .milliseconds(100)
        return try await connect(port: port, tls: try NIOSSLContext(configuration: tls))
    }

    private static func connect(port: Int, tls: NIOSSLContext?) async throws -> RawPeer {
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let handshake = loop.makePromise(of: String?.self)
        let seen = Seen()
        do {
            let channel = try await ClientBootstrap(group: loop).channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls {
                        let handler = try NIOSSLClientHandler(context: tls, serverHostname: nil) { chain, verdict in
                            seen.take(chain.compactMap { try? $0.toDERBytes() })
                            verdict.succeed(.certificateVerified)
                        }
                        try channel.pipeline.syncOperations.addHandler(handler)
                    }
                    try channel.pipeline.syncOperations.addHandler(Listener(handshake: handshake, seen: seen))
                }
            }.connect(host: "127.0.0.1", port: port).get()
            return RawPeer(channel: channel, handshake: handshake.futureResult, seen: seen)
        } catch {
            handshake.fail(error)
            throw error
        }
    }

    func send(_ bytes: [UInt8]) async throws { try await channel.writeAndFlush(ByteBuffer(bytes: bytes)) }

    /// Returns when the other side has ended the connection.
    func waitForClose() async throws { try await channel.closeFuture.get() }

    /// The client's preface and an empty SETTINGS frame: an HTTP/2 peer that is about to ask something.
    static let http2Greeting = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8) + [0, 0, 0, 4, 0, 0, 0, 0, 0]

    private final class Listener: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        private let handshake: EventLoopPromise<String?>
        private let seen: Seen

        init(handshake: EventLoopPromise<String?>, seen: Seen) {
            self.handshake = handshake
            self.seen = seen
        }

        func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
            if case TLSUserEvent.handshakeCompleted(let agreed) = event { handshake.succeed(agreed) }
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) { seen.take(Self.unwrapInboundIn(data)) }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            handshake.fail(error)
            context.close(promise: nil)
        }

        func channelInactive(context: ChannelHandlerContext) { handshake.fail(ChannelError.eof) }
    }
}
