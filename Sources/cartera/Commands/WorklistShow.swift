import ArgumentParser
import FieldModel
import SyncClient

struct WorklistShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worklist", abstract: "Whom to see first, and why.",
        discussion: """
            A promise due on the day comes first, then the days past due, then the balance.

            examples:
              cartera worklist --limit 20
              cartera worklist --near 19.4326,-99.1332
            """)

    @OptionGroup var global: GlobalOptions
    @Option(help: "The day, YYYY-MM-DD (default: today, where each debtor is).") var date: String?
    @Option(help: "Items at most.") var limit: Int?
    @Option(parsing: .unconditional, help: "LAT,LON: shows how far each is.") var near: String?
    @Flag(name: .customLong("all"), help: "Also those whom rules do not let you visit on that day.") var isAll = false
    @Option(help: "Hours at hand; with it the list ends where the day does.") var hours: Int?

    func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit is 1 or more.") }
        if let hours, !(1...24).contains(hours) { throw ValidationError("--hours is 1 to 24.") }
    }

    func run() async throws {
        let program = Program(global)
        let day = try date.map { try MomentText.day($0) }
        let place = try near.map { try MomentText.place($0) }
        let (items, leftOut) = try program.read { context in
            try WorklistView.list(context, day: day, limit: limit, near: place, hours: hours, all: isAll)
        }
        program.printer.show(
            items: items,
            columns: [
                "position", "account", "number", "debtor", "reason", "balance", "days_past_due", "allowed_from",
                "stop_states", "duty", "duty_due_at", "distance_m", "state",
            ])
        if leftOut > 0 { program.printer.note("left_out", ["\(leftOut)"]) }
    }
}
