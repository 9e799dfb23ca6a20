import FieldModel
import FieldRules
import SyncCore
import SyncWire
import Testing

@testable import SyncClient
@testable import SyncServer

@Suite("The list of overrides")
struct OverrideListTests {
    private static let packs = [
        """
        {"pack": "stop-states", "version": 1, "title": "Stop states", "source": "s", "as_of": "2026-01-01",
         "confidence": "A", "reviewed_by": "x", "rules": [
          {"id": "dispute", "kind": "stop_state", "title": "t", "citation": "c", "flag": "dispute"}]}
        """,
        """
        {"pack": "allowance", "version": 1, "title": "Allowances", "source": "s", "as_of": "2026-01-01",
         "confidence": "A", "reviewed_by": "x", "rules": [
          {"id": "spent", "kind": "allowance", "title": "t", "citation": "c", "when": "spent"}]}
        """,
        """
        {"pack": "lender", "version": 1, "title": "The lender's", "source": "s", "as_of": "2026-01-01",
         "confidence": "A", "reviewed_by": "x", "rules": [
          {"id": "no-visits", "kind": "forbidden", "title": "t", "citation": "c", "channels": ["visit"],
           "overridable": true}]}
        """,
    ].map { text in
        let node = try! JSONReader.read(text)
        let (name, version) = RuleDocument.name(of: node, .pack)!
        return RuleDocument(kind: .pack, name: name, version: version, days: ValidDays(), content: node)
    }

    @Test("says who granted one, to a supervisor too whose branch does not know that person")
    func names() async throws {
        let world = try await ClientWorld()
        let sara = try await world.harness.addPerson("Sara", .supervisor, world.branch)
        let eva = try await world.harness.addPerson("Eva", .compliance, nil)
        let now = world.harness.clock.now
        for peer in [nil, eva.peer] {
            _ = try await world.harness.administration(as: peer) {
                try await Administration($0, now: now).activate(Self.packs)
            }
        }
        let asked = try await world.harness.administration(as: sara.peer) {
            try await Administration($0, now: now).requestOverride(
                "A-1", rule: "lender/no-visits", act: "visit", reason: "agreed by phone", until: nil)
        }
        guard case .string(let id)? = asked["id"] else { return #expect(Bool(false), "no id in \(asked)") }
        _ = try await world.harness.administration(as: eva.peer) {
            try await Administration($0, now: now).grantOverride(id)
        }
        let (known, listed) = try await world.harness.administration(as: sara.peer) { client in
            let server = Administration(client, now: now)
            return (try await server.persons(branch: nil), try await server.overrides(branch: nil))
        }
        #expect(!known.contains { $0["name"] == "Eva" })
        #expect(listed.count == 1 && listed.first?["number"] == "A-1")
        #expect(listed.first?["requested_by"] == "Sara" && listed.first?["granted_by"] == "Eva")
    }
}
