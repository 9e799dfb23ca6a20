import ArgumentParser

struct AdminInvitationGroup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "invitation", abstract: "Invitations that were made.",
        subcommands: [AdminInvitationList.self, AdminInvitationRevoke.self])
}
