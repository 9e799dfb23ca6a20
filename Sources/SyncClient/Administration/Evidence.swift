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
    /// `word` puts keys and codes into the reader's language, which is `language`.
    package func evidence(
        _ name: String, hash: any Hashing, language: String, word: @escaping @Sendable (String) -> String
    ) async throws -> [EvidenceFile] {
        let rules = try await rules()
        let (sheet, account, zone) = try await sheet(name, rules.zones)
        let id = "\(account)"
        let events = try await events(of: id, zone).map { $0.citing(rules.citations) }
        var files = try await letters(of: id) + rules.files
        let papers = try await self.papers(of: id, hash)
        files += papers.files
        let document: JSONValue = [
            "made_at": .string(zone.rfc3339(now)), "time_zone": .string(zone.name),
            "zones": .string(zone.version), "account": sheet, "events": .array(events), "files": .array(papers.list),
        ]
        files.append(EvidenceFile("evidence.json", document.text() + "\n"))
        files.append(
            EvidenceFile(
                "evidence.html",
                EvidencePage(
                    sheet: sheet, events: events, zone: zone.name, madeAt: zone.rfc3339(now), language: language,
                    word: word
                ).html))
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
            let rendered = RenderedLetter(letter)
            let name = "letters/\(record.row.id)"
            let pages = [EvidenceFile("\(name).txt", letter.text), EvidenceFile("\(name).html", rendered.html)]
            return pages + ((try? rendered.pdf()).map { [EvidenceFile("\(name).pdf", bytes: $0)] } ?? [])
        }
    }

    private struct ActiveDocuments {
        /// Every version that is active, as its file would be written.
        var files: [EvidenceFile] = []
        /// Where each rule comes from.
        var citations: [String: String] = [:]
        /// By which the verdicts read the debtor's clock, and so do those who were not there.
        var zones: ZoneTable
    }

    private func rules() async throws -> ActiveDocuments {
        let records = try await records(RecordFilter([.rulePack, .calendar, .letterTemplate, .zoneTable]))
        func documents(_ records: [ListedRecord]) -> [RuleDocument?] {
            records.map { RuleDocument($0.content, WireRuleCodec()) }
        }
        var active = ActiveDocuments(
            zones: ZoneDocuments.table(documents(records.filter { $0.content.kind == .zoneTable })))
        let documents = documents(records).compactMap { $0 }
        // A pack is read with the calendars that it names.
        let calendars = documents.filter { $0.kind == .calendar }.compactMap { document in
            document.content.flatMap { try? CalendarLoader.calendar($0, file: document.name) }
        }
        for document in documents {
            guard let content = document.content else { continue }
            let name = "rules/\(document.name)@\(document.version).yaml"
            // An organisation's document stands once in each branch.
            if active.files.contains(where: { $0.name == name }) { continue }
            active.files.append(EvidenceFile(name, YAMLText.write(content)))
            guard document.kind == .pack else { continue }
            let pack = try? PackLoader.pack(
                content, file: document.name, calendars: calendars, holdingUnknownKinds: true)
            for rule in pack?.rules ?? [] { active.citations[rule.about.id] = rule.about.citation }
        }
        return active
    }
}

extension JSONValue {
    /// An event whose verdicts say where their rules come from.
    fileprivate func citing(_ citations: [String: String]) -> JSONValue {
        guard case .object(let members) = self, case .array(let notes)? = self["verdicts"] else { return self }
        let cited = notes.map { note -> JSONValue in
            guard case .string(let rule)? = note["rule"], let citation = citations[rule] else { return note }
            return note.adding("citation", .string(citation))
        }
        return .object(members.map { $0.key == "verdicts" ? JSONMember("verdicts", .array(cited)) : $0 })
    }
}
