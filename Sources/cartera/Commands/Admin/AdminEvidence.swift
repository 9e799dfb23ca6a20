import ArgumentParser
internal import Foundation
import HostLibraries
import SyncClient

struct AdminEvidence: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evidence",
        abstract: "Everything that happened with a debtor, as files with a manifest of hashes.",
        discussion: """
            evidence.html is for a person, evidence.json for a machine; letters/ has the letters as they were sent, \
            attachments/ the documents and photos that the server has, \
            rules/ the packs that are active, manifest.json the SHA-256 of every file. The files hold personal data.

            example:
              cartera admin evidence 4711-0815 --out evidence-4711
            """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "Number, id, or ending of the id.") var account: String
    @Option(help: "The folder to write; it must not exist yet.", completion: .directory) var out: String

    func run() async throws {
        let program = Program(global)
        let account = account
        let language = global.chosenLanguage
        let files = try await program.administer { server in
            try await server.evidence(account, hash: OpenSSLHash(), language: language.rawValue) {
                Texts.word($0, language)
            }
        }
        let folder = URL(fileURLWithPath: out)
        do {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
            for file in files {
                let place = folder.appendingPathComponent(file.name)
                try FileManager.default.createDirectory(
                    at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(file.bytes).write(to: place)
            }
        } catch {
            throw ClientFailure(
                "cannot_create", "The folder “\(printable(out))” cannot be written.",
                hint: "Name one that does not exist yet, where you may write.", status: .cannotCreate)
        }
        program.printer.show(
            items: files.map { ["file": .string($0.name), "bytes": JSONValue($0.bytes.count)] },
            columns: ["file", "bytes"])
    }
}
