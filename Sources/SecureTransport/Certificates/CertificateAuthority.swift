internal import Crypto
package import FoundationEssentials
internal import SwiftASN1
internal import X509

/// The organisation's own authority as a running server holds it: the issuing certificate with its key, and the root
/// without one.
///
/// The root signs one certificate, at `create`, and its key is needed again only to replace the issuing certificate:
/// it is in a text of its own so that it can leave the machine on the first day.
package struct CertificateAuthority: Sendable {
    package let organisation: String
    package let root: TrustedRoot
    let issuing: Certificate
    let issuingKey: P256.Signing.PrivateKey

    /// What `create` made, as texts to be written to four files.
    package struct Created: Sendable {
        package let rootPEM: String
        package let rootKeyPEM: String
        package let issuingPEM: String
        package let issuingKeyPEM: String

        package func authority() throws -> CertificateAuthority {
            try CertificateAuthority(rootPEM: rootPEM, issuingPEM: issuingPEM, issuingKeyPEM: issuingKeyPEM)
        }
    }

    package var rootFingerprint: [UInt8] { root.fingerprint }

    /// The name that every server of the organisation has, whatever its hosts are called: what clients demand.
    package var serverName: String { Self.serverName(organisation: organisation) }

    package static func serverName(organisation: String) -> String {
        "\(organisationSlug(organisation)).cartera.internal"
    }

    /// Makes root and issuing certificate for an organisation of any name.
    package static func create(
        organisation: String, at now: Date, rootLifetime: TimeInterval = 20 * CertificateLifetime.year,
        issuingLifetime: TimeInterval = 10 * CertificateLifetime.year
    ) throws -> Created {
        let slug = organisationSlug(organisation)
        let rootKey = P256.Signing.PrivateKey()
        let issuingKey = P256.Signing.PrivateKey()
        let rootName = try subject("Cartera root", organisation: slug)
        let root = try CertificateProfile.root.certificate(
            for: rootKey.publicKey, subject: rootName,
            issuer: .init(subject: rootName, key: rootKey, notAfter: nil), at: now, lifetime: rootLifetime)
        let issuing = try CertificateProfile.issuing.certificate(
            for: issuingKey.publicKey, subject: try subject("Cartera issuing", organisation: slug),
            issuer: .init(subject: rootName, key: rootKey, notAfter: root.notValidAfter), at: now,
            lifetime: issuingLifetime)
        return Created(
            rootPEM: try CertificateText.pem(of: [root]), rootKeyPEM: rootKey.pemRepresentation + "\n",
            issuingPEM: try CertificateText.pem(of: [issuing]), issuingKeyPEM: issuingKey.pemRepresentation + "\n")
    }

    /// Reads the authority back and checks that the three texts belong together.
    package init(rootPEM: String, issuingPEM: String, issuingKeyPEM: String) throws {
        let root = try TrustedRoot(pem: rootPEM)
        let certificates = try CertificateText.certificates(inPEM: issuingPEM)
        guard certificates.count == 1, let issuing = certificates.first, issuing.isAuthority,
            issuing.isSigned(by: root.certificate)
        else {
            throw CertificateFailure(.chainNotAcceptable, "The issuing certificate was not made by this root.")
        }
        let key = try DeviceKey(pem: issuingKeyPEM).key
        guard P256.Signing.PublicKey(issuing.publicKey)?.x963Representation == key.publicKey.x963Representation else {
            throw CertificateFailure(.keyMismatch, "The issuing key does not belong to the issuing certificate.")
        }
        guard let organisation = Self.organisation(of: issuing.subject) else {
            throw CertificateFailure(.certificateInvalid, "The issuing certificate does not name its organisation.")
        }
        self.organisation = organisation
        self.root = root
        self.issuing = issuing
        self.issuingKey = key
    }

    /// Makes a key and a certificate for a server: the fixed name first, then `names`.
    ///
    /// The chain ends with the root, which TLS does not need: an enrolling client knows only the root's fingerprint
    /// and takes the certificate itself from here.
    package func issueServerCertificate(
        names: [String], at now: Date, lifetime: TimeInterval = 90 * CertificateLifetime.day
    ) throws -> (chainPEM: String, keyPEM: String) {
        var validated: [ServerName] = []
        for name in try ([serverName] + names).map({ try ServerName($0) }) where !validated.contains(name) {
            validated.append(name)
        }
        let key = P256.Signing.PrivateKey()
        let leaf = try CertificateProfile.server(names: validated).certificate(
            for: key.publicKey, subject: try Self.subject("Cartera server", organisation: organisation),
            issuer: issuer, at: now, lifetime: lifetime)
        return (try CertificateText.pem(of: [leaf, issuing, root.certificate]), key.pemRepresentation + "\n")
    }

    var issuer: CertificateProfile.Issuer {
        .init(subject: issuing.subject, key: issuingKey, notAfter: issuing.notValidAfter)
    }

    static func subject(_ commonName: String, organisation: String) throws -> DistinguishedName {
        try DistinguishedName {
            OrganizationName(organisation)
            CommonName(commonName)
        }
    }

    private static func organisation(of subject: DistinguishedName) -> String? {
        for attribute in subject.flatMap({ $0 }) where attribute.type == .RDNAttributeType.organizationName {
            return String(attribute.value)
        }
        return nil
    }
}

/// Spans of validity, in seconds.
package enum CertificateLifetime {
    package static let day: TimeInterval = 86_400
    package static let year: TimeInterval = 31_557_600
}
