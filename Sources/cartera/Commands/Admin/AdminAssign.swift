import ArgumentParser
import SyncClient

struct AdminAssign: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "assign", abstract: "Give accounts to a collector.",
        discussion: """
            The account and all under it leave one laptop and appear on the other's; unsent work of the first is still
            taken in. With --across-branches an account of another branch moves to the collector's, with all that waits
            under it; the old branch's devices erase it.

            examples:
              cartera admin assign 4711 4712 --to 'Luis Gómez'
              cartera admin assign --from Ana --to Luis --where 'days_past_due > 90'
              cartera admin assign 4711 --to 'Rosa Lara' --across-branches
              cartera admin assign 4711 --unassign
            """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "Numbers, ids, or the last 6 or more characters of ids.") var accounts: [String] = []
    @Option(help: "The collector: name or id.") var to: String?
    @Option(help: "All accounts of this collector instead.") var from: String?
    @Option(name: .customLong("where"), help: "Only those of them: FIELD OP VALUE joined by `and`.")
    var condition: String?
    @Flag(help: "To nobody.") var unassign = false
    @Flag(help: "Accounts of other branches move to the collector's.") var acrossBranches = false

    func validate() throws {
        guard accounts.isEmpty == (from != nil) else {
            throw ValidationError("Name either accounts or --from PERSON.")
        }
        guard (to == nil) == unassign else { throw ValidationError("Give --to PERSON or --unassign.") }
        guard !(unassign && acrossBranches) else { throw ValidationError("--across-branches goes with --to.") }
        guard condition == nil || from != nil else { throw ValidationError("--where goes with --from.") }
    }

    func run() async throws {
        let program = Program(global)
        let (accounts, from, person, acrossBranches) = (accounts, from, to, acrossBranches)
        let query = try condition.map { try Query($0) }
        let report = try await program.administer { server in
            if let from {
                return try await server.assign(
                    allOf: from, to: person, where: query, acrossBranches: acrossBranches)
            }
            return try await server.assign(accounts, to: person, acrossBranches: acrossBranches)
        }
        program.printer.show(report.json)
        if let failure = report.failure { throw failure }
    }
}
