import ArgumentParser
internal import Glibc
import SyncClient
import SyncCore

/// What collectors, branches and administrators use.
@main
struct Cartera: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cartera",
        abstract: "Field collections, also where there is no network.",
        discussion: """
            Every command that writes works offline and is on disk before it says so; `cartera sync` exchanges with the server.

            examples:
              cartera enroll cartera1-…
              cartera worklist --limit 10
              cartera visit record 4711 --outcome promised --note 'Viernes'
              cartera sync
            """,
        version: programVersion,
        subcommands: [
            Enroll.self, SyncNow.self, Status.self, WorklistShow.self, AccountGroup.self, VisitGroup.self,
            PromiseGroup.self, PaymentGroup.self, ContactGroup.self, AllowanceGroup.self, ConsentGroup.self,
            RestrictionGroup.self,
            RelatedPersonGroup.self, ComplaintGroup.self, LetterGroup.self, SettlementGroup.self,
            ContactPointGroup.self, FlagGroup.self,
            OutboxGroup.self,
            ReceiptGroup.self, ConflictGroup.self, Doctor.self, RulesGroup.self, ScoreCommand.self, AdminCommand.self,
        ])

    static func main() async {
        signal(SIGPIPE, SIG_IGN)
        let typed = Array(CommandLine.arguments.dropFirst())
        let arguments = GlobalOptions.moved(typed)
        do {
            var command = try parsed(arguments, typed)
            do {
                if var asynchronous = command as? any AsyncParsableCommand {
                    try await asynchronous.run()
                } else {
                    try command.run()
                }
            } catch let error as ValidationError {
                throw ClientFailure("usage", error.message, hint: "See --help.", status: .usage)
            }
        } catch let code as ExitCode {
            Glibc.exit(code.rawValue)
        } catch  where Self.isOurs(error) {
            let failure = Connector.failure(error)
            printer(arguments).fail(failure)
            Glibc.exit(failure.status.rawValue)
        } catch {
            let code = exitCode(for: error)
            guard arguments.contains("--json"), code != .success else { exit(withError: error) }
            let failure = ClientFailure("usage", message(for: error), hint: "See --help.", status: .usage)
            printer(arguments).fail(failure)
            Glibc.exit(code.rawValue)
        }
    }

    /// A group of commands has no options of its own: what is wrong is said of what stands after the common ones.
    private static func parsed(_ arguments: [String], _ typed: [String]) throws -> any ParsableCommand {
        let command = GlobalOptions.without(typed)
        do {
            return try parseAsRoot(arguments)
        } catch  where command != typed {
            return try parseAsRoot(command)
        }
    }

    /// Errors that are not the argument parser's.
    private static func isOurs(_ error: any Error) -> Bool {
        if error is ClientFailure || error is StoreFailure { return true }
        if error is CleanExit || error is ValidationError { return false }
        return !String(reflecting: type(of: error)).hasPrefix("ArgumentParser.")
    }

    /// The options as they were typed, for an error that comes before a command has them.
    private static func printer(_ arguments: [String]) -> Printer {
        var options = GlobalOptions()
        options.isJSON = arguments.contains("--json")
        options.isQuiet = arguments.contains("--quiet")
        options.hasNoColor = arguments.contains("--no-color")
        options.homePath = nil
        options.language = nil
        for (index, argument) in arguments.enumerated() {
            if argument == "--lang", index + 1 < arguments.count {
                options.language = GlobalOptions.Language(rawValue: arguments[index + 1])
            }
            if argument.hasPrefix("--lang=") {
                options.language = GlobalOptions.Language(rawValue: String(argument.dropFirst(7)))
            }
        }
        return Printer(options)
    }
}
