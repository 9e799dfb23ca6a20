import Crypto
import FoundationEssentials
import SwiftASN1
import Testing
import X509

@testable import SecureTransport

struct CertificateAuthorityTests {
    @Test(
        "A slug is lowercase ASCII, whatever the name",
        arguments: [
            ("Crédito Ágil", "credito-agil"), ("  ACME -- Cobranzas, S.A. ", "acme-cobranzas-s-a"),
            ("Straße & Söhne", "strasse-sohne"), ("Łódź 24", "lodz-24"), ("cre\u{301}dito", "credito"),
            ("Œuvre", "oeuvre"),
        ])
    func slug(name: String, expected: String) {
        #expect(organisationSlug(name) == expected)
        #expect(organisationSlug(expected) == expected)
    }

    @Test func aNameWithoutLatinLettersStillHasASlug() {
        let slug = organisationSlug("東京")
        #expect(slug.hasPrefix("org-") && slug.utf8.count == 12)
        #expect(organisationSlug(slug) == slug)
        #expect(organisationSlug("大阪") != slug)
        #expect(organisationSlug(String(repeating: "a", count: 100)).utf8.count == 40)
    }

    @Test func theAuthorityIsReadBackFromItsFiles() throws {
        let organisation = try TestOrganisation()
        let authority = organisation.authority
        #expect(authority.organisation == "credito-agil")
        #expect(authority.serverName == "credito-agil.cartera.internal")
        #expect(authority.rootFingerprint == (try TrustedRoot(pem: organisation.created.rootPEM).fingerprint))
        let root = authority.root.certificate
        #expect(try root.extensions.basicConstraints == .isCertificateAuthority(maxPathLength: 1))
        #expect(try authority.issuing.extensions.basicConstraints == .isCertificateAuthority(maxPathLength: 0))
        #expect(root.notValidAfter.timeIntervalSince(root.notValidBefore) > 19.9 * CertificateLifetime.year)
    }

    @Test func filesOfTwoAuthoritiesAreNotMixed() throws {
        let (one, two) = (try TestOrganisation().created, try TestOrganisation().created)
        let wrongRoot = #expect(throws: CertificateFailure.self) {
            try CertificateAuthority(rootPEM: two.rootPEM, issuingPEM: one.issuingPEM, issuingKeyPEM: one.issuingKeyPEM)
        }
        #expect(wrongRoot?.code == .chainNotAcceptable)
        let wrongKey = #expect(throws: CertificateFailure.self) {
            try CertificateAuthority(rootPEM: one.rootPEM, issuingPEM: one.issuingPEM, issuingKeyPEM: two.issuingKeyPEM)
        }
        #expect(wrongKey?.code == .keyMismatch)
    }

    @Test(
        "A server certificate never carries an address",
        arguments: [
            "127.0.0.1", "10.1.2.3", "::1", "[::1]", "fe80::1", "2130706433", "127.1", "0x7f.0x1", "a.b.123", "",
            "a..b",
            "-a.example", "*.example", "a b", "münchen.example",
        ])
    func serverNameRefused(name: String) throws {
        let authority = try TestOrganisation().authority
        let error = #expect(throws: CertificateFailure.self) {
            try authority.issueServerCertificate(names: [name], at: Date())
        }
        #expect(error?.code == .nameInvalid)
    }

    @Test func aServerCertificateHasTheFixedNameTheHostsAndTheWholeChain() throws {
        let organisation = try TestOrganisation()
        let issued = try organisation.authority.issueServerCertificate(
            names: ["Sync.Example.ORG", "localhost", "sync.example.org"], at: organisation.now)
        let chain = try CertificateText.certificates(inPEM: issued.chainPEM)
        #expect(chain.count == 3)
        #expect(chain[0].dnsNames == ["credito-agil.cartera.internal", "sync.example.org", "localhost"])
        #expect(try CertificateText.der(of: chain[2]) == organisation.authority.root.der)
        #expect(CertificateChain.leads(from: chain[0], through: chain, to: organisation.authority.root.certificate))
        #expect(!CertificateChain.leads(from: chain[0], through: [], to: organisation.authority.root.certificate))
    }

    @Test func trustIsExactlyOneSelfSignedAuthority() throws {
        let organisation = try TestOrganisation()
        let created = organisation.created
        let server = try organisation.authority.issueServerCertificate(names: [], at: organisation.now)
        let selfSignedLeaf = try Self.selfSignedLeaf()
        for text in [
            "", "\n", "system", created.issuingPEM, created.rootPEM + created.rootPEM,
            created.rootPEM + created.issuingPEM,
            server.chainPEM, created.rootKeyPEM, selfSignedLeaf,
        ] {
            #expect(throws: CertificateFailure.self) {
                try ServerTransportSettings(host: "127.0.0.1", port: 0, rootPEM: text)
            }
        }
        #expect(throws: Never.self) {
            try ServerTransportSettings(host: "::1", port: 7443, rootPEM: created.rootPEM)
        }
        #expect(throws: CertificateFailure.self) {
            try ServerTransportSettings(host: "localhost", port: 7443, rootPEM: created.rootPEM)
        }
    }

    private static func selfSignedLeaf() throws -> String {
        let key = P256.Signing.PrivateKey()
        let name = try DistinguishedName { CommonName("nobody") }
        let leaf = try CertificateProfile.server(names: [try ServerName("a.example")]).certificate(
            for: key.publicKey, subject: name, issuer: .init(subject: name, key: key, notAfter: nil), at: Date(),
            lifetime: CertificateLifetime.day)
        return try CertificateText.pem(of: [leaf])
    }
}
