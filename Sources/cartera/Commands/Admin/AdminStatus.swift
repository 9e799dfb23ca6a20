import ArgumentParser
import SyncClient

struct AdminStatus: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "How the server, the branches and each device stand.",
        discussion: "example:\n  cartera admin status --json")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var scope: BranchOption

    func run() async throws {
        let program = Program(global)
        let branch = scope.branch
        let status = try await program.administer { try await $0.status(branch: branch) }
        let printer = program.printer
        if printer.isJSON { return printer.show(status) }
        printer.show(status.without("branches", "devices"))
        let lists = [
            ("branches", ["name", "accounts", "records", "head"]), ("devices", AdminDeviceList.columns),
        ]
        for (key, columns) in lists {
            guard case .array(let items)? = status[key] else { continue }
            printer.out("")
            printer.show(items: items, columns: columns)
        }
    }
}
