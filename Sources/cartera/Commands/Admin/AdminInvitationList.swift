import ArgumentParser
import SyncClient

struct AdminInvitationList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Invitations: open, used, revoked or expired.",
        discussion: "example:\n  cartera admin invitation list --where 'state = open'")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var list: ListOptions
    @OptionGroup var scope: BranchOption

    func run() async throws {
        let branch = scope.branch
        try await Program(global).askList(["id", "person", "state", "created_at", "expires_at", "device"], list) {
            try await $0.invitations(branch: branch)
        }
    }
}
