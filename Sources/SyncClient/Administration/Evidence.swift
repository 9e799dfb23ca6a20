internal import FieldModel
internal import FieldRules
internal import FoundationEssentials
internal import SwiftProtobuf
package import SyncCore
internal import SyncWire

/// A file of the evidence about one account.
package struct EvidenceFile: Sendable {
    /// Relative to the folder.
    package let name: String
    package let bytes: [UInt8]

    init(_ name: String, _ text: String) { self.init(name, bytes: Array(text.utf8)) }

    init(_ name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }
}

/// Everything that happened with a debtor, for somebody who was not there: what a person reads, what a machine checks,
/// the letters as they were sent, the rules as they stood, and a manifest of hashes over all of it.
extension Administration {
    package func evidence(_ name: String, hash: any Hashing) async throws -> [EvidenceFile] {
        let sheet = try await account(name)
        guard case .string(let id)? = sheet["account"]?["id"] else {
            throw ClientFailure.badInput("unknown_account", "There is no such account.")
        }
        let index = try await accountIndex(account: id)
        guard let account = Identifier(id), let zone = index.accounts[account]?.zone else {
            throw ClientFailure.badInput("unknown_account", "There is no such account.")
        }
        let events = try await events(of: id, zone)
        var files = try await letters(of: id) + rules()
        let papers = try await self.papers(of: id, hash)
        files += papers.files
        let document: JSONValue = [
            "made_at": .string(zone.rfc3339(now)), "time_zone": .string(zone.name), "account": sheet,
            "events": .array(events), "files": .array(papers.list),
        ]
        files.append(EvidenceFile("evidence.json", document.text() + "\n"))
        files.append(EvidenceFile("evidence.html", EvidencePage(sheet: sheet, events: events, zone: zone.name).html))
        let entries = files.map { file -> JSONValue in
            [
                "file": .string(file.name), "bytes": JSONValue(file.bytes.count),
                "sha256": .string(hexadecimal(hash.sha256(file.bytes))),
            ]
        }
        let manifest: JSONValue = [
            "account": .string(id), "made_at": .string(zone.rfc3339(now)), "files": .array(entries),
        ]
        return files + [EvidenceFile("manifest.json", manifest.text() + "\n")]
    }

    /// By the moment at which the server took them in; each with what was asked, what rules said, and its receipt.
    private func events(of account: String, _ zone: Zone) async throws -> [JSONValue] {
        var query = OperationQuery()
        query.account = account
        query.limit = OperationQuery.most
        let entries = try await client.listOperations(query.request) { try await $0.collected() }
        let codec = WireOperationCodec()
        return try entries.reversed().map { entry in
            let header = try codec.decodeHeader([UInt8](entry.header))
            let plain = PlainView(offsetSeconds: zone.offsetSeconds(at: header.wallClock))
            let body = try? codec.decodeIntent(codec.decodeBody([UInt8](entry.body)).intent)
            return try operation(entry)
                .adding("local_time", .string(zone.rfc3339(header.wallClock)))
                .adding("log", id(entry.receipt.log)).adding("leaf_index", JSONValue(entry.receipt.leafIndex))
                .adding("leaf_hash", .text(hexadecimal(entry.receipt.leafHash)))
                .adding("commitment", .text(hexadecimal(header.commitment)))
                .adding("content", body.map { plain.json($0) } ?? .null)
        }
    }

    private func letters(of account: String) async throws -> [EvidenceFile] {
        try await records(RecordFilter([.letter], account: account)).flatMap { record -> [EvidenceFile] in
            guard case .letter(let letter) = record.content else { return [] }
            let language = letter.template.split(separator: "-").last.map(String.init) ?? ""
            return [
                EvidenceFile("letters/\(record.row.id).txt", letter.text),
                EvidenceFile("letters/\(record.row.id).html", LetterPage.html(letter.text, language: language)),
            ]
        }
    }

    /// Every version that is active, as its file would be written.
    private func rules() async throws -> [EvidenceFile] {
        try await records(RecordFilter([.rulePack, .calendar, .letterTemplate])).reduce(into: [EvidenceFile]()) {
            files, record in
            guard let document = RuleDocument(record.content, WireRuleCodec()), let content = document.content else {
                return
            }
            let name = "rules/\(document.name)@\(document.version).yaml"
            // An organisation's document stands once in each branch.
            if files.contains(where: { $0.name == name }) { return }
            files.append(EvidenceFile(name, YAMLText.write(content)))
        }
    }
}

/// The evidence as a page: one row an event, in order.
struct EvidencePage {
    let sheet: JSONValue
    let events: [JSONValue]
    let zone: String

    var html: String {
        let number = text(sheet["account"]?["number"])
        let rows = events.map { event in
            "<tr>" + Self.columns.map { "<td>\(LetterPage.escaped(cell($0, event)))</td>" }.joined() + "</tr>"
        }
        let heads = Self.columns.map { "<th>\($0.replacing("_", with: " "))</th>" }.joined()
        return """
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <title>Evidence on account \(LetterPage.escaped(number))</title>
            <style>body { font: 10pt sans-serif; } td, th { border: 1px solid #999; padding: 3px; vertical-align: top; }
            table { border-collapse: collapse; }</style>
            <h1>Evidence on account \(LetterPage.escaped(number))</h1>
            <p>Debtor: \(LetterPage.escaped(text(sheet["debtor"]?["name"]))). Times are local, in \(zone).</p>
            <table><tr>\(heads)</tr>
            \(rows.joined(separator: "\n"))
            </table>
            <h2>Findings</h2>
            <pre>\(LetterPage.escaped(list(sheet["findings"])))</pre>
            </html>

            """
    }

    private static let columns = [
        "local_time", "kind", "author", "content", "outcome", "rule", "verdicts", "packs", "received_at", "commit",
    ]

    private func cell(_ column: String, _ event: JSONValue) -> String {
        switch (column, event[column]) {
        case ("verdicts", .array(let notes)?):
            notes.map { "\(text($0["rule"])): \(text($0["verdict"]))" }.joined(separator: "; ")
        case ("content", .object(let members)?):
            members.filter { $0.value != .null }.map { "\($0.key) \(text($0.value))" }.joined(separator: ", ")
        case (_, .array(let items)?): items.map(text).joined(separator: ", ")
        case (_, let value): text(value)
        }
    }

    private func text(_ value: JSONValue?) -> String {
        switch value {
        case .string(let text)?: text
        case nil, .null?: ""
        case let value?: value.text(indent: false)
        }
    }

    private func list(_ value: JSONValue?) -> String {
        guard case .array(let items)? = value else { return "" }
        return items.map { $0.text(indent: false) }.joined(separator: "\n")
    }
}
