import FieldModel
import FieldRules
import Foundation
import GRPCCore
import HostLibraries
import SwiftProtobuf
import SyncClient
import SyncCore
import SyncStorage
import SyncWire
import Testing

@testable import SyncServer

/// Scores on a server with a real store: cards in, promotion by two, runs, news, explanations.
@Suite struct ServerScoreTests {
    private static func card(_ version: String, reads name: String = "balance", late: Int = 30_000) -> Scorecard {
        let layout = BinLayout(.ranges(edges: [ScoreNumber(500)]), missing: .own)!
        let late = Scorecard.Characteristic(
            name: name, layout: layout, bins: [.init(milliPoints: late), .init(milliPoints: 0), .init(milliPoints: 0)])!
        let paid = Scorecard.Characteristic(
            name: "payments_90", layout: BinLayout(.ranges(edges: [ScoreNumber(1)]))!,
            bins: [.init(milliPoints: 0), .init(milliPoints: 50_000)])!
        return Scorecard(
            name: "propensity", version: version, target: .init(column: "outcome", bad: "1"),
            constantMilliPoints: 500_000, characteristics: [late, paid],
            probability: PointsTable([
                .init(milliPoints: 500_000, value: 800_000), .init(milliPoints: 600_000, value: 300_000),
            ])!)
    }

    private func office(_ numbers: [String] = ["A-1", "A-2", "A-3"]) async throws -> (ServerHarness, RawDevice) {
        let harness = try await ServerHarness()
        _ = try await harness.addBranch()
        let second = try await harness.addPerson("Cata", .compliance, nil)
        try await harness.importAccounts(numbers)
        return (harness, second)
    }

    private func ask<T: Sendable>(
        _ harness: ServerHarness, as device: RawDevice? = nil,
        _ body: @escaping @Sendable (Administration) async throws -> T
    ) async throws -> T {
        let now = harness.clock.now
        return try await harness.administration(as: device?.peer) { try await body(Administration($0, now: now)) }
    }

    private func promote(_ harness: ServerHarness, _ second: RawDevice, _ wanted: Administration.Promotion) async throws
    {
        #expect(try await ask(harness) { try await $0.promote(wanted) }["state"] == "proposed")
        #expect(try await ask(harness, as: second) { try await $0.promote(wanted) }["state"] == "active")
    }

    private func run(_ harness: ServerHarness, dryRun: Bool = false) async throws -> JSONValue {
        try await ask(harness) { try await $0.runScores(asOf: nil, dryRun: dryRun, branch: nil) { _ in } }[0]
    }

    private func champion(_ version: String) -> Administration.Promotion {
        var promotion = Administration.Promotion(model: "propensity")
        promotion.champion = version
        return promotion
    }

    private func score(_ harness: ServerHarness, _ number: String) throws -> Score? {
        guard case .score(let score)? = try harness.rows(try harness.account(number), .score).first else { return nil }
        return score
    }

    @Test func cardsThatReadWhatIsProtectedOrUnknownAreRefused() async throws {
        let (harness, _) = try await office()
        for name in ["age_in_years", "shoe_size"] {
            let card = Self.card("1", reads: name)
            let refusal = await #expect(throws: RPCError.self) {
                try await ask(harness) { try await $0.importScorecard(card) }
            }
            let code = name == "shoe_size" ? "unknown_fact" : "protected_attribute"
            #expect(refusal?.metadata[stringValues: ServiceFailure.codeKey].first { _ in true } == code)
        }
        #expect(
            try harness.store.read { try $0.rows(kind: .scorecard, branch: $0.branches()[0].id, after: nil, limit: 9) }
                == [])
    }

    @Test func theListSaysWhichCardAndPlanCountAndWhichDidBefore() async throws {
        let (harness, second) = try await office()
        for version in ["1", "2", "3"] {
            _ = try await ask(harness) { try await $0.importScorecard(Self.card(version)) }
        }
        try await promote(harness, second, champion("1"))
        try await promote(harness, second, champion("2"))
        let listed = try await ask(harness) { try await $0.documents(branch: nil) }
        var states: [String: String] = [:]
        for item in listed {
            guard case .string(let name)? = item["name"], case .string(let version)? = item["version"],
                case .string(let state)? = item["state"]
            else { continue }
            states["\(name) \(version)"] = state
        }
        // Whatever is activated first brings the zone table with it.
        let zones = states.keys.filter { $0.hasPrefix("iana ") || $0.hasPrefix("places ") }
        let zoneStates = zones.compactMap { states.removeValue(forKey: $0) }
        #expect(zoneStates == ["active", "active"])
        #expect(
            states == [
                "propensity 1": "superseded", "propensity 2": "active", "propensity 3": "imported",
                "plan/propensity 1": "superseded", "plan/propensity 2": "active",
            ])
        let imported = try await ask(harness) { try await $0.importScorecard(Self.card("4")) }
        #expect(imported["devices_too_old"] == nil)
    }

    @Test func aVersionSaysOneThingForGood() async throws {
        let (harness, _) = try await office()
        let first = try await ask(harness) { try await $0.importScorecard(Self.card("1")) }
        #expect(first["state"] == "imported")
        #expect(try await ask(harness) { try await $0.importScorecard(Self.card("1")) }["state"] == "unchanged")
        await #expect(throws: RPCError.self) {
            try await ask(harness) { try await $0.importScorecard(Self.card("1", late: 40_000)) }
        }
    }

    @Test func aRunWritesOnlyWhatChangedWithOneLeafForMany() async throws {
        let (harness, second) = try await office()
        _ = try await ask(harness) { try await $0.importScorecard(Self.card("1")) }
        try await promote(harness, second, champion("1"))
        #expect(try await run(harness, dryRun: true)["changed"] == 3)
        #expect(try score(harness, "A-1") == nil)
        let branch = try harness.store.read { try $0.branches()[0] }
        let leaves = try harness.store.read { try $0.logSize(branch.id) }
        #expect(try await run(harness)["changed"] == 3)
        #expect(try harness.store.read { try $0.logSize(branch.id) } == leaves + 1)
        #expect(try score(harness, "A-1")?.milliPoints == 500_000)
        #expect(try score(harness, "A-1")?.probabilityPpm == 200_000)
        #expect(try score(harness, "A-1")?.reasons == ["payments_90", "balance"])
        harness.advance(milliseconds: 3 * 86_400_000)
        #expect(try await run(harness)["changed"] == 0)
        #expect(try harness.store.read { try $0.logSize(branch.id) } == leaves + 1)
        #expect(try harness.store.verify() == [])
    }

    @Test func news_OfAnAccountChangeItsScoreAndNoOther() async throws {
        let (harness, second) = try await office()
        _ = try await ask(harness) { try await $0.importScorecard(Self.card("1")) }
        try await promote(harness, second, champion("1"))
        let keeper = ScoreKeeper(core: harness.core)
        #expect(try await keeper.keep() == 3)
        #expect(try await keeper.keep() == 0)
        let account = try harness.account("A-2")
        harness.advance(milliseconds: 60_000)
        let payment = RecordPayment(payment: harness.core.parts.mint(), amount: 20_000, currency: "MXN", method: "cash")
        _ = try await harness.core.admit { admission in
            let branch = try admission.transaction.branches()[0]
            return try admission.submit(
                .recordPayment(payment), account: account, branch: branch, author: branch.systemDevice)
        }
        #expect(try await keeper.keep() == 1)
        #expect(try score(harness, "A-2")?.milliPoints == 550_000)
        #expect(try score(harness, "A-1")?.milliPoints == 500_000)
        #expect(try await keeper.keep() == 0)
    }

    @Test func aStoredScoreComesOutAgainFromTheHistoryAlsoForAPastDay() async throws {
        let (harness, second) = try await office()
        _ = try await ask(harness) { try await $0.importScorecard(Self.card("1")) }
        try await promote(harness, second, champion("1"))
        _ = try await run(harness)
        let before = try await ask(harness) { try await $0.explainScore("A-1", asOf: nil) }
        #expect(before.contains("\"score_comes_out_again\": true"))
        #expect(before.contains("\"facts_come_out_again\": true"))
        let day = Zones.zone("America/Mexico_City").localDate(at: harness.clock.now)
        harness.advance(milliseconds: 5 * 86_400_000)
        try await harness.importAccounts(["A-1"], balance: 30_000)
        _ = try await run(harness)
        #expect(try score(harness, "A-1")?.milliPoints == 530_000)
        let past = try await ask(harness) { try await $0.explainScore("A-1", asOf: day) }
        #expect(past.contains("\"milli_points\": 500000") && past.contains("\"balance\": 1000"))
        let unknown = try await ask(harness) { try await $0.explainScore("A-1", asOf: day - 10) }
        #expect(unknown.contains("\"facts\": null"))
    }

    @Test func aChallengerGetsItsShareAndARollbackEndsIt() async throws {
        let numbers = (0..<60).map { "B-\($0)" }
        let (harness, second) = try await office(numbers)
        for version in ["1", "2"] {
            let card = Self.card(version, late: version == "1" ? 30_000 : 20_000)
            _ = try await ask(harness) { try await $0.importScorecard(card) }
        }
        try await promote(harness, second, champion("1"))
        var trial = Administration.Promotion(model: "propensity")
        trial.challenger = "2"
        trial.share = 5_000
        try await promote(harness, second, trial)
        _ = try await run(harness)
        let scores = try numbers.compactMap { try score(harness, $0) }
        let challenged = scores.filter { $0.scorecardVersion == "2" }
        #expect(scores.allSatisfy { $0.experiment == "propensity-1-2" && (1...10_000).contains($0.arm) })
        #expect(
            challenged.allSatisfy { $0.arm <= 5_000 } && challenged.count == scores.filter { $0.arm <= 5_000 }.count)
        #expect((15...45).contains(challenged.count))
        var back = Administration.Promotion(model: "propensity")
        back.rollback = true
        try await promote(harness, second, back)
        _ = try await run(harness)
        #expect(try numbers.allSatisfy { try score(harness, $0)?.scorecardVersion == "1" })
    }

    @Test func anArmIsTheSameOnEveryMachine() {
        let unit = Identifier("0192f5a0-0000-7000-8000-000000000001")!
        // As hashlib of Python gives it.
        #expect(Experiment.arm("propensity-1-2", unit: unit, hash: OpenSSLHash()) == 7809)
        let hash = OpenSSLHash()
        let (one, two) = (Identifier(high: 1, low: 1), Identifier(high: 1, low: 2))
        #expect(Experiment.unit(one, document: "P1", hash: hash) == Experiment.unit(two, document: "P1", hash: hash))
        #expect(Experiment.unit(one, document: "", hash: hash) == one)
    }

    @Test func whoMayNotDoIt() async throws {
        let (harness, second) = try await office()
        await #expect(throws: RPCError.self) {
            try await ask(harness, as: second) { try await $0.importScorecard(Self.card("1")) }
        }
        await #expect(throws: RPCError.self) { try await run(harness) }
    }
}
