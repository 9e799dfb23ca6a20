internal import Crypto
internal import NIOCore
internal import NIOPosix
internal import NIOSSL
internal import NIOTLS
internal import Synchronization
internal import X509

/// Gets the root certificate from a server of which only the root's fingerprint is known, as an invitation carries it.
package enum PinnedRoot {
    /// Connects once, without a certificate, and returns the root (PEM) if the server proves that it stands under it.
    ///
    /// Dates are left to the first real connection, which checks the whole chain again with this root.
    package static func fetch(
        host: String, port: Int, authority: String, fingerprint: [UInt8], timeoutSeconds: Int = 10
    ) async throws -> String {
        let name = try ServerName(authority)
        let outcome = Mutex<Result<String, TransportFailure>?>(nil)
        do {
            let channel = try await connect(
                host: host, port: port, name: name, timeout: .seconds(Int64(timeoutSeconds))
            ) { chain in
                let verdict = Result { () throws(TransportFailure) in
                    try root(in: chain, fingerprint: fingerprint, name: name)
                }
                outcome.withLock { $0 = verdict }
                if case .success = verdict { return true } else { return false }
            }
            channel.close(promise: nil)
        } catch {
            if case .failure(let failure) = outcome.withLock({ $0 }) { throw failure }
            throw TransportFailure.classify(error) ?? TransportFailure(.serverUnreachable)
        }
        guard let verdict = outcome.withLock({ $0 }) else { throw TransportFailure(.serverNotPinned) }
        return try verdict.get()
    }

    /// Finds the root by its hash in what the server sent and follows the signatures from the leaf up to it.
    static func root(
        in chain: [[UInt8]], fingerprint: [UInt8], name: ServerName
    ) throws(TransportFailure) -> String {
        let parsed = chain.prefix(CertificateText.maximumChainLength).map { der in
            (certificate: try? CertificateText.certificate(fromDER: der), hash: Array(SHA256.hash(data: der)))
        }
        guard let pinned = parsed.first(where: { $0.hash == fingerprint })?.certificate,
            let root = try? TrustedRoot(pinned), let leaf = parsed.first?.certificate
        else { throw TransportFailure(.serverNotPinned) }
        guard !leaf.isAuthority, let usage = try? leaf.extensions.extendedKeyUsage, usage.contains(.serverAuth),
            CertificateChain.leads(
                from: leaf, through: parsed.compactMap { $0.certificate }, to: root.certificate)
        else {
            throw TransportFailure(
                .serverNotPinned, "The server shows the root that the invitation names, but does not stand under it.")
        }
        guard leaf.dnsNames.contains(name.value) else {
            throw TransportFailure(.serverNotPinned, "The server is of this organisation, but not “\(name.value)”.")
        }
        return root.pem
    }

    /// Returns once the handshake is complete, which proves that the server holds the leaf's key.
    private static func connect(
        host: String, port: Int, name: ServerName, timeout: TimeAmount,
        accepts: @escaping @Sendable ([[UInt8]]) -> Bool
    ) async throws -> any Channel {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.minimumTLSVersion = .tlsv13
        tls.trustRoots = .certificates([])
        tls.applicationProtocols = [ConnectionGuard.protocolName]
        let context = try NIOSSLContext(configuration: tls)
        let literal = host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let completed = loop.makePromise(of: Void.self)
        let deadline = loop.scheduleTask(in: timeout) { completed.fail(TransportFailure(.timedOut)) }
        let connected = ClientBootstrap(group: loop).connectTimeout(timeout).channelInitializer { channel in
            channel.eventLoop.makeCompletedFuture {
                let handler = try NIOSSLClientHandler(context: context, serverHostname: name.value) {
                    certificates, verdict in
                    let chain = certificates.compactMap { try? $0.toDERBytes() }
                    let isAccepted = chain.count == certificates.count && accepts(chain)
                    verdict.succeed(isAccepted ? .certificateVerified : .failed)
                }
                try channel.pipeline.syncOperations.addHandlers([handler, HandshakeWaiter(completed)])
            }
        }.connect(host: literal, port: port)
        connected.whenFailure { completed.fail($0) }
        return try await withTaskCancellationHandler {
            defer { deadline.cancel() }
            do {
                try await completed.futureResult.get()
                return try await connected.get()
            } catch {
                connected.whenSuccess { $0.close(promise: nil) }
                throw error
            }
        } onCancel: {
            completed.fail(CancellationError())
        }
    }
}

/// Completes a promise with the outcome of a client's handshake.
private final class HandshakeWaiter: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let completed: EventLoopPromise<Void>

    init(_ completed: EventLoopPromise<Void>) { self.completed = completed }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case TLSUserEvent.handshakeCompleted = event { completed.succeed(()) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        completed.fail(error)
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        completed.fail(TransportFailure(.connectionClosed))
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {}
}
