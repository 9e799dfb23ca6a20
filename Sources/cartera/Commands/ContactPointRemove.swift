import ArgumentParser
import FieldModel
import SyncClient

struct ContactPointRemove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Remove a contact point.",
        discussion: "example:\n  cartera contact-point remove 9f003a5b")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var act: ActOptions
    @Argument(help: "The contact point's id or ending.") var point: String

    func run() async throws {
        try Program(global).act(dryRun: act.isDryRun) { scope in
            try scope.acting.removeContactPoint(try scope.record(point, .contactPoint))
        }
    }
}
