import Crypto
import FoundationEssentials
import SwiftASN1
import Testing
import X509

@testable import SecureTransport

struct DeviceCertificateTests {
    @Test("The identity of a device comes back from its certificate", arguments: ["north", nil])
    func identity(branch: String?) throws {
        let organisation = try TestOrganisation()
        let (key, identity, certificate) = try organisation.device("laptop-1", branch: branch, generation: 12)
        for read in [certificate, try DeviceCertificate(pem: identity.chainPEM)] {
            #expect(read.organisation == "credito-agil")
            #expect(read.branch == branch)
            #expect(read.device == "laptop-1")
            #expect(read.generation == 12)
            #expect(read.publicKey == key.publicKey)
            #expect(read.isIssued(by: organisation.authority))
        }
        let middle = branch == nil ? "" : "/branch/north"
        #expect(
            certificate.identity.uris == [
                "spiffe://credito-agil\(middle)/device/laptop-1", "urn:cartera:generation:12",
            ])
    }

    @Test func aDeviceCertificateBeginsFiveMinutesAgoAndEndsInSevenDays() throws {
        let organisation = try TestOrganisation()
        let now = Date(timeIntervalSince1970: 1_800_000_000)
        let certificate = try organisation.device(issuedAt: now).certificate
        #expect(certificate.notBefore == now.addingTimeInterval(-300))
        #expect(certificate.notAfter == now.addingTimeInterval(7 * CertificateLifetime.day))
        #expect(certificate.isInDate(at: now))
        #expect(!certificate.isInDate(at: now.addingTimeInterval(7 * CertificateLifetime.day + 1)))
        #expect(!certificate.isInDate(at: now.addingTimeInterval(-301)))
    }

    @Test func anExpiredCertificateIsStillKnownAsOurs() throws {
        let organisation = try TestOrganisation()
        let expired = try organisation.device(
            issuedAt: organisation.now.addingTimeInterval(-30 * CertificateLifetime.day)
        )
        .certificate
        #expect(!expired.isInDate(at: organisation.now))
        #expect(expired.isIssued(by: organisation.authority))
        #expect(!expired.isIssued(by: try TestOrganisation().authority))
    }

    @Test func aSignatureHoldsForItsKeyAndBytesOnly() throws {
        let organisation = try TestOrganisation()
        let (key, _, certificate) = try organisation.device()
        let stored = try DeviceKey(pem: key.pemRepresentation)
        let signature = try stored.sign([1, 2, 3])
        #expect(certificate.verify(signature: signature, over: [1, 2, 3]))
        #expect(!certificate.verify(signature: signature, over: [1, 2, 4]))
        #expect(!certificate.verify(signature: [], over: [1, 2, 3]))
        #expect(!certificate.verify(signature: try DeviceKey.generate().sign([1, 2, 3]), over: [1, 2, 3]))
    }

    @Test func requestsThatProveNothingAreRefused() throws {
        let organisation = try TestOrganisation()
        let good = try DeviceKey.generate().certificateRequest(commonName: "device-7")
        var altered = good
        altered[altered.count - 1] ^= 1
        let foreignKey = try Self.request(signedBy: P256.Signing.PrivateKey(), for: P256.Signing.PrivateKey())
        let otherCurve = try Self.request(Certificate.PrivateKey(P384.Signing.PrivateKey()))
        let tooLarge = good + [UInt8](repeating: 0, count: CertificateAuthority.maximumRequestBytes)
        for request in [altered, foreignKey, otherCurve, tooLarge, [], [0x30], good + [0]] {
            let error = #expect(throws: CertificateFailure.self) { try Self.issue(request, by: organisation.authority) }
            #expect(error?.code == .requestRefused)
        }
        #expect(throws: Never.self) { try Self.issue(good, by: organisation.authority) }
    }

    @Test func theSubjectOfARequestIsIgnored() throws {
        let organisation = try TestOrganisation()
        let request = try DeviceKey.generate().certificateRequest(commonName: "spiffe://credito-agil/device/chief")
        let issued = try Self.issue(request, by: organisation.authority)
        #expect(try DeviceCertificate(der: issued.leafDER).device == "device-7")
        #expect(!issued.chainPEM.contains("chief"))
        #expect(try CertificateText.certificates(inPEM: issued.chainPEM).count == 2)
    }

    @Test func aServerCertificateIsNoDevice() throws {
        let organisation = try TestOrganisation()
        let chain = try organisation.authority.issueServerCertificate(names: [], at: organisation.now).chainPEM
        #expect(throws: CertificateFailure.self) { try DeviceCertificate(pem: chain) }
    }

    @Test(
        "Names that are not exactly a device's are none",
        arguments: [
            [], ["spiffe://o/device/d"], ["urn:cartera:generation:1"],
            ["spiffe://o/device/d", "urn:cartera:generation:-1"],
            ["spiffe://o/device/d", "urn:cartera:generation:01"], ["spiffe://o/device/d", "urn:cartera:generation:+1"],
            ["spiffe://o/branch/b/device/", "urn:cartera:generation:1"],
            ["spiffe://o/branch/../device/d", "urn:cartera:generation:1"],
            ["spiffe://o/device/d", "spiffe://o/device/e", "urn:cartera:generation:1"],
            ["spiffe://o/office/b/device/d", "urn:cartera:generation:1"],
            ["spiffe://o/device/d%2f", "urn:cartera:generation:1"],
            ["spiffe://o/device/d", "urn:cartera:generation:99999999999999999999"],
        ])
    func identityRefused(uris: [String]) {
        #expect(DeviceIdentity(uris: uris) == nil)
    }

    @Test func aDeviceNameCannotEscapeItsPlace() throws {
        let organisation = try TestOrganisation()
        for name in ["", "a/b", "..", "a b", "é", String(repeating: "a", count: 65)] {
            #expect(throws: CertificateFailure.self) { try organisation.device(name) }
            #expect(throws: CertificateFailure.self) { try organisation.device(branch: name) }
        }
        #expect(throws: Never.self) { try organisation.device(String(repeating: "a", count: 64)) }
    }

    private static func issue(_ request: [UInt8], by authority: CertificateAuthority) throws -> IssuedDeviceCertificate
    {
        try authority.issueDeviceCertificate(
            request: request, organisation: "Crédito Ágil", branch: nil, device: "device-7", generation: 0, at: Date())
    }

    private static func request(_ key: Certificate.PrivateKey) throws -> [UInt8] {
        let request = try CertificateSigningRequest(
            version: .v1, subject: try DistinguishedName { CommonName("x") }, privateKey: key,
            attributes: CertificateSigningRequest.Attributes())
        var serializer = DER.Serializer()
        try serializer.serialize(request)
        return serializer.serializedBytes
    }

    /// A request for one key, signed by another: what a thief of a public key could send.
    private static func request(
        signedBy signer: P256.Signing.PrivateKey, for subject: P256.Signing.PrivateKey
    ) throws -> [UInt8] {
        let name = try DistinguishedName { CommonName("x") }
        let signed = try CertificateSigningRequest(
            version: .v1, subject: name, privateKey: Certificate.PrivateKey(signer),
            attributes: CertificateSigningRequest.Attributes(), signatureAlgorithm: .ecdsaWithSHA256)
        let forged = try CertificateSigningRequest(
            version: .v1, subject: name, publicKey: Certificate.PublicKey(subject.publicKey),
            attributes: CertificateSigningRequest.Attributes(), signatureAlgorithm: .ecdsaWithSHA256,
            signature: signed.signature)
        var serializer = DER.Serializer()
        try serializer.serialize(forged)
        return serializer.serializedBytes
    }
}
