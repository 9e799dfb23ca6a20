import ArgumentParser
import FieldModel
import FieldRules
import SyncClient

struct WorklistShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worklist", abstract: "Whom to see first, and why.",
        discussion: """
            A promise due on the day comes first, then what a visit is expected to bring where scores are known, then the
            days past due, then the balance.

            With --hours it is a day's plan, in the order in which the visits are made: promises due on the day are taken
            first, then what brings the most for its time on the road, at hours at which the rules let each be visited.

            examples:
              cartera worklist --limit 20
              cartera worklist --near 19.4326,-99.1332
              cartera worklist --hours 7 --near 19.4326,-99.1332 --html day.html
            """)

    @OptionGroup var global: GlobalOptions
    @Option(help: "The day, YYYY-MM-DD (default: today, where each debtor is).") var date: String?
    @Option(help: "Items at most.") var limit: Int?
    @Option(parsing: .unconditional, help: "LAT,LON: shows how far each is; with --hours, where the day starts.")
    var near: String?
    @Flag(name: .customLong("all"), help: "Also those whom rules do not let you visit on that day.") var isAll = false
    @Option(help: "Hours at hand; with it the list is a plan that ends where the day does.") var hours: Int?
    @OptionGroup(title: "with --hours") var day: DayOptions

    func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit is 1 or more.") }
        if let hours, !(1...24).contains(hours) { throw ValidationError("--hours is 1 to 24.") }
        if hours == nil, day.isUsed { throw ValidationError("\(DayOptions.names) need --hours.") }
        if hours != nil, isAll { throw ValidationError("--all and --hours do not go together.") }
    }

    func run() async throws {
        let program = Program(global)
        let date = try date.map { try MomentText.day($0) }
        let place = try near.map { try MomentText.place($0) }
        if let hours { return try plan(program, date, place, hours) }
        let (items, leftOut) = try program.read { context in
            try WorklistView.list(context, day: date, limit: limit, near: place, all: isAll)
        }
        program.printer.show(
            items: items,
            columns: [
                "position", "account", "number", "debtor", "reason", "balance", "days_past_due", "allowed_from",
                "stop_states", "duty", "duty_due_at", "distance_m", "state",
            ])
        if leftOut > 0 { program.printer.note("left_out", ["\(leftOut)"]) }
    }

    private func plan(_ program: Program, _ date: CalendarDate?, _ place: GeoPoint?, _ hours: Int) throws {
        var request = try day.request(hours: hours)
        request.day = date
        request.near = place
        request.limit = limit
        let result = try program.read { try PlanView.plan($0, request) }
        try day.write(result, start: place, parts: PageParts(global))
        let printer = program.printer
        if printer.isJSON {
            let document = JSONValue.items(result.items).adding("plan", result.summary)
            return printer.show(document)
        }
        printer.show(
            items: result.items,
            columns: [
                "position", "arrive_at", "account", "number", "debtor", "reason", "expected", "balance",
                "days_past_due", "stop_states", "distance_m", "state",
            ])
        printer.out("")
        printer.show(result.summary)
    }
}
