import ArgumentParser
import FieldModel
import SyncClient
import SyncCore

struct RelatedPersonAdd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Write down a person related to the debtor.",
        discussion: "example:\n  cartera related-person add 4711 --role spouse --name 'Marta Gil'")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var act: ActOptions
    @Argument(help: "Number, id, or ending of the id.") var account: String
    @Option(help: help("Who it is", Vocabulary.relatedRoles)) var role: String
    @Option(help: "The person's name.") var name: String
    @Option(help: "The person's phone.") var phone: String?
    @Option(name: .customLong("agreed-place"), help: "Where it was agreed to meet.") var agreedPlace: String?

    func run() async throws {
        try Program(global).act(dryRun: act.isDryRun) { scope in
            let person = AddRelatedPerson(
                person: .nil_, role: try word(role, of: Vocabulary.relatedRoles, "--role"), name: name,
                phone: phone ?? "", agreedPlace: agreedPlace ?? "")
            return try scope.acting.addRelatedPerson(try scope.account(account), person)
        }
    }
}
