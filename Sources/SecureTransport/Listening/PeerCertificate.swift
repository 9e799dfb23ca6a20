package import GRPCCore
internal import GRPCNIOTransportHTTP2Posix
internal import X509

/// The one place that looks at a call's TLS peer. Nothing else may read the transport's context, so that the same
/// services run in process, where there is none.
package enum PeerCertificate {
    /// The device at the other end, nil without a certificate or with one that is not a device's.
    ///
    /// TLS has checked issuer and dates when the connection was made; the dates go on, so compare `notAfter` per call.
    package static func of(_ context: ServerContext) -> DeviceCertificate? {
        guard let posix = context.transportSpecific as? HTTP2ServerTransport.Posix.Context,
            let leaf = posix.peerCertificate
        else { return nil }
        return try? DeviceCertificate(leaf)
    }
}
