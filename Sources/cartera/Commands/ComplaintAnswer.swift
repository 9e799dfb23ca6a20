import ArgumentParser
import FieldModel
import SyncClient

struct ComplaintAnswer: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "answer", abstract: "Write down what was answered.",
        discussion: "example:\n  cartera complaint answer 9f003a5b --text 'Se cambió el horario'")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var act: ActOptions
    @Argument(help: "The complaint's id or ending.") var complaint: String
    @Option(help: "The answer; `-` reads it from standard input.") var text: String

    func run() async throws {
        try Program(global).act(dryRun: act.isDryRun) { scope in
            try scope.acting.answerComplaint(
                try scope.record(complaint, .complaint), answer: try textArgument(text) ?? "")
        }
    }
}
