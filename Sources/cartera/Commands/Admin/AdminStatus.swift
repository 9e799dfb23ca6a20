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
        guard !printer.isJSON, case .object(let members) = status else { return printer.show(status) }
        let lists = ["branches", "devices"]
        printer.show(.object(members.filter { !lists.contains($0.key) }))
        for (key, columns) in zip(lists, [["name", "accounts", "records", "head"], AdminDeviceList.columns]) {
            guard case .array(let items)? = status[key] else { continue }
            printer.out("")
            printer.show(items: items, columns: columns)
        }
    }
}
