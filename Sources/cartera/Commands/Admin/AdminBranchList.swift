import ArgumentParser
import SyncClient

struct AdminBranchList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "All branches within reach.",
        discussion: "example:\n  cartera admin branch list --json")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var list: ListOptions

    func run() async throws {
        try await Program(global).askList(["id", "name", "time_zone", "accounts", "records", "head"], list) {
            try await $0.branches()
        }
    }
}
