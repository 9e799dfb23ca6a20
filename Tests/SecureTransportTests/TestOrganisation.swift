import FoundationEssentials

@testable import SecureTransport

/// An organisation with its authority, made anew for each test.
struct TestOrganisation {
    static let name = "Crédito Ágil"

    let created: CertificateAuthority.Created
    let authority: CertificateAuthority
    let now: Date

    init(now: Date = Date()) throws {
        self.now = now
        self.created = try CertificateAuthority.create(
            organisation: Self.name, at: now.addingTimeInterval(-90 * 86_400))
        self.authority = try created.authority()
    }

    func serverIdentity(limits: ServerTransportLimits = ServerTransportLimits()) throws -> ReloadableServerIdentity {
        let issued = try authority.issueServerCertificate(names: ["localhost"], at: now)
        let settings = try ServerTransportSettings(
            host: "127.0.0.1", port: 0, rootPEM: created.rootPEM, limits: limits)
        return try ReloadableServerIdentity(settings: settings, chainPEM: issued.chainPEM, keyPEM: issued.keyPEM)
    }

    func device(
        _ device: String = "device-7", branch: String? = "north", generation: Int = 1, issuedAt: Date? = nil
    ) throws -> (key: DeviceKey, identity: SecureClientTransport.Identity, certificate: DeviceCertificate) {
        let key = DeviceKey.generate()
        let issued = try authority.issueDeviceCertificate(
            request: try key.certificateRequest(commonName: device), organisation: authority.organisation,
            branch: branch, device: device, generation: generation, at: issuedAt ?? now)
        return (
            key, (issued.chainPEM, key.pemRepresentation), try DeviceCertificate(der: issued.leafDER)
        )
    }
}
