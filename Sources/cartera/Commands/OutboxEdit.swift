import ArgumentParser
import SyncClient

struct OutboxEdit: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "edit", abstract: "Take an operation back and do it again with other values.",
        discussion: """
            The old text is kept. FIELD is a key of `outbox show`: note, outcome, amount, due, reference, result, …

            example:
              cartera outbox edit 9f003a5b note='Regresa el viernes'
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var act: ActOptions
    @Argument(help: "The operation's id or ending.") var operation: String
    @Argument(help: "FIELD=VALUE.") var fields: [String]

    func run() async throws {
        let values = try readFields(fields)
        try Program(global).act(dryRun: act.isDryRun) { scope in
            try scope.acting.replaceOperation(try scope.operation(operation)) { intent, state, view in
                try OutboxEditing.changed(intent, values, state, view)
            }
        }
    }
}
