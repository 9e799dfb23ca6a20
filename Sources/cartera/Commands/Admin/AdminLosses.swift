import ArgumentParser
import SyncClient

struct AdminLosses: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "losses", abstract: "What restores from a backup have cost, as far as it is known.",
        discussion: """
            After `carterad restore` laptops offer again what was acknowledged after the backup. Shown are the operations
            that could not be taken again, how far replicas had come, and the devices that have not been in contact since.

            example:
              cartera admin losses --json
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var scope: BranchOption

    func run() async throws {
        let program = Program(global)
        let branch = scope.branch
        let losses = try await program.administer { try await $0.losses(branch: branch) }
        let printer = program.printer
        if printer.isJSON { return printer.show(losses) }
        let lists = [
            ("restores", ["epoch", "began_at", "backup_made_at", "branch", "head", "seen", "missing"]),
            ("operations", ["operation", "kind", "account", "author", "device", "outcome", "reason", "received_at"]),
            ("devices", AdminDeviceList.columns),
        ]
        for (key, columns) in lists {
            guard case .array(let items)? = losses[key] else { continue }
            printer.show(items: items, columns: columns)
            printer.out("")
        }
    }
}
