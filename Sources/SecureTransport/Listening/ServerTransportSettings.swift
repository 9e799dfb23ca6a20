internal import NIOCore

/// Every limit of the listening side in one place. Tests shorten them; the defaults are what a server runs with.
package struct ServerTransportLimits: Sendable, Hashable {
    /// From accept to the end of the TLS handshake.
    package var handshake: Duration = .seconds(10)
    /// From accept to the first request (an HTTP/2 HEADERS frame).
    package var firstRequest: Duration = .seconds(15)
    /// From the announcement that a connection ends (GOAWAY: idle, age, keepalive) to cutting it, acknowledged or not.
    package var hardCloseAfterGoAway: Duration = .seconds(40)
    /// The same when the server stops: short enough for a stop within 20 seconds.
    package var hardCloseWhenStopping: Duration = .seconds(15)
    /// How long a close waits for the peer's TLS goodbye.
    package var tlsGoodbye: Duration = .seconds(2)

    package var connectionsPerAddress = 128
    package var connectionsInTotal = 2_000
    package var concurrentStreams = 32

    package var idle: Duration = .seconds(300)
    package var age: Duration = .seconds(1_800)
    package var grace: Duration = .seconds(30)
    package var keepaliveInterval: Duration = .seconds(60)
    package var keepaliveTimeout: Duration = .seconds(20)
    /// Clients that ping more often are sent away.
    package var shortestClientPingInterval: Duration = .seconds(10)

    /// Flow control for uploads; the stock 64 KiB costs a round trip for each.
    package var windowBytes = 1 << 20
    /// A push of 1 MiB and what its envelope takes.
    package var requestBytes = (1 << 20) + (64 << 10)

    package init() {}
}

/// Where a server listens, whom it believes and within which limits.
package struct ServerTransportSettings: Sendable {
    /// An IPv4 or IPv6 literal: a name could resolve to an interface that nobody meant to open.
    package let host: String
    /// 0 lets the system choose; `SecureServerTransport.boundAddress` tells which.
    package let port: Int
    package let root: TrustedRoot
    package let limits: ServerTransportLimits

    /// Refuses any trust but one self-signed authority, so that the system's roots can never decide who a device is.
    package init(
        host: String, port: Int, rootPEM: String, limits: ServerTransportLimits = ServerTransportLimits()
    ) throws {
        self.root = try TrustedRoot(pem: rootPEM)
        let literal = host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
        guard (0...65_535).contains(port), (try? SocketAddress(ipAddress: literal, port: port)) != nil else {
            throw CertificateFailure(
                .nameInvalid, "The address to listen on must be an IPv4 or IPv6 address and a port.")
        }
        self.host = literal
        self.port = port
        self.limits = limits
    }
}
