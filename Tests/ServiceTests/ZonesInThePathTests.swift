import FieldModel
import FieldRules
import HostLibraries
import SyncCore
import SyncStorage
import SyncWire
import Testing

@testable import SyncClient
@testable import SyncServer

/// The zone table travels as the packs do: what the programs were built with does not decide.
@Suite("Zones in the path")
struct ZonesInThePathTests {
    private static let packs = [
        document(
            """
            {"pack": "stop-states", "version": 1, "title": "Stop states", "source": "s", "as_of": "2026-01-01",
             "confidence": "A", "reviewed_by": "x", "rules": [
              {"id": "dispute", "kind": "stop_state", "title": "t", "citation": "c", "flag": "dispute"}]}
            """),
        document(
            """
            {"pack": "allowance", "version": 1, "title": "Allowances", "source": "s", "as_of": "2026-01-01",
             "confidence": "A", "reviewed_by": "x", "rules": [
              {"id": "spent", "kind": "allowance", "title": "t", "citation": "c", "when": "spent"}]}
            """),
        document(
            """
            {"pack": "mx-test", "version": 1, "title": "Mexico", "source": "s", "as_of": "2026-01-01",
             "jurisdictions": ["MX"], "confidence": "A", "reviewed_by": "x", "rules": [
              {"id": "hours", "kind": "hours", "title": "t", "citation": "c", "hours": {"daily": "07:00-22:00"}}]}
            """),
    ]

    /// A later release of the offsets, of a few zones only.
    private static func offsets(_ histories: String...) -> RuleDocument {
        let list = histories.map { "\"\($0)\"" }.joined(separator: ",")
        return document(
            """
            {"zones": "iana", "version": "2099a", "first_year": 2000, "end_year": 2041,
             "histories": ["Etc/UTC UTC=0", \(list)]}
            """, .zones)
    }

    private static func document(_ text: String, _ kind: RuleDocument.Kind = .pack) -> RuleDocument {
        let node = try! JSONReader.read(text)
        let (name, version) = RuleDocument.name(of: node, kind)!
        return RuleDocument(kind: kind, name: name, version: version, days: ValidDays(), content: node)
    }

    private func world() async throws -> (world: ClientWorld, eva: RawDevice) {
        let world = try await ClientWorld()
        return (world, try await world.harness.addPerson("Eva", .compliance, nil))
    }

    private func activate(_ documents: [RuleDocument], _ world: ClientWorld, _ eva: RawDevice) async throws {
        let now = world.harness.clock.now
        for peer in [nil, eva.peer] {
            _ = try await world.harness.administration(as: peer) {
                try await Administration($0, now: now).activate(documents)
            }
        }
    }

    private func states(_ world: ClientWorld) async throws -> [String] {
        let now = world.harness.clock.now
        return try await world.harness.administration {
            try await Administration($0, now: now).documents(branch: nil)
        }.compactMap { item in
            guard item["kind"] == "zone_table", case .string(let name)? = item["name"],
                case .string(let version)? = item["version"], case .string(let state)? = item["state"]
            else { return nil }
            return "\(name)@\(version) \(state)"
        }.sorted()
    }

    private func table(_ laptop: Laptop) throws -> ZoneTable {
        try laptop.parts.store.read { try $0.zoneTable(laptop.parts) }
    }

    @Test("the first pack brings the server's own table with it, to every replica and every later branch")
    func seeded() async throws {
        let (world, eva) = try await world()
        try await world.ana.exchange()
        #expect(try table(world.ana) === ZoneTable.standard)
        try await activate(Self.packs, world, eva)
        let release = ZoneTable.standard.version
        #expect(try await states(world) == ["iana@\(release) active", "places@1 active"])
        try await world.ana.exchange()
        let here = try table(world.ana)
        #expect(here !== ZoneTable.standard && here.version == release && here.names == ZoneTable.standard.names)
        #expect(try table(world.ana) === here)
        let north = try await world.harness.addBranch("Norte")
        let rows = try world.harness.store.read {
            try $0.rows(kind: .zoneTable, branch: north.id, after: nil, limit: 9)
        }
        #expect(rows.count == 2)
        #expect(try world.harness.store.verify() == [])
    }

    @Test("put forward with the packs it is the same table, and nothing of it waits any more")
    func putForward() async throws {
        let (world, eva) = try await world()
        let now = world.harness.clock.now
        _ = try await world.harness.administration {
            try await Administration($0, now: now).activate(ZoneDocuments.seed + Self.packs)
        }
        #expect(try await states(world).allSatisfy { $0.hasSuffix("proposed") })
        _ = try await world.harness.administration(as: eva.peer) {
            try await Administration($0, now: now).activate(Self.packs)
        }
        #expect(try await states(world) == ["iana@\(ZoneTable.standard.version) active", "places@1 active"])
        let waiting = try await world.harness.administration {
            try await Administration($0, now: now).approvals(branch: nil)
        }
        #expect(waiting.isEmpty)
    }

    @Test("laptop and server judge by the table that was activated, not by the one they were built with")
    func activated() async throws {
        let (world, eva) = try await world()
        try await activate(Self.packs, world, eva)
        try await world.ana.exchange()
        let account = try world.account()
        // Half past nine in the evening six hours behind UTC, half past ten five hours behind it.
        world.harness.advance(milliseconds: 9 * 3_600_000 + 1_800_000)
        let question = ContactQuestion(channel: "call")
        #expect(try world.ana.view { try ContactCheckView.check(account, question, $0) }.word == .allowed)
        try await activate([Self.offsets("America/Mexico_City=-300")], world, eva)
        #expect(
            try await states(world) == [
                "iana@\(ZoneTable.standard.version) superseded", "iana@2099a active", "places@1 active",
            ])
        // Not yet here: the laptop says what it judged by, and the server's word counts.
        let unaware = try world.ana.acting.logContact(
            account, LogContact(contact: .nil_, channel: "call", result: "no_answer"))
        #expect(
            unaware.outcome.verdicts.isEmpty && unaware.outcome.packs.contains("zones@\(ZoneTable.standard.version)"))
        try await world.ana.exchange()
        let told = try #require(try world.ana.parts.store.read { try $0.operation(unaware.operation) })
        #expect(told.outcome.verdicts.map(\.rule) == ["mx-test/hours"] && told.outcome.packs.contains("zones@2099a"))
        let (json, word) = try world.ana.view { try ContactCheckView.check(account, question, $0) }
        #expect(word == .denied && json["rule"] == "mx-test/hours" && json["at"] == "2026-11-24T22:30:00-05:00")
        world.harness.advance(milliseconds: 60_000)
        let aware = try world.ana.acting.logContact(
            account, LogContact(contact: .nil_, channel: "call", result: "no_answer"))
        #expect(aware.outcome.verdicts.map(\.rule) == ["mx-test/hours"])
        let result = try await world.ana.exchange()
        #expect(result.report.digest == "match")
        let judged = try #require(try world.ana.parts.store.read { try $0.operation(aware.operation) })
        #expect(judged.receipt?.outcome == aware.outcome)
    }

    @Test("a zone that the active table does not know is no zone: the act needs approval, on both sides")
    func unknown() async throws {
        let (world, eva) = try await world()
        try await activate(Self.packs + [Self.offsets("America/Bogota=-300")], world, eva)
        try await world.ana.exchange()
        let account = try world.account()
        let (json, word) = try world.ana.view {
            try ContactCheckView.check(account, ContactQuestion(channel: "call"), $0)
        }
        #expect(word == .needsApproval && json["rule"] == "rules/unknown_zone")
        let act = try world.ana.acting.logContact(
            account, LogContact(contact: .nil_, channel: "call", result: "no_answer"))
        #expect(act.outcome.verdicts.map(\.rule) == ["rules/unknown_zone"])
        try await world.ana.exchange()
        let told = try #require(try world.ana.parts.store.read { try $0.operation(act.operation) })
        #expect(told.receipt?.outcome == act.outcome)
    }

    @Test("evidence tells the debtor's clock by the table that is active, and rows may name its zones")
    func shown() async throws {
        let (world, eva) = try await world()
        try await activate(
            Self.packs + [Self.offsets("America/Mexico_City=-300", "America/Nueva=-240")], world, eva)
        let now = world.harness.clock.now
        let files = try await world.harness.administration {
            try await Administration($0, now: now).evidence("A-1", hash: OpenSSLHash(), language: "en") { $0 }
        }
        let document = String(
            decoding: try #require(files.first { $0.name == "evidence.json" }).bytes, as: UTF8.self)
        #expect(document.contains("2099a") && document.contains(now.rfc3339(offsetSeconds: -5 * 3600)))
        #expect(!document.contains("-06:00\""))
        let rows = [
            ImportedRow(line: 2, number: "B-1", zone: "America/Nueva"),
            ImportedRow(line: 3, number: "B-2", zone: "America/Atlantis"),
            ImportedRow(line: 4, number: "B-3", zone: "America/Bogota"),
        ]
        let result = try await world.harness.importRows(rows.map { $0.proto() })
        #expect(result.created == 1)
        #expect(result.rejected.map { "\($0.line) \($0.code)" } == ["3 unknown_time_zone", "4 unknown_time_zone"])
    }

    @Test("a store that had packs before zones were records gets the table at the next start, once")
    func upgrade() async throws {
        let (world, _) = try await world()
        let core = world.harness.core
        func count() throws -> Int {
            try world.harness.store.read { reading in
                try reading.branches().map {
                    try reading.rows(kind: .zoneTable, branch: $0.id, after: nil, limit: 9).count
                }.reduce(0, +)
            }
        }
        let judge = UpgradeJudge(core: core)
        try await judge.sowZones()
        #expect(try count() == 0)
        let pack = Self.packs[0]
        let content = try WireRuleCodec().encode(try #require(pack.content))
        try await core.admit { admission in
            for branch in try admission.transaction.branches() {
                let data = DataDocument(
                    name: pack.name, version: pack.version, mediaType: RuleDocument.mediaType, content: content)
                try admission.write(
                    .rulePack(data), id: Identifier(high: 1, low: 7), branch: branch, author: branch.systemDevice)
            }
        }
        try await judge.sowZones()
        #expect(try count() == 2)
        try await judge.sowZones()
        #expect(try count() == 2)
        #expect(try world.harness.store.verify() == [])
    }

    @Test("a document that is no zone table is refused")
    func refused() async throws {
        let (world, eva) = try await world()
        let bad = Self.document(
            "{\"zones\": \"iana\", \"version\": \"2099b\", \"first_year\": 2000, \"end_year\": 2041, \"histories\": []}",
            .zones)
        await #expect(throws: (any Error).self) { try await activate(Self.packs + [bad], world, eva) }
        #expect(try await states(world).isEmpty)
    }
}
