internal import Crypto
package import FoundationEssentials
internal import X509

/// A device certificate read for what it says. Reading is not trusting: TLS has checked a peer's, `isIssued(by:)` checks
/// one that came in a message.
package struct DeviceCertificate: Sendable {
    package let identity: DeviceIdentity
    package let notBefore: Date
    package let notAfter: Date
    /// Uncompressed P-256 point (X9.63).
    package let publicKey: [UInt8]
    package let der: [UInt8]
    private let certificate: Certificate
    private let key: P256.Signing.PublicKey

    package var organisation: String { identity.organisation }
    package var branch: String? { identity.branch }
    package var device: String { identity.device }
    package var generation: Int { identity.generation }

    /// Reads the first certificate of a PEM text, so a whole chain may be given.
    package init(pem: String) throws {
        guard let leaf = try CertificateText.certificates(inPEM: pem).first else {
            throw CertificateFailure(.certificateInvalid, "The text holds no certificate.")
        }
        try self.init(leaf)
    }

    package init(der: [UInt8]) throws {
        try self.init(try CertificateText.certificate(fromDER: der))
    }

    init(_ certificate: Certificate) throws {
        let names = try? certificate.extensions.subjectAlternativeNames
        let uris = (names ?? SubjectAlternativeNames([])).map { name -> String in
            if case .uniformResourceIdentifier(let uri) = name { uri } else { "" }
        }
        guard let identity = DeviceIdentity(uris: uris), !certificate.isAuthority,
            let usage = try? certificate.extensions.extendedKeyUsage, usage.contains(.clientAuth)
        else {
            throw CertificateFailure(.certificateInvalid, "The certificate is not a device's.")
        }
        guard let key = P256.Signing.PublicKey(certificate.publicKey) else {
            throw CertificateFailure(.certificateInvalid, "A device's key must be ECDSA P-256.")
        }
        self.identity = identity
        self.notBefore = certificate.notValidBefore
        self.notAfter = certificate.notValidAfter
        self.publicKey = Array(key.x963Representation)
        self.der = try CertificateText.der(of: certificate)
        self.certificate = certificate
        self.key = key
    }

    /// Whether `now` lies within the dates. TLS looks only once, when a connection is made: check it per call.
    package func isInDate(at now: Date) -> Bool { notBefore <= now && now <= notAfter }

    /// Whether the holder of this certificate's key signed `bytes`; a malformed signature is a wrong one.
    package func verify(signature: [UInt8], over bytes: [UInt8]) -> Bool {
        guard let parsed = try? P256.Signing.ECDSASignature(derRepresentation: signature) else { return false }
        return key.isValidSignature(parsed, for: bytes)
    }

    /// Whether `authority` made this certificate, whatever the date: renewal accepts expired ones.
    package func isIssued(by authority: CertificateAuthority) -> Bool {
        organisation == authority.organisation && certificate.isSigned(by: authority.issuing)
    }
}
