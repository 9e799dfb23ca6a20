import ArgumentParser
import SyncClient

struct AdminInvitationRevoke: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "Take back an invitation that nobody has used.",
        discussion: "example:\n  cartera admin invitation revoke 9f003a5b")

    @OptionGroup var global: GlobalOptions
    @Argument(help: "The invitation's id or ending.") var invitation: String

    func run() async throws {
        let invitation = invitation
        try await Program(global).ask { try await $0.revokeInvitation(invitation) }
    }
}
