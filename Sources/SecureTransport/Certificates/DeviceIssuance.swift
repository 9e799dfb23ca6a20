internal import Crypto
package import FoundationEssentials
internal import SwiftASN1
internal import X509

/// What a device gets back for its request.
package struct IssuedDeviceCertificate: Sendable {
    /// Leaf and issuing certificate; the device has the root already.
    package let chainPEM: String
    package let leafDER: [UInt8]
    package let notAfter: Date
}

extension CertificateAuthority {
    /// A request of ours takes about 200 bytes; one byte more than this is refused unread.
    package static let maximumRequestBytes = 4096

    /// Certifies the key in `request` as `device`.
    ///
    /// Only the key is taken from the request, after its signature has shown that the sender holds the private half;
    /// the subject is ignored, since a name is what the server says, never what the request asks for.
    package func issueDeviceCertificate(
        request: [UInt8], organisation: String, branch: String?, device: String, generation: Int, at now: Date,
        lifetime: TimeInterval = 7 * CertificateLifetime.day
    ) throws -> IssuedDeviceCertificate {
        guard organisationSlug(organisation) == self.organisation else {
            throw CertificateFailure(.nameInvalid, "This authority issues for another organisation.")
        }
        let identity = try DeviceIdentity(
            organisation: self.organisation, branch: branch, device: device, generation: generation)
        let publicKey = try Self.provenKey(of: request)
        let leaf = try CertificateProfile.device(identity).certificate(
            for: publicKey, subject: try Self.subject("Cartera device", organisation: self.organisation),
            issuer: issuer, at: now, lifetime: lifetime)
        return IssuedDeviceCertificate(
            chainPEM: try CertificateText.pem(of: [leaf, issuing]), leafDER: try CertificateText.der(of: leaf),
            notAfter: leaf.notValidAfter)
    }

    private static func provenKey(of request: [UInt8]) throws -> P256.Signing.PublicKey {
        guard request.count <= maximumRequestBytes else {
            throw CertificateFailure(
                .requestRefused, "The certificate request is larger than \(maximumRequestBytes) bytes.")
        }
        let parsed: CertificateSigningRequest
        do {
            parsed = try CertificateSigningRequest(derEncoded: request)
        } catch {
            throw CertificateFailure(.requestRefused, "The bytes are not a certificate request.", cause: error)
        }
        guard let key = P256.Signing.PublicKey(parsed.publicKey) else {
            throw CertificateFailure(.requestRefused, "A device's key must be ECDSA P-256.")
        }
        guard parsed.publicKey.isValidSignature(parsed.signature, for: parsed) else {
            throw CertificateFailure(.requestRefused, "The certificate request is not signed by its own key.")
        }
        return key
    }
}
