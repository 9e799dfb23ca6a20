import ArgumentParser
import FieldModel
import SyncClient

struct ContactPointUpdate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "update", abstract: "Edit a contact point: value, label, city, region, country, postal_code.",
        discussion: "example:\n  cartera contact-point update 9f003a5b value=5587654321")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var act: ActOptions
    @Argument(help: "The contact point's id or ending.") var point: String
    @Argument(help: "FIELD=VALUE; an empty value clears it.") var fields: [String]

    private static let fields = ["value", "label", "city", "region", "state", "country", "postal_code"]

    func run() async throws {
        let values = try readFields(fields, of: Self.fields).map {
            ($0.field == "region" ? "state" : $0.field, $0.value)
        }
        try Program(global).act(dryRun: act.isDryRun) { scope in
            try scope.acting.updateContactPoint(try scope.record(point, .contactPoint), values)
        }
    }
}
