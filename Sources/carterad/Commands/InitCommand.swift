import ArgumentParser
import FieldModel
import FieldRules
import Foundation
import HostLibraries
import Logging
import SecureTransport
import SyncCore
import SyncServer
import SyncStorage
import SyncWire

struct InitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Make a server: store, certificates, settings and the first invitation.",
        discussion: """
            EXAMPLES
              carterad init --data /var/lib/cartera --organisation "Crédito Ágil" --host cartera.example.org,10.0.0.5
            """)

    @OptionGroup var options: DataOptions

    @Option(help: "The organisation's name.")
    var organisation: String

    @Option(help: "Time zone of branches that are added without one (IANA, America/Mexico_City).")
    var timeZone: String?

    @Option(help: "NAME[:PORT][,…]: where devices reach this server; invitations carry it. Port 7443 by default.")
    var host: String

    func run() async throws {
        let name = organisation.trimmingCharacters(in: .whitespaces)
        guard !name.isEmpty, name.utf8.count <= Limits.nameBytes else {
            throw ProgramFailure(.usage, code: "usage", "The organisation needs a name of at most 200 bytes.")
        }
        let zone = try zone()
        let hosts = try HostList(host)
        let folder = options.folder
        try folder.create()
        let holding = try folder.hold()
        defer { holding.release() }
        try folder.clear()
        let settings = DataFolder.Settings(
            organisation: name, timeZone: zone, hosts: hosts.hosts, listen: "0.0.0.0:\(hosts.port)")
        let authority = try makeCertificates(folder, name, hosts)
        let invitation = try await makeStore(folder, settings, authority)
        try folder.write("", to: folder.revocationsFile)
        // Last, so that a folder with settings is a whole one.
        try folder.finish(settings)
        show(authority.rootFingerprint, invitation, folder)
    }

    private func zone() throws -> String {
        let name = timeZone ?? TimeZone.current.identifier
        if ZoneTable.standard.zone(name) != nil { return name }
        guard timeZone == nil else {
            throw ProgramFailure(
                .badInput, code: "unknown_time_zone", "“\(name)” is not a known time zone.",
                hint: "Use an IANA name such as America/Mexico_City.")
        }
        return "Etc/UTC"
    }

    private func makeCertificates(
        _ folder: DataFolder, _ name: String, _ hosts: HostList
    ) throws -> CertificateAuthority {
        let now = Instant.systemNow().date
        let created = try CertificateAuthority.create(organisation: name, at: now)
        let authority = try created.authority()
        let server = try authority.issueServerCertificate(names: hosts.names, at: now)
        try folder.write(created.rootPEM, to: folder.rootFile)
        try folder.write(created.rootKeyPEM, to: folder.rootKeyFile)
        try folder.write(created.issuingPEM, to: folder.issuingFile)
        try folder.write(created.issuingKeyPEM, to: folder.issuingKeyFile)
        try folder.write(server.chainPEM, to: folder.serverChainFile)
        try folder.write(server.keyPEM, to: folder.serverKeyFile)
        return authority
    }

    private func makeStore(
        _ folder: DataFolder, _ settings: DataFolder.Settings, _ authority: CertificateAuthority
    ) async throws -> String {
        let store = try SQLiteServerStore.open(
            path: folder.storeFile, hash: OpenSSLHash(), operations: WireOperationCodec(), createIfMissing: true)
        let core = OpenServer.core(
            store, OpenServer.contents(of: folder), settings, authority, nil,
            rootPEM: try folder.text(of: folder.rootFile),
            logger: Logger(label: "carterad") { _ in LineLogHandler(isJSON: options.json) })
        try await core.begin()
        let invitation = try await Invitations(core: core).makeForNewPerson(
            name: "Administrator", role: .administrator)
        try store.close()
        return invitation
    }

    private func show(_ fingerprint: [UInt8], _ invitation: String, _ folder: DataFolder) {
        let digits = hexadecimal(fingerprint)
        if options.json { return print(Console.json(["fingerprint": digits, "invitation": invitation])) }
        print("Root fingerprint (SHA-256): \(digits)")
        print("First administrator's invitation, for one use within 24 hours:")
        print(invitation)
        Console.error("Move \(folder.rootKeyFile) off this machine: it is needed only to replace the authority.")
        Console.error("Next: carterad serve --data \(folder.path)")
    }
}
