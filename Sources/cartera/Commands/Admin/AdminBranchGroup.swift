import ArgumentParser

struct AdminBranchGroup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "branch", abstract: "Branches.",
        subcommands: [AdminBranchAdd.self, AdminBranchList.self])
}
