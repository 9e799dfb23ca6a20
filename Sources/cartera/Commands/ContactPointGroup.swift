import ArgumentParser

struct ContactPointGroup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "contact-point", abstract: "Phones, e-mails and addresses.",
        subcommands: [ContactPointAdd.self, ContactPointUpdate.self, ContactPointRemove.self])
}
