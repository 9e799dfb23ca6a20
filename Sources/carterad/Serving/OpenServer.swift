import FieldModel
import Foundation
import HostLibraries
import Logging
import SecureTransport
import SyncCore
import SyncServer
import SyncStorage
import SyncWire

/// A server whose folder is locked and whose store is open: what every command works on.
struct OpenServer: Sendable {
    let folder: DataFolder
    let settings: DataFolder.Settings
    let store: SQLiteServerStore
    let authority: CertificateAuthority
    let identity: ReloadableServerIdentity?
    let core: ServerCore

    /// `listen` is where the server is to listen, which reads its own certificate as well.
    static func open(
        _ folder: DataFolder, logger: Logger, listen: (host: String, port: Int)? = nil
    ) throws -> OpenServer {
        let settings = try folder.settings()
        let rootPEM = try folder.text(of: folder.rootFile)
        let authority = try CertificateAuthority(
            rootPEM: rootPEM, issuingPEM: try folder.text(of: folder.issuingFile),
            issuingKeyPEM: try folder.text(of: folder.issuingKeyFile))
        let identity = try listen.map { listen in
            try ReloadableServerIdentity(
                settings: ServerTransportSettings(host: listen.host, port: listen.port, rootPEM: rootPEM),
                chainPEM: try folder.text(of: folder.serverChainFile), keyPEM: try folder.text(of: folder.serverKeyFile)
            )
        }
        let store = try SQLiteServerStore.open(
            path: folder.storeFile, hash: OpenSSLHash(), operations: WireOperationCodec(), createIfMissing: false)
        return OpenServer(
            folder: folder, settings: settings, store: store, authority: authority, identity: identity,
            core: core(store, contents(of: folder), settings, authority, identity, rootPEM: rootPEM, logger: logger))
    }

    /// Contents of attachments, in a folder beside the store.
    static func contents(of folder: DataFolder) -> ContentFolder {
        ContentFolder(
            path: folder.contentsFolder, hash: OpenSSLHash(), isShared: true, now: { Instant.systemNow() })
    }

    static func core(
        _ store: SQLiteServerStore, _ contents: ContentFolder, _ settings: DataFolder.Settings,
        _ authority: CertificateAuthority,
        _ identity: ReloadableServerIdentity?, rootPEM: String, logger: Logger
    ) -> ServerCore {
        var parts = ServerParts(
            store: store, contents: contents, hash: OpenSSLHash(), records: WireRecordCodec(),
            operations: WireOperationCodec(),
            pages: PageCoder(content: WirePageContent(), encodings: [ZstdPages()]), now: { Instant.systemNow() },
            randomBytes: { SystemRandom.bytes($0) },
            certificates: Authority(authority: authority, identity: identity),
            organisation: OrganisationInfo(
                name: settings.organisation, timeZone: settings.timeZone, hosts: settings.hosts,
                authority: authority.serverName, rootPEM: rootPEM, rootFingerprint: authority.rootFingerprint),
            programVersion: programVersion, logger: logger)
        parts.policy = settings.policy
        return ServerCore(parts: parts)
    }
}
