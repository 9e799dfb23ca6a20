import ArgumentParser
import SyncClient

struct AdminPersonAdd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Add a person.",
        discussion: """
            Collectors, supervisors and branch clients belong to a branch; the others to none.

            examples:
              cartera admin person add 'Ana Ruiz' --role collector --branch Centro
              cartera admin person add 'Eva Soto' --role auditor
            """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "The name, unique.") var name: String
    @Option(help: "collector, supervisor, branch, compliance, auditor or administrator.") var role: String
    @Option(help: "The branch's name or id.") var branch: String?

    func run() async throws {
        let (name, role, branch) = (name, role, branch)
        try await Program(global).ask { try await $0.addPerson(name, role: role, branch: branch) }
    }
}
