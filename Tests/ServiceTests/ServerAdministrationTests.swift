import FieldModel
import FoundationEssentials
import GRPCCore
import SwiftProtobuf
import SyncCore
import SyncStorage
import SyncWire
import Testing

@testable import SyncServer

@Suite struct ServerAdministrationTests {
    private func office() async throws -> (ServerHarness, BranchRecord) {
        let harness = try await ServerHarness()
        return (harness, try await harness.addBranch())
    }

    @Test func anImportIsTakenOnceHoweverOftenItComes() async throws {
        let (harness, branch) = try await office()
        let first = try await harness.importAccounts(["A-1", "A-2", "A-3"])
        #expect(first.created == 3 && first.rejected.isEmpty && first.throughLine == 3)
        let head = try harness.store.read { try $0.head(branch.id) }
        harness.advance(milliseconds: 86_400_000)
        let again = try await harness.importAccounts(["A-1", "A-2", "A-3"])
        #expect(again.unchanged == 3 && again.created == 0 && again.updated == 0)
        #expect(try harness.store.read { try $0.head(branch.id) } == head)
        let changed = try await harness.importAccounts(["A-1", "A-2"], balance: 90_000)
        #expect(changed.updated == 2)
        guard case .account(let account)? = try harness.rows(try harness.account("A-1"), .account).first else {
            Issue.record("no account")
            return
        }
        #expect(account.lenderBalance == 90_000 && account.resolvedZone == "America/Mexico_City")
        #expect(try harness.rows(try harness.account("A-1"), .contactPoint).count == 1)
        #expect(try harness.store.verify() == [])
    }

    @Test func aDryRunStoresNothing() async throws {
        let (harness, branch) = try await office()
        let head = try harness.store.read { try $0.head(branch.id) }
        let result = try await harness.importAccounts(["A-1", "A-2"], dryRun: true)
        #expect(result.created == 2)
        #expect(try harness.store.read { try $0.head(branch.id) } == head)
        #expect(try harness.store.read { try $0.accounts(number: "A-1") }.isEmpty)
    }

    @Test func aRowThatTheStoreRefusesFailsAlone() async throws {
        let harness = try await ServerHarness { RefusingStore(store: $0, number: "A-5") }
        let branch = try await harness.addBranch()
        let result = try await harness.importAccounts((1...9).map { "A-\($0)" })
        #expect(result.created == 8 && result.throughLine == 9)
        #expect(result.rejected.map(\.line) == [5] && result.rejected.map(\.code) == ["store_refused"])
        #expect(result.rejected.allSatisfy { !$0.message.isEmpty })
        let kept = try harness.store.read { reading in
            try reading.accounts(branch: branch.id, audience: nil, after: nil, limit: 20).count
        }
        #expect(try kept == 8 && harness.store.verify() == [])
    }

    @Test func rowsThatCannotBeTakenAreToldAndTheOthersGoIn() async throws {
        let (harness, _) = try await office()
        _ = try await harness.addBranch("Norte")
        try await harness.importAccounts(["A-1"])
        let rows = [
            ImportedRow(line: 2, number: "A-2"), ImportedRow(line: 3, number: "A-2"),
            ImportedRow(line: 4, number: "A-4", balance: -1), ImportedRow(line: 5, number: "A-5", currency: "ZZZ"),
            ImportedRow(line: 6, number: "A-1", branch: "Norte"), ImportedRow(line: 7, number: "A-7", branch: "Sur"),
            ImportedRow(line: 8, number: "A-8", collector: "Nobody"), ImportedRow(line: 9, number: ""),
            ImportedRow(line: 10, number: "A-10", zone: "America/Atlantis"),
            ImportedRow(line: 11, number: "A-11", debtor: ""), ImportedRow(line: 12, number: "A-12", debtor: "\u{1}"),
            ImportedRow(line: 13, number: "A-13"),
        ]
        let result = try await harness.importRows(rows.map { $0.proto() })
        #expect(result.created == 2)
        let rejected = result.rejected.map { "\($0.line) \($0.column) \($0.code)" }
        #expect(
            rejected == [
                "3 account_number duplicate_number", "4 balance negative_amount", "5 currency unknown_currency",
                "6 branch other_branch", "7 branch unknown_branch", "8 collector unknown_collector",
                "9 account_number missing", "10 time_zone unknown_time_zone", "11 debtor_name missing",
                "12  text_control_characters",
            ])
    }

    @Test func anAddressWhoseZoneNobodyKnowsIsARejectedRowAndNeverTheBranchsZone() async throws {
        let (harness, _) = try await office()
        let cases: [(number: String, country: String, state: String, zone: String)] = [
            ("A-1", "MX", "Nostate", ""), ("A-2", "XK", "", ""), ("A-3", "XK", "", "America/Bogota"),
            ("A-4", "MX", "Jalisco", ""), ("A-5", "MX", "Baja California", ""),
        ]
        let rows = cases.enumerated().map { index, item in
            var row = ImportedRow(line: UInt64(index + 2), number: item.number, zone: item.zone).proto()
            row.content.points = [
                .with {
                    $0.content.kind = .contactPointAddress
                    $0.content.value = "Calle 1"
                    $0.content.country = item.country
                    $0.content.state = item.state
                }
            ]
            return row
        }
        let result = try await harness.importRows(rows)
        let rejected = result.rejected.map { "\($0.line) \($0.column) \($0.code)" }
        #expect(rejected == ["2 state unknown_place", "3 country unknown_place"] && result.created == 3)
        for (number, zone) in [
            ("A-3", "America/Bogota"), ("A-4", "America/Mexico_City"), ("A-5", "America/Tijuana"),
        ] {
            guard case .account(let account)? = try harness.rows(try harness.account(number), .account).first else {
                Issue.record("\(number) is not there")
                continue
            }
            #expect(account.resolvedZone == zone, "\(number)")
        }
    }

    @Test func anImportAssignsNewAccountsAndMovesOldOnes() async throws {
        let (harness, branch) = try await office()
        let carla = try await harness.addPerson("Carla", .collector, branch)
        let diego = try await harness.addPerson("Diego", .collector, branch)
        try await harness.importAccounts(["A-1"], collector: "Carla")
        let account = try harness.account("A-1")
        #expect(try harness.store.read { try $0.placement(account)?.audience } == .collector(carla.person))
        let moved = try await harness.importAccounts(["A-1"], collector: "Diego")
        #expect(moved.updated == 1)
        #expect(try harness.store.read { try $0.placement(account)?.audience } == .collector(diego.person))
        let kept = try await harness.importAccounts(["A-1"])
        #expect(kept.unchanged == 1)
        #expect(try harness.store.read { try $0.placement(account)?.audience } == .collector(diego.person))
    }

    @Test func namesAreUniqueAndRolesHaveTheirBranches() async throws {
        let (harness, branch) = try await office()
        _ = try await harness.addPerson("Carla", .collector, branch)
        func code(_ call: () async throws -> Void) async -> String? {
            do {
                try await call()
                return nil
            } catch let error as RPCError {
                return error.metadata[stringValues: ServiceFailure.codeKey].first { _ in true }
            } catch {
                return "\(error)"
            }
        }
        #expect(await code { _ = try await harness.addBranch() } == "name_taken")
        #expect(await code { _ = try await harness.addBranch("Sur", zone: "Nowhere/Land") } == "unknown_time_zone")
        #expect(await code { _ = try await harness.addPerson("Carla", .collector, branch) } == "name_taken")
        #expect(await code { _ = try await harness.addPerson("Eva", .collector, nil) } == "branch_missing")
        #expect(await code { _ = try await harness.addPerson("Eva", .auditor, branch) } == "branch_not_allowed")
    }

    @Test func aConflictIsResolvedFromOutside() async throws {
        let (harness, branch) = try await office()
        var carla = try await harness.addPerson("Carla", .collector, branch)
        var sol = try await harness.addPerson("Sol", .supervisor, branch)
        try await harness.importAccounts(["A-1"], collector: "Carla")
        let account = try harness.account("A-1")
        func landmark(_ value: String) -> Intent {
            .setAccountFields(SetAccountFields(edits: [FieldEdit(field: "landmark", base: "", value: value)]))
        }
        _ = try await carla.sync([[try carla.operation(landmark("green door"), on: account)]])
        let second = try await sol.sync([[try sol.operation(landmark("blue door"), on: account)]])
        #expect(second.receipts.map(\.outcome.state) == [.conflicted])
        let before = try await harness.administration { try await $0.status(.init()) }
        #expect(before.openConflicts == 1)
        let conflict = try #require(second.receipts.first?.outcome.conflicts.first)
        let receipt = try await harness.administration { client in
            let request = Cartera_V1_ResolveConflictRequest.with {
                $0.conflict = conflict.ending
                $0.keep = "first"
            }
            return try await client.resolveConflict(request)
        }
        #expect(try receipt.native().outcome.state == .applied)
        let after = try await harness.administration { try await $0.status(.init()) }
        #expect(after.openConflicts == 0)
    }

    @Test func recordsAndOperationsAreListed() async throws {
        let (harness, branch) = try await office()
        var carla = try await harness.addPerson("Carla", .collector, branch)
        try await harness.importAccounts(["A-1", "A-2"], collector: "Carla")
        let account = try harness.account("A-1")
        let visit = try carla.visit(account)
        _ = try await carla.sync([[visit]])
        let rows = try await harness.administration { client in
            let request = Cartera_V1_ListRecordsRequest.with { $0.kinds = [.recordAccount, .recordVisit] }
            return try await client.listRecords(request) { response in
                try await response.messages.reduce(into: []) { $0 += $1.rows }
            }
        }
        #expect(rows.map(\.kind) == [.recordAccount, .recordAccount, .recordVisit])
        let operations = try await harness.administration { client in
            let request = Cartera_V1_ListOperationsRequest.with { $0.account = "A-1" }
            return try await client.listOperations(request) { response in
                try await response.messages.reduce(into: []) { $0.append($1) }
            }
        }
        #expect(operations.map(\.authorName) == ["Carla", "Ada"])
        #expect(operations.first?.header == Data(visit.header))
    }

    @Test func promisesAreJudgedAtTheDebtorsMidnightAndOnlyThen() async throws {
        let (harness, branch) = try await office()
        var carla = try await harness.addPerson("Carla", .collector, branch)
        try await harness.importAccounts(["A-1"], collector: "Carla")
        let account = try harness.account("A-1")
        let due = CalendarDate("2026-11-25")!
        let promise = MakePromise(
            promise: harness.core.parts.mint(), instalments: [Instalment(dueDay: due, amount: 50_000)], currency: "MXN")
        let made = try await carla.sync([[try carla.operation(.makePromise(promise), on: account)]])
        #expect(made.receipts.map(\.outcome.state) == [.applied])
        let judge = PromiseJudge(core: harness.core)
        #expect(try await judge.judge() == 0)
        // Far beyond due day and grace.
        harness.advance(milliseconds: 10 * 86_400_000)
        #expect(try await judge.judge() == 1)
        #expect(try await judge.judge() == 0)
        guard case .promise(let judged)? = try harness.rows(account, .promise).first else {
            Issue.record("no promise")
            return
        }
        #expect(judged.state == .broken)
    }
}
