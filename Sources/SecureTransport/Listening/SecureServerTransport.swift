package import GRPCNIOTransportHTTP2Posix
internal import NIOCore
internal import NIOSSL

/// Makes the listening side: one port, TLS 1.3 only, client certificate optional.
///
/// gRPC is told "plaintext" and our own TLS handler is put in front of it, because gRPC's settings offer neither of the
/// two. Handlers still see the peer's certificate: gRPC asks the channel's TLS handler, whoever put it there.
package enum SecureServerTransport {
    /// Everything comes from `identity`: what a server trusts and what it shows cannot be of two organisations.
    package static func make(_ identity: ReloadableServerIdentity) -> HTTP2ServerTransport.Posix {
        let settings = identity.settings
        let isIPv6 = settings.host.contains(":")
        return HTTP2ServerTransport.Posix(
            address: isIPv6
                ? .ipv6(host: settings.host, port: settings.port) : .ipv4(host: settings.host, port: settings.port),
            transportSecurity: .plaintext,
            config: configuration(limits: settings.limits, identity: identity))
    }

    /// The address after binding; waits until the server listens.
    package static func boundAddress(
        of transport: HTTP2ServerTransport.Posix
    ) async throws -> (host: String, port: Int) {
        let address = try await transport.listeningAddress
        if let v4 = address.ipv4 { return (v4.host, v4.port) }
        if let v6 = address.ipv6 { return (v6.host, v6.port) }
        throw TransportFailure(.serverUnreachable, "The server does not listen on an address of the internet protocol.")
    }

    private static func configuration(
        limits: ServerTransportLimits, identity: ReloadableServerIdentity
    ) -> HTTP2ServerTransport.Posix.Config {
        .defaults { config in
            config.http2.maxConcurrentStreams = limits.concurrentStreams
            config.http2.targetWindowSize = limits.windowBytes
            config.rpc.maxRequestPayloadSize = limits.requestBytes
            config.connection.maxIdleTime = limits.idle
            config.connection.maxAge = limits.age
            config.connection.maxGraceTime = limits.grace
            config.connection.keepalive.time = limits.keepaliveInterval
            config.connection.keepalive.timeout = limits.keepaliveTimeout
            config.connection.keepalive.clientBehavior.minPingIntervalWithoutCalls = limits.shortestClientPingInterval
            config.connection.flushCoalescing = nil
            config.channelDebuggingCallbacks.onAcceptTCPConnection = onAccept(limits: limits, identity: identity)
        }
    }

    /// Never fails: a failed future would leave gRPC with a channel that nobody owns. A channel that cannot be secured
    /// is closed instead.
    private static func onAccept(
        limits: ServerTransportLimits, identity: ReloadableServerIdentity
    ) -> @Sendable (any Channel) -> EventLoopFuture<Void> {
        let ledger = ConnectionLedger(perAddress: limits.connectionsPerAddress, inTotal: limits.connectionsInTotal)
        return { channel in
            do {
                let key = AddressKey(channel.remoteAddress)
                if ledger.admit(key) {
                    channel.closeFuture.whenComplete { _ in ledger.release(key) }
                    try secure(channel, limits: limits, identity: identity)
                } else {
                    try channel.pipeline.syncOperations.addHandler(RefusedConnection(), position: .first)
                }
            } catch {
                channel.close(promise: nil)
            }
            return channel.eventLoop.makeSucceededVoidFuture()
        }
    }

    private static func secure(
        _ channel: any Channel, limits: ServerTransportLimits, identity: ReloadableServerIdentity
    ) throws {
        let tls = NIOSSLServerHandler(context: identity.context())
        try channel.pipeline.syncOperations.addHandler(tls, position: .first)
        try channel.pipeline.syncOperations.addHandler(ConnectionGuard(limits: limits), position: .after(tls))
    }
}
