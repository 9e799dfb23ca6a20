import ArgumentParser
import FieldModel
internal import Glibc
import SyncClient
import SyncCore

struct AccountFetch: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fetch", abstract: "Write an attachment to a file, from this laptop or from the server.",
        discussion: """
            Without --out it gets its own name in the current folder; no file is overwritten. `--out -` writes to \
            standard output. What was fetched is kept on this laptop as long as the account is.

            examples:
              cartera account fetch 4711 facade.jpg
              cartera account fetch 4711 3a5b6c7d --out photo.jpg
            """)

    @OptionGroup var global: GlobalOptions
    @Argument(help: "Number, id, or ending of the id.") var account: String
    @Argument(help: "The attachment's id or ending, its SHA-256 or its first digits, or its name.")
    var attachment: String
    @Option(help: "The file to write; it must not exist.", completion: .file()) var out: String?

    func run() async throws {
        let program = Program(global)
        let parts = try program.parts()
        let (wanted, record) = try program.read { context in
            try AttachmentViews.find(
                attachment, under: try Naming.account(account, context.reading, context.parts), context)
        }
        let path = out ?? Self.safeName(record.name)
        if path != "-", access(path, F_OK) == 0 { throw Self.exists(path) }
        let isHere = try parts.contents.held(wanted.place) != nil
        if !isHere {
            try await program.enrolling(parts).connect { clients in
                let courier = ContentCourier(parts, clients.attachments) {
                    try await Task.sleep(for: .seconds(30))
                }
                var report = ContentReport()
                try await courier.fetch(wanted, &report)
            }
        }
        let content = try parts.contents.bytes(wanted.place, from: 0, count: Int(clamping: wanted.size))
        guard parts.hash.sha256(content) == wanted.place.hash else {
            throw ClientFailure(
                "content_damaged", "The copy of an attachment is damaged.", hint: "Attach the file again.",
                status: .inputOutput)
        }
        if path == "-" {
            try FileSink.standardOutput.write(content)
            return try FileSink.standardOutput.finish()
        }
        let sink = try FileSink(new: path)
        try sink.write(content)
        try sink.finish()
        program.printer.show([
            "id": JSONValue(wanted.attachment), "account": JSONValue(wanted.place.account),
            "name": .string(record.name), "media_type": .text(record.mediaType), "bytes": JSONValue(content.count),
            "sha256": .string(hexadecimal(wanted.place.hash)), "file": .string(path),
            "copy": .string(isHere ? "laptop" : "server"),
        ])
    }

    /// The name as one file in this folder, not hidden, whatever the record says.
    static func safeName(_ name: String) -> String {
        let plain = printable(name.split(separator: "/").last.map(String.init) ?? "")
            .replacing("\\", with: "_").drop { $0 == "." || $0 == "-" || $0 == " " }
        return plain.isEmpty ? "attachment" : String(plain)
    }

    private static func exists(_ path: String) -> ClientFailure {
        ClientFailure(
            "exists", "The file “\(printable(path))” exists.", hint: "Name another with --out.", status: .cannotCreate)
    }
}
