import ArgumentParser
import SyncClient

struct AdminPersonSet: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Change a person's role or branch.",
        discussion: """
            What they may do changes at once; what their devices hold, with the next sync: what is outside the new scope is
            erased there, unsent work is still taken in. A collector gives his accounts on first. Nobody changes his own.

            examples:
              cartera admin person set 'Ana Ruiz' --role supervisor
              cartera admin person set 'Ana Ruiz' --branch Norte --reason 'moved to Monterrey'
              cartera admin person set 'Eva Soto' --role collector --branch Centro
            """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "Name or id.") var person: String
    @Option(help: "collector, supervisor, branch, compliance, auditor or administrator.") var role: String?
    @Option(help: "The branch's name or id.") var branch: String?
    @Option(help: "Why.") var reason: String?

    func validate() throws {
        guard role != nil || branch != nil else { throw ValidationError("Give --role ROLE or --branch BRANCH.") }
    }

    func run() async throws {
        let (person, role, branch, reason) = (person, role, branch, reason)
        try await Program(global).ask { server in
            try await server.setPerson(person, role: role, branch: branch, reason: reason)
        }
    }
}
