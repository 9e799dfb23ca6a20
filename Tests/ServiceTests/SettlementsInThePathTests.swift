import FieldModel
import FieldRules
import SwiftProtobuf
import SyncCore
import SyncStorage
import SyncWire
import Testing

@testable import SyncClient
@testable import SyncServer

@Suite("Settlements in the path")
struct SettlementsInThePathTests {
    private static func pack(_ name: String, _ more: String = "") -> RuleDocument {
        let text = """
            {"pack": "\(name)", "version": 1, "title": "t", "source": "s", "as_of": "2026-01-01", "confidence": "A",
             "reviewed_by": "x", "rules": [
              {"id": "r", "kind": "stop_state", "title": "t", "citation": "c", "flag": "deceased"}]\(more)}
            """
        return RuleDocument(
            kind: .pack, name: name, version: "1", days: ValidDays(), content: try! JSONReader.read(text))
    }

    private static let matrix = """
        , "settlement": [{"role": "collector", "principal": 0, "interest": 10, "fees": 0},
          {"role": "supervisor", "principal": 0, "interest": 50, "fees": 0}]
        """

    /// A supervisor's yes is not enough: his row asks for another's too.
    private static let matrixOfTwo = matrix.replacing("\"fees\": 0}]", with: "\"fees\": 0, \"second_approver\": true}]")

    private func world(
        _ matrix: String = matrix
    ) async throws -> (world: ClientWorld, account: AccountID, sara: RawDevice, eva: RawDevice) {
        let world = try await ClientWorld(accounts: [])
        let harness = world.harness
        var row = ImportedRow(line: 1, number: "S-1", collector: "Ana").proto()
        row.content.account.interest = .with { $0.minor = 5_001 }
        _ = try await harness.importRows([row])
        let eva = try await harness.addPerson("Eva", .compliance, nil)
        let sara = try await harness.addPerson("Sara", .supervisor, world.branch)
        let documents = [Self.pack("stop-states"), Self.pack("allowance"), Self.pack("lender", matrix)]
        let now = harness.clock.now
        for peer in [harness.administrator, eva.peer] {
            _ = try await harness.administration(as: peer) {
                try await Administration($0, now: now).activate(documents)
            }
        }
        try await world.ana.exchange()
        return (world, try world.account("S-1"), sara, eva)
    }

    @Test("beyond the collector's limit an offer waits for somebody whose limit it is within")
    func authority() async throws {
        let (world, account, sara, _) = try await world()
        let due = CalendarDate("2026-12-15")!
        let within = try world.ana.acting.proposeSettlement(account, principal: 0, interest: 10, fees: 0, payBy: due)
        #expect(within.status == .done)
        let beyond = try world.ana.acting.proposeSettlement(account, principal: 0, interest: 30, fees: 0, payBy: due)
        let far = try world.ana.acting.proposeSettlement(account, principal: 0, interest: 60, fees: 0, payBy: due)
        #expect(beyond.status == .held && far.status == .held)
        try await world.ana.exchange()
        let now = world.harness.clock.now
        func decide(_ act: ActResult) async throws -> JSONValue {
            let id = act.operation.description
            return try await world.harness.administration(as: sara.peer) {
                try await Administration($0, now: now).decide(id, granted: true, reason: "")
            }
        }
        #expect(try await decide(beyond)["outcome"] == "applied")
        await #expect(throws: (any Error).self) { _ = try await decide(far) }
        try await world.ana.exchange()
        let offers = try world.harness.rows(account, .settlementOffer).compactMap { content -> SettlementOffer? in
            if case .settlementOffer(let offer) = content { offer } else { nil }
        }
        #expect(
            offers.map(\.forgiven).sorted() == [500, 1_500] && offers.allSatisfy { $0.matrixVersion == "lender@1" })
        #expect(try world.ana.rows(account, confirmedOnly: true).contains { $0.id == beyond.record })
        #expect(try world.harness.store.verify() == [])
    }

    @Test("where the matrix asks for two, two others say yes, and neither twice nor the author")
    func twoApprovers() async throws {
        let (world, account, sara, eva) = try await world(Self.matrixOfTwo)
        let omar = try await world.harness.addPerson("Omar", .supervisor, world.branch)
        let act = try world.ana.acting.proposeSettlement(
            account, principal: 0, interest: 30, fees: 0, payBy: CalendarDate("2026-12-15")!)
        try await world.ana.exchange()
        let now = world.harness.clock.now
        func decide(as device: RawDevice) async throws -> JSONValue {
            let id = act.operation.description
            return try await world.harness.administration(as: device.peer) {
                try await Administration($0, now: now).decide(id, granted: true, reason: "")
            }
        }
        func offers() throws -> [SettlementOffer] {
            try world.harness.rows(account, .settlementOffer).compactMap { content in
                if case .settlementOffer(let offer) = content { offer } else { nil }
            }
        }
        await #expect(throws: (any Error).self) { _ = try await decide(as: eva) }
        let first = try await decide(as: sara)
        #expect(first["outcome"] == "held" && first["rule"] == "settlement/second-approver")
        await #expect(throws: (any Error).self) { _ = try await decide(as: sara) }
        #expect(try offers().isEmpty)
        let waiting = try await world.harness.administration(as: omar.peer) {
            try await Administration($0, now: now).approvals(branch: nil)
        }
        #expect(waiting.compactMap { $0["rule"] } == ["settlement/second-approver"])
        #expect(try await decide(as: omar)["outcome"] == "applied")
        let made = try #require(try offers().first)
        #expect(made.approvedBy == sara.person && made.secondApprovalBy == omar.person && made.author != sara.person)
        await #expect(throws: (any Error).self) { _ = try await decide(as: omar) }
        try await world.ana.exchange()
        #expect(try world.ana.rows(account, confirmedOnly: true).contains { $0.id == act.record })
        #expect(try world.harness.store.verify() == [])
    }
}
