import ArgumentParser
import Foundation
import Glibc
import Logging
import SyncCore
import SyncStorage

struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Make a server of a backup; the field brings back what came after it.",
        discussion: """
            Verifies the backup first. A restore begins a new epoch: laptops offer again what was acknowledged after the
            backup, open invitations are void, and devices that the backup does not know wait in quarantine.

            A device revoked after the backup must stay revoked. Where DIR still has its revocations.log, that list is
            taken; else name a copy, or state that nothing was revoked since.

            The root's key is in no backup: put it back yourself when it is needed.

            EXAMPLES
              carterad restore /backups/cartera-monday.tar --data /var/lib/cartera --replace
              carterad restore /backups/cartera-monday.tar --data /srv/cartera --revocations /safe/revocations.log
              carterad restore /backups/cartera-monday.tar --data /srv/cartera --no-later-revocations
            """)

    @OptionGroup var options: DataOptions

    @Argument(help: "The file that `carterad backup` made.")
    var file: String

    @Option(help: "A copy of revocations.log that is younger than the backup.")
    var revocations: String?

    @Flag(help: "Nothing was revoked since the backup, or the list is lost and that is accepted.")
    var noLaterRevocations = false

    @Flag(help: "Set the data that stands in DIR aside, in a folder within it, and restore in its place.")
    var replace = false

    func run() async throws {
        let logger = Logger(label: "carterad") { _ in LineLogHandler(isJSON: options.json) }
        let folder = options.folder
        let isNew = mkdir(folder.path, 0o700) == 0
        guard isNew || FileManager.default.fileExists(atPath: folder.path) else {
            throw ProgramFailure(
                .cannotCreate, code: "cannot_create", "\(folder.path) cannot be created.",
                hint: "Check that its parent exists and can be written to.")
        }
        let holding = try folder.hold()
        defer { holding.release() }
        do {
            let list = try laterRevocations(folder)
            let restore = Restore(folder: folder, backup: file, logger: logger)
            show(try await restore.run(list, mayReplace: replace))
        } catch {
            if isNew { try? FileManager.default.removeItem(atPath: folder.path) }
            throw error
        }
    }

    private func laterRevocations(_ folder: DataFolder) throws -> RevocationList {
        var list = RevocationList()
        let hasOwn = FileManager.default.fileExists(atPath: folder.revocationsFile)
        guard hasOwn || revocations != nil || noLaterRevocations else {
            throw ProgramFailure(
                .usage, code: "revocations_missing", "Which devices were revoked after the backup?",
                hint: "Name a younger copy of revocations.log with --revocations, or accept --no-later-revocations.")
        }
        if hasOwn { try list.add(folder.revocationsFile) }
        if let revocations { try list.add(revocations) }
        return list
    }

    private func show(_ outcome: Restore.Outcome) {
        let report = outcome.report
        guard !options.json else { return print(Console.json(RestoreDocument(outcome))) }
        print("\(outcome.organisation): restored from the backup of \(outcome.backupMadeAt), epoch \(report.epoch).")
        for branch in report.branches { print("Branch \(branch.name): commits up to \(branch.head).") }
        print("Invitations voided: \(report.invitationsVoided).")
        print("Devices revoked after the backup: \(report.devicesRevoked + report.unknownRevoked).")
        if let replaced = outcome.replaced { print("What stood here is in \(replaced).") }
        Console.error("Next: carterad serve --data \(options.data)")
        Console.error("Then: cartera admin losses, until every laptop has been in contact.")
    }
}
