import ArgumentParser
import SyncClient

struct AdminPersonList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "All persons within reach.",
        discussion: "example:\n  cartera admin person list --where 'role = collector'")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var list: ListOptions
    @OptionGroup var scope: BranchOption

    func run() async throws {
        let branch = scope.branch
        try await Program(global).askList(["id", "name", "role", "branch", "disabled", "created_at"], list) {
            try await $0.persons(branch: branch)
        }
    }
}
