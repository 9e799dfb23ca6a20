package import FoundationEssentials
internal import NIOCore
internal import NIOSSL
internal import Synchronization
internal import X509

/// The server's certificate and key, replaceable while connections are open: each new handshake takes the current ones.
package final class ReloadableServerIdentity: Sendable {
    let settings: ServerTransportSettings
    private let current: Mutex<Current>

    private struct Current {
        let context: NIOSSLContext
        let notBefore: Date
        let notAfter: Date
    }

    /// Takes the trusted root from the same settings that the server will listen with.
    package init(settings: ServerTransportSettings, chainPEM: String, keyPEM: String) throws {
        self.settings = settings
        self.current = Mutex(try Self.load(chainPEM: chainPEM, keyPEM: keyPEM, settings: settings))
    }

    /// Takes a new certificate for the handshakes that begin after this. On an error the old one stays.
    package func replace(chainPEM: String, keyPEM: String) throws {
        let next = try Self.load(chainPEM: chainPEM, keyPEM: keyPEM, settings: settings)
        current.withLock { $0 = next }
    }

    package var notAfter: Date { current.withLock { $0.notAfter } }

    /// When two thirds of the certificate's life are over: the time to make the next one.
    package var renewAt: Date {
        current.withLock { $0.notBefore.addingTimeInterval($0.notAfter.timeIntervalSince($0.notBefore) * 2 / 3) }
    }

    func context() -> NIOSSLContext { current.withLock { $0.context } }

    private static func load(
        chainPEM: String, keyPEM: String, settings: ServerTransportSettings
    ) throws -> Current {
        let chain = try CertificateText.certificates(inPEM: chainPEM)
        guard let leaf = chain.first, CertificateChain.leads(from: leaf, through: chain, to: settings.root.certificate)
        else {
            throw CertificateFailure(.chainNotAcceptable, "The server's certificate does not lead to the trusted root.")
        }
        do {
            // BoringSSL itself refuses a key that does not belong to the leaf.
            let context = try NIOSSLContext(
                configuration: try configuration(chain: chain, keyPEM: keyPEM, settings: settings))
            return Current(context: context, notBefore: leaf.notValidBefore, notAfter: leaf.notValidAfter)
        } catch {
            throw CertificateFailure(
                .keyMismatch, "The server's certificate and key cannot be used together.", cause: error)
        }
    }

    private static func configuration(
        chain: [Certificate], keyPEM: String, settings: ServerTransportSettings
    ) throws -> TLSConfiguration {
        let sources = try chain.map {
            NIOSSLCertificateSource.certificate(
                try NIOSSLCertificate(bytes: try CertificateText.der(of: $0), format: .der))
        }
        var tls = TLSConfiguration.makeServerConfiguration(
            certificateChain: sources,
            privateKey: .privateKey(try NIOSSLPrivateKey(bytes: Array(keyPEM.utf8), format: .pem)))
        tls.minimumTLSVersion = .tlsv13
        tls.trustRoots = .certificates([try NIOSSLCertificate(bytes: settings.root.der, format: .der)])
        tls.certificateVerification = .optionalVerification
        tls.applicationProtocols = [ConnectionGuard.protocolName]
        tls.shutdownTimeout = TimeAmount(settings.limits.tlsGoodbye)
        return tls
    }
}
