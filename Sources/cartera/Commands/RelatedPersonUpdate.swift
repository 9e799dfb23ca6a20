import ArgumentParser
import FieldModel
import SyncClient

struct RelatedPersonUpdate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "update", abstract: "Edit a related person: role, name, phone, agreed_place.",
        discussion: "example:\n  cartera related-person update 4711 9f003a5b phone=5512345678")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var act: ActOptions
    @Argument(help: "Number, id, or ending of the account's id.") var account: String
    @Argument(help: "The person's id or ending.") var person: String
    @Argument(help: "FIELD=VALUE; an empty value clears it.") var fields: [String]

    func run() async throws {
        let values = try readFields(fields, of: ["role", "name", "phone", "agreed_place"])
        try Program(global).act(dryRun: act.isDryRun) { scope in
            _ = try scope.account(account)
            return try scope.acting.updateRelatedPerson(try scope.record(person, .relatedPerson), values)
        }
    }
}
