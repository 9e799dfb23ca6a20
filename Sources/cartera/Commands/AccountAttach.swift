import ArgumentParser
import FieldModel
import SyncClient
import SyncCore

struct AccountAttach: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "attach", abstract: "Put a document or a photo under an account.",
        discussion: """
            A copy is kept on this laptop until the server has it: it is sent after the records with `cartera sync`, and \
            goes on where a connection was cut.

            examples:
              cartera account attach 4711 facade.jpg --note 'Portón azul'
              cartera account attach 4711 ine.pdf --kind identification
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var act: ActOptions
    @Argument(help: "Number, id, or ending of the id.") var account: String
    @Argument(help: "The file.", completion: .file()) var file: String
    @Option(help: help("What it is (default: photo or document, by the file)", Vocabulary.attachmentKinds))
    var kind: String?
    @Option(help: "What there is to say of it; `-` reads it from standard input.") var note: String?

    func run() async throws {
        let kind = try word(kind, of: Vocabulary.attachmentKinds, "--kind")
        let note = try textArgument(note) ?? ""
        let source = try FileSource(file)
        defer { source.close() }
        var bytes: [UInt8] = []
        // One byte more than may be says that it is too large, without reading all of it.
        while let piece = try source.next(), UInt64(bytes.count) <= Limits.attachmentBytes { bytes += piece }
        let name = file.split(separator: "/").last.map(String.init) ?? file
        let attached = AttachedFile(name: name, bytes: bytes, kind: kind, note: note)
        try Program(global).act(dryRun: act.isDryRun) { scope in
            try scope.acting.attach(try scope.account(account), attached)
        }
    }
}

struct AccountAttachments: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "attachments", abstract: "The documents and photos under an account, and where they are.",
        discussion: "example:\n  cartera account attachments 4711")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var list: ListOptions
    @Argument(help: "Number, id, or ending of the id.") var account: String

    func run() async throws {
        let columns = ["id", "name", "kind", "media_type", "bytes", "author", "added_at", "copy", "state"]
        try Program(global).list(columns, list) { context in
            try AttachmentViews.list(try Naming.account(account, context.reading, context.parts), context)
        }
    }
}
