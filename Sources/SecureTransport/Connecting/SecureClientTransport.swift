package import GRPCCore
package import GRPCNIOTransportHTTP2Posix
internal import NIOCore
internal import NIOSSL

/// Makes the connecting side: trusts the organisation's root only, demands the organisation's name.
package enum SecureClientTransport {
    /// A device's certificates (leaf first, without the root) and its key.
    package typealias Identity = (chainPEM: String, keyPEM: String)

    /// More makes TLS records pile up in the HTTP/2 decoder, which then copies them again and again: 8 MiB, the stock
    /// value, is about fifteen times slower.
    package static let windowBytes = 1 << 20

    /// `host` (DNS name, IPv4 or IPv6 literal) is only where to connect; the certificate must be for `authority`.
    /// Without `identity` only the enrolment service answers.
    ///
    /// A server that takes the connection and says nothing is given up after `answer`, and a call of `deadlines` after
    /// its time. Pings go out while a call is open and the server is silent for `keepaliveInterval`, so that a live session
    /// notices a dead server; not below the server's `shortestClientPingInterval`.
    package static func make(
        host: String, port: Int, authority: String, rootPEM: String, identity: Identity?,
        answer: Duration = .seconds(10), deadlines: [MethodDescriptor: Duration] = [:],
        keepaliveInterval: Duration = .seconds(30), keepaliveTimeout: Duration = .seconds(10)
    ) throws -> HTTP2ClientTransport.Posix {
        let root = try TrustedRoot(pem: rootPEM)
        let name = try ServerName(authority)
        let trust = TLSConfig.TrustRootsSource.certificates([.bytes(root.der, format: .der)])
        let security: HTTP2ClientTransport.Posix.TransportSecurity
        if let identity {
            let chain = try certificates(of: identity)
            security = .mTLS(certificateChain: chain, privateKey: .bytes(Array(identity.keyPEM.utf8), format: .pem)) {
                $0.trustRoots = trust
                $0.serverCertificateVerification = .fullVerification
            }
        } else {
            security = .tls {
                $0.trustRoots = trust
                $0.serverCertificateVerification = .fullVerification
            }
        }
        let config = HTTP2ClientTransport.Posix.Config.defaults { config in
            config.http2.authority = name.value
            config.http2.targetWindowSize = windowBytes
            config.connection.flushCoalescing = nil
            config.connection.keepalive = .init(
                time: keepaliveInterval, timeout: keepaliveTimeout, allowWithoutCalls: false)
            config.backoff.max = .seconds(30)
            config.channelDebuggingCallbacks.onCreateTCPConnection = { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    let tls = try pipeline.handler(type: NIOSSLClientHandler.self)
                    try pipeline.addHandler(SilenceGuard(limit: answer), position: .after(tls))
                }
            }
        }
        let limits = ServiceConfig(
            methodConfig: deadlines.map { method, limit in
                MethodConfig(
                    names: [.init(service: method.service.fullyQualifiedService, method: method.method)],
                    timeout: limit)
            })
        do {
            return try HTTP2ClientTransport.Posix(
                target: target(host: host, port: port), transportSecurity: security, config: config,
                serviceConfig: limits)
        } catch {
            throw TransportFailure(.certificateUnusable)
        }
    }

    static func target(host: String, port: Int) -> any ResolvableTarget {
        let literal = host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
        switch try? NIOCore.SocketAddress(ipAddress: literal, port: port) {
        case .v4: return .ipv4(address: literal, port: port)
        case .v6: return .ipv6(address: literal, port: port)
        default: return .dns(host: host, port: port)
        }
    }

    private static func certificates(of identity: Identity) throws -> [TLSConfig.CertificateSource] {
        do {
            return try CertificateText.certificates(inPEM: identity.chainPEM).map {
                .bytes(try CertificateText.der(of: $0), format: .der)
            }
        } catch {
            throw TransportFailure(.certificateUnusable)
        }
    }
}
