import ArgumentParser
import Logging

struct InviteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "invite", abstract: "Invite a new administrator from the server's host (break-glass, audited).",
        discussion: """
            Works while the server serves. Everybody else is invited with `cartera admin invite`.

            EXAMPLES
              carterad invite --data /var/lib/cartera --role administrator
            """)

    @OptionGroup var options: DataOptions

    @Option(help: "administrator: no other role is invited from here.")
    var role: String

    func validate() throws {
        guard role == "administrator" else { throw ValidationError("--role can only be administrator.") }
    }

    func run() async throws {
        let logger = Logger(label: "carterad") { _ in LineLogHandler(isJSON: options.json) }
        let request = ControlRequest(command: "invite", argument: role)
        let lines = try await ControlAct.ask(request, of: options.folder, logger: logger)
        let invitation = lines.first ?? ""
        print(options.json ? Console.json(["invitation": invitation]) : invitation)
    }
}
