internal import Crypto
internal import SwiftASN1
internal import X509

/// The one certificate that decides whom a server or a client believes.
///
/// There is no way to make one from the system's roots or from nothing: with those, any public authority could name
/// itself a device or a server of ours.
package struct TrustedRoot: Sendable {
    package let pem: String
    /// SHA-256 of the certificate's DER: what `carterad init` prints and what an invitation carries.
    package let fingerprint: [UInt8]
    let der: [UInt8]
    let certificate: Certificate

    /// Takes a text with exactly one certificate, self-signed and marked as an authority.
    package init(pem: String) throws {
        let certificates = try CertificateText.certificates(inPEM: pem)
        guard certificates.count == 1, let certificate = certificates.first else {
            throw CertificateFailure(
                .rootNotAcceptable, "Trust needs exactly one root certificate, this text has \(certificates.count).")
        }
        try self.init(certificate)
    }

    init(_ certificate: Certificate) throws {
        guard certificate.isAuthority, certificate.isSigned(by: certificate) else {
            throw CertificateFailure(
                .rootNotAcceptable, "The trusted certificate is not a self-signed certificate authority.")
        }
        self.certificate = certificate
        self.der = try CertificateText.der(of: certificate)
        self.pem = try CertificateText.pem(of: [certificate])
        self.fingerprint = Array(SHA256.hash(data: self.der))
    }
}

extension Certificate {
    /// Whether the basic constraints allow this certificate to issue others.
    var isAuthority: Bool {
        guard let constraints = try? extensions.basicConstraints else { return false }
        if case .isCertificateAuthority = constraints { return true }
        return false
    }

    /// Whether `issuer`'s key really made this certificate's signature; dates do not matter here.
    func isSigned(by issuer: Certificate) -> Bool {
        self.issuer == issuer.subject && issuer.publicKey.isValidSignature(signature, for: self)
    }

    /// The DNS names in it, lowercase.
    var dnsNames: [String] {
        guard let names = try? extensions.subjectAlternativeNames else { return [] }
        return names.compactMap { if case .dnsName(let name) = $0 { name.lowercased() } else { nil } }
    }
}

/// Certificates as text and bytes, with our own errors.
enum CertificateText {
    /// The most certificates that one text or one peer may hold; a chain of ours has three.
    static let maximumChainLength = 8

    static func certificates(inPEM pem: String) throws -> [Certificate] {
        do {
            let documents = try PEMDocument.parseMultiple(pemString: pem)
            guard documents.count <= maximumChainLength else {
                throw CertificateFailure(.certificateInvalid, "The text holds more than \(maximumChainLength) parts.")
            }
            return try documents.map { try Certificate(pemDocument: $0) }
        } catch let error as CertificateFailure {
            throw error
        } catch {
            throw CertificateFailure(.certificateInvalid, "The text is not a PEM certificate.", cause: error)
        }
    }

    static func certificate(fromDER der: [UInt8]) throws -> Certificate {
        do {
            return try Certificate(derEncoded: der)
        } catch {
            throw CertificateFailure(.certificateInvalid, "The bytes are not a DER certificate.", cause: error)
        }
    }

    static func pem(of certificates: [Certificate]) throws -> String {
        try certificates.map { try $0.serializeAsPEM().pemString + "\n" }.joined()
    }

    static func der(of certificate: Certificate) throws -> [UInt8] {
        var serializer = DER.Serializer()
        try serializer.serialize(certificate)
        return serializer.serializedBytes
    }
}
