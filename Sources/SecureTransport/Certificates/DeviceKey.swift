internal import Crypto
internal import FoundationEssentials
internal import SwiftASN1
internal import X509

/// A device's private key (ECDSA P-256). It is made on the device and leaves it only as the PEM that the caller stores.
package struct DeviceKey: Sendable {
    let key: P256.Signing.PrivateKey

    /// Makes a new key from the system's random source.
    package static func generate() -> DeviceKey { DeviceKey(key: P256.Signing.PrivateKey()) }

    package init(pem: String) throws {
        do {
            self.key = try P256.Signing.PrivateKey(pemRepresentation: pem)
        } catch {
            throw CertificateFailure(.keyInvalid, "The text is not a P-256 private key in PEM.", cause: error)
        }
    }

    private init(key: P256.Signing.PrivateKey) { self.key = key }

    package var pemRepresentation: String { key.pemRepresentation + "\n" }

    /// The public half, uncompressed (X9.63), as `DeviceCertificate.publicKey` gives it.
    package var publicKey: [UInt8] { Array(key.publicKey.x963Representation) }

    /// A certificate request in DER. The name is for people who read it with a tool; the server ignores it.
    package func certificateRequest(commonName: String) throws -> [UInt8] {
        do {
            let request = try CertificateSigningRequest(
                version: .v1, subject: try DistinguishedName { CommonName(String(commonName.prefix(64))) },
                privateKey: Certificate.PrivateKey(key), attributes: CertificateSigningRequest.Attributes(),
                signatureAlgorithm: .ecdsaWithSHA256)
            var serializer = DER.Serializer()
            try serializer.serialize(request)
            return serializer.serializedBytes
        } catch {
            throw CertificateFailure(.keyInvalid, "The certificate request could not be made.", cause: error)
        }
    }

    /// An ECDSA signature (DER) over the SHA-256 of `bytes`: what `DeviceCertificate.verify` checks.
    package func sign(_ bytes: [UInt8]) throws -> [UInt8] {
        do {
            return Array(try key.signature(for: bytes).derRepresentation)
        } catch {
            throw CertificateFailure(.keyInvalid, "The key could not sign.", cause: error)
        }
    }
}
