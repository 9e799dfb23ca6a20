import FieldModel
import FieldRules
import Testing

/// The zone table as records that laptop and server share.
@Suite("Zone documents")
struct ZoneDocumentTests {
    @Test("the files of Rules/Zones say what the program was built with", arguments: ZoneDocuments.seed)
    func files(_ part: RuleDocument) throws {
        let text = try #require(Library.files("Zones", ".yaml").first { $0.name == part.name }).text
        let file = YAMLSubset.read(text)
        let (name, version) = try #require(RuleDocument.name(of: file, .zones))
        #expect(name == part.name && version == part.version)
        // Quotation marks are part of what is put forward: with others it would be another document of one version.
        #expect(Self.plain(file) == Self.plain(try #require(part.content)))
        try ZoneDocuments.check(file, file: part.name)
    }

    @Test("what travels gives the zones, offsets and places of the program that sent it")
    func seed() throws {
        let table = ZoneDocuments.table(ZoneDocuments.seed)
        #expect(table !== ZoneTable.standard)
        #expect(table.version == ZoneTable.standard.version && table.names == ZoneTable.standard.names)
        for name in table.names {
            let (sent, own) = (try #require(table.zone(name)), try #require(ZoneTable.standard.zone(name)))
            for month in Int64(0)..<492 {
                let at = Instant(seconds: 946_684_800 + month * 2_629_746)
                #expect(sent.offsetSeconds(at: at) == own.offsetSeconds(at: at) && sent.covers(at) == own.covers(at))
            }
        }
        #expect(
            table.zones(country: "México", state: "Quintana Roo")
                == ZoneTable.standard.zones(country: "MX", state: "Quintana Roo"))
        #expect(table.jurisdiction(country: "US", state: "Massachusetts") == "US-MA")
    }

    @Test("the newest of each part counts, whatever the order; without a record the program's own does")
    func newest() throws {
        let newer = Self.offsets("2099a", "Etc/UTC UTC=0", "America/Mexico_City=-300")
        for documents in [ZoneDocuments.seed + [newer], [newer] + ZoneDocuments.seed] {
            let table = ZoneDocuments.table(documents)
            #expect(table.version == "2099a" && table.names == ["America/Mexico_City", "Etc/UTC", "UTC"])
            #expect(table.zone("America/Chicago") == nil)
            #expect(table.jurisdiction(country: "US", state: "MA") == "US-MA")
        }
        #expect(ZoneDocuments.table([]) === ZoneTable.standard)
    }

    @Test("a part that cannot be read or is not there knows no zone, so that nothing is judged by a guess")
    func unreadable() throws {
        var broken = ZoneDocuments.seed
        broken[0].content = nil
        var garbled = ZoneDocuments.seed
        garbled[1].content = .map([], line: 1)
        let others: [[RuleDocument?]] = [
            [ZoneDocuments.seed[0]], [ZoneDocuments.seed[1]], ZoneDocuments.seed + [nil], [nil],
        ]
        for documents in [broken, garbled] + others {
            let table = ZoneDocuments.table(documents)
            #expect(table.names.isEmpty && table.zone("America/Mexico_City") == nil)
            #expect(table.clock("America/Mexico_City").table === table)
        }
    }

    @Test("a document with an unknown key, offset or name is refused")
    func refused() throws {
        let bad = [
            Self.offsets("1", "Etc/UTC UTC=0", "America/Mexico_City=-9999"),
            Self.offsets("1", "America/Mexico_City=-360"), Self.offsets("1", "no history"),
        ]
        for document in bad {
            #expect(throws: RuleFailure.self) {
                try ZoneDocuments.check(try #require(document.content), file: "z.yaml")
            }
        }
        for text in ["zones: moon\nversion: 1", "zones: places\nversion: 1\nstates: []\nmore: 1"] {
            #expect(throws: RuleFailure.self) { try ZoneDocuments.check(YAMLSubset.read(text), file: "z.yaml") }
        }
    }

    private static func offsets(_ version: String, _ histories: String...) -> RuleDocument {
        let text = "zones: iana\nversion: \"\(version)\"\nfirst_year: 2000\nend_year: 2041\nhistories:\n"
        let content = YAMLSubset.read(text + histories.map { "  - \"\($0)\"\n" }.joined())
        return RuleDocument(kind: .zones, name: "iana", version: version, days: ValidDays(), content: content)
    }

    /// Without lines, which a document of the program does not have.
    private static func plain(_ node: RuleNode) -> String {
        switch node {
        case .scalar(let text, let quoted, _): quoted ? "\"\(text)\"" : text
        case .list(let nodes, _): nodes.map(plain).joined(separator: "\n")
        case .map(let entries, _): entries.map { "\($0.key): \(plain($0.value))" }.joined(separator: "\n")
        }
    }
}
