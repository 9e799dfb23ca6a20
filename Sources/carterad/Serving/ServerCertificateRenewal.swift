import FieldModel
import Foundation
import Logging
import SecureTransport
import ServiceLifecycle
import SyncCore

/// Renews the server's own certificate at two thirds of its life; new handshakes take it at once.
struct ServerCertificateRenewal: Service {
    static let pause: Duration = .seconds(600)

    let server: OpenServer
    let identity: ReloadableServerIdentity
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                if Instant.systemNow().date >= identity.renewAt { renew() }
                do { try await Task.sleep(for: Self.pause) } catch { return }
            }
        }
    }

    /// Key and certificate are written before they are used; the certificate last, since a reader takes both.
    private func renew() {
        do {
            let names = server.settings.hosts.compactMap { host -> String? in
                guard let name = try? HostList.split(host[...]).host else { return nil }
                return (try? ServerName(name))?.value
            }
            let made = try server.authority.issueServerCertificate(names: names, at: Instant.systemNow().date)
            try server.folder.write(made.keyPEM, to: server.folder.serverKeyFile)
            try server.folder.write(made.chainPEM, to: server.folder.serverChainFile)
            try identity.replace(chainPEM: made.chainPEM, keyPEM: made.keyPEM)
            logger.info("renewed the server's certificate")
        } catch {
            logger.error("the server's certificate was not renewed", metadata: ["code": "renewal_failed"])
        }
    }
}
