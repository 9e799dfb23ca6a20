import ArgumentParser
import FieldModel
import SyncClient
import SyncCore

struct ContactPointAdd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Add a phone, an e-mail or an address.",
        discussion: """
            examples:
              cartera contact-point add 4711 --kind phone --value 5512345678 --label recados
              cartera contact-point add 4711 --kind address --value 'Av. Juárez 12' --city Puebla
            """)

    enum Kind: String, ExpressibleByArgument, CaseIterable {
        case phone, email, address, workplace

        var native: ContactPointKind {
            switch self {
            case .phone: .phone
            case .email: .email
            case .address: .address
            case .workplace: .workplace
            }
        }
    }

    @OptionGroup var global: GlobalOptions
    @OptionGroup var act: ActOptions
    @Argument(help: "Number, id, or ending of the id.") var account: String
    @Option(help: "phone, email, address or workplace.") var kind: Kind
    @Option(help: "The number, the e-mail, or the street line.") var value: String
    @Option(help: "What it is known as.") var label: String?
    @Option(help: "City.") var city: String?
    @Option(help: "State or province.") var region: String?
    @Option(help: "Country, two capitals.") var country: String?
    @Option(name: .customLong("postal-code"), help: "Postal code.") var postalCode: String?
    @Option(parsing: .unconditional, help: "LAT,LON,ACCURACY.") var location: String?

    func run() async throws {
        try Program(global).act(dryRun: act.isDryRun) { scope in
            let point = AddContactPoint(
                point: .nil_, kind: kind.native, value: value, label: label ?? "", city: city ?? "",
                state: region ?? "", country: country ?? "", postalCode: postalCode ?? "",
                location: try location.map { try MomentText.place($0) })
            return try scope.acting.addContactPoint(try scope.account(account), point)
        }
    }
}
