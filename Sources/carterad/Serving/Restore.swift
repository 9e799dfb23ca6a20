import FieldModel
import Foundation
import Glibc
import HostLibraries
import Logging
import SecureTransport
import SyncCore
import SyncServer
import SyncStorage
import SyncWire

/// A backup becomes a server's data again: unpacked beside it, verified, put into its new epoch, and only then moved in.
///
/// Killed at any point, the folder is what it was, or has no settings and the same command does it again.
struct Restore {
    let folder: DataFolder
    let backup: String
    let logger: Logger

    struct Outcome {
        var report: RestoreReport
        var organisation: String
        var backupMadeAt: String
        /// Where the data that stood here went.
        var replaced: String?
    }

    private var staging: DataFolder { DataFolder(path: folder.path + "/.restoring") }

    /// The folder is locked by the caller. `mayReplace` sets data that stands there aside, never deletes it.
    func run(_ revocations: RevocationList, mayReplace: Bool) async throws -> Outcome {
        try demandPlace(mayReplace)
        try? FileManager.default.removeItem(atPath: staging.path)
        guard mkdir(staging.path, 0o700) == 0 else { throw Self.failure("\(folder.path) cannot be written to") }
        do {
            let manifest = try unpack()
            let report = try await begin(manifest, revocations)
            let replaced = try moveIn(report, revocations)
            return Outcome(
                report: report, organisation: manifest.organisation, backupMadeAt: manifest.madeAt, replaced: replaced)
        } catch {
            try? FileManager.default.removeItem(atPath: staging.path)
            throw error
        }
    }

    /// A whole server is replaced only when asked to; a folder of other things is not touched at all.
    private func demandPlace(_ mayReplace: Bool) throws {
        if FileManager.default.fileExists(atPath: folder.settingsFile) {
            if mayReplace { return folder.forgetMaking() }
            throw ProgramFailure(
                .cannotCreate, code: "exists", "There is a Cartera server in \(folder.path).",
                hint: "Restore into another folder, or set its data aside with --replace.")
        }
        let kept = [
            "data.lock", "root.key.pem", "revocations.log", "revocations.log.new", UnixSocket.name, ".restoring",
        ]
        let own = Set(folder.allNames + kept)
        let content = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        guard content.allSatisfy({ own.contains($0) || $0.hasPrefix("replaced-") }) else {
            throw ProgramFailure(
                .cannotCreate, code: "exists", "\(folder.path) holds other files.", hint: "Choose another folder.")
        }
    }
}

extension Restore {
    private func unpack() throws -> BackupManifest {
        let names = Set(
            folder.backupNames + ["revocations.log", "store.sqlite", BackedUpContents.listName, "manifest.json"])
        let contents = BackedUpContents(folder: OpenServer.contents(of: staging))
        try contents.folder.prepareShared()
        var hashes = try TarReader(path: backup).unpack { name in
            names.contains(name) ? "\(staging.path)/\(name)" : contents.place(of: name)
        }
        hashes["manifest.json"] = nil
        guard let data = FileManager.default.contents(atPath: staging.path + "/manifest.json"),
            let manifest = try? JSONDecoder().decode(BackupManifest.self, from: data)
        else { throw TarReader.damaged("its manifest cannot be read") }
        for (name, hash) in manifest.files.sorted(by: { $0.key < $1.key }) where hashes[name] != hash {
            throw TarReader.damaged("\(name) is not what was backed up")
        }
        guard Set(hashes.keys) == Set(manifest.files.keys),
            Set(folder.backupNames + ["store.sqlite"]).isSubset(of: hashes.keys)
        else { throw TarReader.damaged("its files are not those of its manifest") }
        try contents.giveBack(list: staging.path + "/" + BackedUpContents.listName)
        if let root = try? folder.text(of: folder.rootFile), root != (try staging.text(of: staging.rootFile)) {
            throw ProgramFailure(
                .badInput, code: "other_authority",
                "The backup is of another certificate authority than \(folder.path).",
                hint: "Restore it into a folder of its own.")
        }
        return manifest
    }

    /// Verifies the store, then begins the epoch in it.
    private func begin(_ manifest: BackupManifest, _ revocations: RevocationList) async throws -> RestoreReport {
        let settings = try staging.settings()
        let rootPEM = try staging.text(of: staging.rootFile)
        let authority = try CertificateAuthority(
            rootPEM: rootPEM, issuingPEM: try staging.text(of: staging.issuingFile),
            issuingKeyPEM: try staging.text(of: staging.issuingKeyFile))
        let used = await epochInPlace(settings, authority, rootPEM)
        let store = try Self.openStore(staging)
        let problems = try store.verify() + missingLeaves(manifest, store)
        guard problems.isEmpty else {
            try store.close()
            throw ProgramFailure(
                .badInput, code: "backup_unsound", "The backup's store is not sound: \(problems[0]).",
                hint: "Nothing was changed. \(problems.count) problems were found; use another backup.")
        }
        let core = OpenServer.core(
            store, OpenServer.contents(of: staging), settings, authority, nil, rootPEM: rootPEM, logger: logger)
        let madeAt = Instant.parsingRFC3339(manifest.madeAt)?.instant ?? Instant.systemNow()
        let report = try await core.beginEpoch(
            backupMadeAt: madeAt, revocations: revocations.devices, after: used)
        try store.close()
        return report
    }

    /// The audit logs have at least the leaves that they had when the backup was made.
    private func missingLeaves(_ manifest: BackupManifest, _ store: SQLiteServerStore) throws -> [String] {
        try store.read { reading in
            try manifest.logs.sorted { $0.key < $1.key }.compactMap { name, size in
                let log = name == "organisation" ? Identifier.nil_ : Identifier(name)
                let stored = try log.map { try reading.logSize($0) } ?? 0
                return stored < size ? "the audit log \(name) has lost leaves" : nil
            }
        }
    }

    /// The epoch of the data that stands in the folder, as far as it can still be read: none is used twice.
    private func epochInPlace(
        _ settings: DataFolder.Settings, _ authority: CertificateAuthority, _ rootPEM: String
    ) async -> UInt64 {
        guard let store = try? Self.openStore(folder) else { return 0 }
        let core = OpenServer.core(
            store, OpenServer.contents(of: folder), settings, authority, nil, rootPEM: rootPEM, logger: logger)
        let epoch = (try? await core.epoch()) ?? 0
        try? store.close()
        return epoch
    }

    private static func openStore(_ folder: DataFolder) throws -> SQLiteServerStore {
        try SQLiteServerStore.open(
            path: folder.storeFile, hash: OpenSSLHash(), operations: WireOperationCodec(), createIfMissing: false)
    }

    /// The settings go first and come last, so that a folder with settings is a whole one.
    private func moveIn(_ report: RestoreReport, _ revocations: RevocationList) throws -> String? {
        let manager = FileManager.default
        let standing = folder.allNames.filter { manager.fileExists(atPath: "\(folder.path)/\($0)") }
        var replaced: String?
        if !standing.isEmpty {
            let aside = "\(folder.path)/replaced-\(report.epoch)"
            guard mkdir(aside, 0o700) == 0 else { throw Self.failure("\(aside) cannot be made") }
            for name in standing { try Self.move("\(folder.path)/\(name)", "\(aside)/\(name)") }
            replaced = aside
        }
        try folder.write(revocations.text, to: folder.revocationsFile)
        for name in folder.allNames.reversed() where manager.fileExists(atPath: "\(staging.path)/\(name)") {
            try Self.move("\(staging.path)/\(name)", "\(folder.path)/\(name)")
        }
        let directory = open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        defer { close(directory) }
        guard directory >= 0, fsync(directory) == 0 else { throw Self.failure("\(folder.path) cannot be written to") }
        try? manager.removeItem(atPath: staging.path)
        return replaced
    }

    private static func move(_ from: String, _ to: String) throws {
        guard rename(from, to) == 0 else { throw failure("\(to) cannot be written") }
    }

    private static func failure(_ what: String) -> ProgramFailure {
        ProgramFailure(.inputOutput, code: "io", "\(what) (errno \(errno)).")
    }
}

extension DataFolder {
    /// Names of the files that a backup has beside the store, as they stand in the folder; the settings first.
    var backupNames: [String] {
        [settingsFile, rootFile, issuingFile, issuingKeyFile, serverChainFile, serverKeyFile].map {
            String($0.split(separator: "/").last ?? "")
        }
    }

    /// With the store, its journals and the contents of attachments.
    var allNames: [String] { backupNames + ["store.sqlite", "store.sqlite-wal", "store.sqlite-shm", "attachments"] }
}
