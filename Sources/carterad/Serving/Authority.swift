import FieldModel
import Foundation
import GRPCCore
import SecureTransport
import SyncCore
import SyncServer
import Synchronization

/// The certificate authority as the services ask for it.
struct Authority: DeviceCertificateIssuing {
    let authority: CertificateAuthority
    let identity: ReloadableServerIdentity?

    func issue(
        request: [UInt8], branch: BranchID?, device: DeviceID, generation: UInt32, at now: Instant
    ) throws -> IssuedCertificate {
        do {
            let issued = try authority.issueDeviceCertificate(
                request: request, organisation: authority.organisation, branch: branch?.description,
                device: device.description, generation: Int(generation), at: now.date)
            return IssuedCertificate(chain: issued.chainPEM, notAfter: Instant(issued.notAfter))
        } catch let failure as CertificateFailure {
            throw CertificateRefusal(failure.message)
        }
    }

    func read(certificate: [UInt8]) throws -> PresentedCertificate {
        guard let certificate = try? DeviceCertificate(der: certificate), certificate.isIssued(by: authority),
            let device = Identifier(certificate.device), let generation = UInt32(exactly: certificate.generation)
        else { throw CertificateRefusal("The certificate is not a device's of this organisation.") }
        return PresentedCertificate(device: device, generation: generation) { signature, bytes in
            certificate.verify(signature: signature, over: bytes)
        }
    }

    func serverCertificateExpiry() -> Instant? { (identity?.notAfter).map { Instant($0) } }
}

/// Who is at the other end of a TLS connection.
@Sendable func tlsPeer(_ context: ServerContext) -> PeerIdentity? {
    guard let certificate = PeerCertificate.of(context), let device = Identifier(certificate.device),
        let generation = UInt32(exactly: certificate.generation)
    else { return nil }
    return PeerIdentity(device: device, generation: generation, certificateEnds: Instant(certificate.notAfter))
}

extension Instant {
    init(_ date: Date) { self.init(milliseconds: Int64((date.timeIntervalSince1970 * 1000).rounded(.down))) }
    var date: Date { Date(timeIntervalSince1970: Double(milliseconds) / 1000) }

    static func systemNow() -> Instant {
        Instant(Date())
    }
}
