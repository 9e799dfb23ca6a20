internal import Crypto
internal import FoundationEssentials
internal import X509

/// The four kinds of certificate that we issue: what each may do is written here and nowhere else.
enum CertificateProfile {
    case root
    case issuing
    case server(names: [ServerName])
    case device(DeviceIdentity)

    /// How far before the moment of issue a certificate is already valid, for clocks that run behind.
    static let backdatingSeconds: TimeInterval = 300

    struct Issuer {
        let subject: DistinguishedName
        let key: P256.Signing.PrivateKey
        /// A certificate never outlives the one that signed it.
        let notAfter: Date?
    }

    func certificate(
        for publicKey: P256.Signing.PublicKey, subject: DistinguishedName, issuer: Issuer, at now: Date,
        lifetime: TimeInterval
    ) throws -> Certificate {
        let end = now.addingTimeInterval(lifetime)
        return try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: Certificate.PublicKey(publicKey),
            notValidBefore: now.addingTimeInterval(-Self.backdatingSeconds),
            notValidAfter: issuer.notAfter.map { min($0, end) } ?? end,
            issuer: issuer.subject, subject: subject, signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try extensions(publicKey: publicKey, issuerKey: issuer.key.publicKey),
            issuerPrivateKey: Certificate.PrivateKey(issuer.key))
    }

    private func extensions(
        publicKey: P256.Signing.PublicKey, issuerKey: P256.Signing.PublicKey
    ) throws -> Certificate.Extensions {
        let subjectKey = SubjectKeyIdentifier(hash: Certificate.PublicKey(publicKey))
        let authorityKey = AuthorityKeyIdentifier(
            keyIdentifier: SubjectKeyIdentifier(hash: Certificate.PublicKey(issuerKey)).keyIdentifier)
        switch self {
        case .root, .issuing:
            var pathLength = 0
            if case .root = self { pathLength = 1 }
            return try Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: pathLength))
                Critical(KeyUsage(keyCertSign: true, cRLSign: true))
                subjectKey
                authorityKey
            }
        case .server(let names):
            return try leafExtensions(
                usage: .serverAuth, names: names.map { .dnsName($0.value) }, subjectKey, authorityKey)
        case .device(let identity):
            return try leafExtensions(
                usage: .clientAuth, names: identity.uris.map { .uniformResourceIdentifier($0) }, subjectKey,
                authorityKey)
        }
    }

    private func leafExtensions(
        usage: ExtendedKeyUsage.Usage, names: [GeneralName], _ subjectKey: SubjectKeyIdentifier,
        _ authorityKey: AuthorityKeyIdentifier
    ) throws -> Certificate.Extensions {
        try Certificate.Extensions {
            Critical(BasicConstraints.notCertificateAuthority)
            Critical(KeyUsage(digitalSignature: true))
            try ExtendedKeyUsage([usage])
            SubjectAlternativeNames(names)
            subjectKey
            authorityKey
        }
    }
}
