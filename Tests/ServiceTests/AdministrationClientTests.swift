import FieldModel
import Foundation
import GRPCCore
import HostLibraries
import SyncCore
import SyncServer
import SyncStorage
import SyncWire
import Synchronization
import Testing

@testable import SyncClient

private let header = "account_number,debtor_name,currency,balance,days_past_due,collector"

/// Pieces of a text, small enough to cut rows.
private func pieces(_ text: String, of size: Int = 1000) -> @Sendable () throws -> [UInt8]? {
    let bytes = Array(text.utf8)
    let position = Mutex(0)
    return {
        position.withLock { start in
            guard start < bytes.count else { return nil }
            defer { start += size }
            return Array(bytes[start..<min(start + size, bytes.count)])
        }
    }
}

extension ServerHarness {
    fileprivate func asking<T: Sendable>(
        _ body: @escaping @Sendable (Administration) async throws -> T
    ) async throws -> T {
        let now = clock.now
        return try await administration { try await body(Administration($0, now: now, localOffsetSeconds: -21_600)) }
    }

    fileprivate func importing(
        _ text: String, _ change: (inout ImportOptions) -> Void = { _ in }
    ) async throws -> ImportReport {
        var options = ImportOptions(today: CalendarDate("2026-11-24")!, hash: OpenSSLHash())
        options.branch = "Centro"
        change(&options)
        let chosen = options
        return try await asking { try await $0.importAccounts(chosen, chunk: pieces(text)) }
    }
}

extension ServerHarness {
    fileprivate func importingPayments(
        _ text: String, _ change: (inout ImportOptions) -> Void = { _ in }
    ) async throws -> ImportReport {
        var options = ImportOptions(today: CalendarDate("2026-11-24")!, hash: OpenSSLHash())
        change(&options)
        let chosen = options
        return try await asking { try await $0.importPayments(chosen, chunk: pieces(text, of: 700)) }
    }
}

@Suite struct AdministrationClientTests {
    private func office() async throws -> (ServerHarness, BranchRecord) {
        let harness = try await ServerHarness()
        return (harness, try await harness.addBranch())
    }

    private func file(_ count: Int, balance: Int = 100) -> String {
        let rows = (1...count).map { "A-\($0),Debtor \($0),MXN,\(balance).50,\($0 % 100),\n" }
        return "\(header)\n" + rows.joined()
    }

    @Test func aFileOfManyBatchesIsImportedOnce() async throws {
        let (harness, _) = try await office()
        let seen = Mutex<[UInt64]>([])
        let first = try await harness.importing(file(1_750)) { options in
            options.progress = { report in seen.withLock { $0.append(report.taken) } }
        }
        #expect(first.created == 1_750 && first.rejected == 0)
        #expect(seen.withLock { $0 } == [500, 1_000, 1_500, 1_750])
        harness.advance(milliseconds: 86_400_000)
        let again = try await harness.importing(file(1_750))
        #expect(again.unchanged == 1_750 && again.created == 0 && again.updated == 0)
        let changed = try await harness.importing(file(3, balance: 7))
        #expect(changed.updated == 3)
    }

    @Test func aDryRunStoresNothing() async throws {
        let (harness, branch) = try await office()
        let before = try harness.store.read { try $0.head(branch.id) }
        let report = try await harness.importing(file(5)) { $0.isDryRun = true }
        #expect(report.created == 5 && report.isDryRun)
        #expect(try harness.store.read { try $0.head(branch.id) } == before)
    }

    @Test func rejectionsOfBothSidesAreToldInTheFilesOrder() async throws {
        let (harness, _) = try await office()
        let text = "\(header)\nA-1,Ana,MXN,1,0,\nA-2,Eva,MXN,1,0,Nobody\nA-3,Ida,MXN,-1,0,\nA-1,Ana,MXN,1,0,\n"
        let out = Mutex<[UInt8]>([])
        let report = try await harness.importing(text) { options in
            options.rejectsFile = RejectsFile { bytes in out.withLock { $0 += bytes } }
        }
        #expect(report.created == 1 && report.rejected == 3)
        let told = report.rejections.map { "\($0.line) \($0.problem.column) \($0.problem.code)" }
        #expect(
            told == ["3 collector unknown_collector", "4 balance negative_amount", "5 account_number duplicate_number"])
        #expect(report.failure == nil)
        #expect(String(decoding: out.withLock { $0 }, as: UTF8.self).split(separator: "\r\n").count == 4)
    }

    @Test func aFileOfWhichNothingCanBeTakenIsAFailure() async throws {
        let (harness, _) = try await office()
        let report = try await harness.importing("\(header)\nA-1,Ana,MXN,x,0,\n")
        #expect(report.failure?.code == "no_row_taken" && report.failure?.status == .badInput)
        #expect(try await harness.importing("\(header)\n").failure == nil)
    }

    @Test func whatSpoilsTheFileMidwayIsTheErrorThatIsTold() async throws {
        let (harness, _) = try await office()
        let error = await #expect(throws: ClientFailure.self) {
            try await harness.importing(file(1_200) + "A-x,\"open,MXN,1,0,\n")
        }
        #expect(error?.code == "file_truncated")
        let missing = await #expect(throws: ClientFailure.self) { try await harness.importing("a,b\n1,2\n") }
        #expect(missing?.code == "missing_column")
    }

    @Test func rejectionsAreListedUpToALimitAndCounted() async throws {
        let (harness, _) = try await office()
        let rows = (1...1_200).map { "A-\($0),Ana,MXN,-1,0,\n" }.joined()
        let report = try await harness.importing("\(header)\n" + rows + "B-1,Eva,MXN,1,0,\n")
        #expect(report.created == 1 && report.rejected == 1_200)
        #expect(report.rejections.count == ImportReport.mostRejections && report.rejectionsOmitted == 200)
    }

    @Test func branchesPersonsInvitationsAndDevicesAreShown() async throws {
        let (harness, branch) = try await office()
        let carla = try await harness.addPerson("Carla", .collector, branch)
        let (person, invitation, invitations, devices, branches) = try await harness.asking { server in
            let person = try await server.addPerson("Diego", role: "collector", branch: "Centro")
            let invitation = try await server.invite("Diego")
            let revoked = try await server.setDevice(carla.id.description, to: "revoked", reason: "lost")
            #expect(revoked["state"] == "revoked" && revoked["reason"] == "lost")
            return (
                person, invitation, try await server.invitations(branch: nil),
                try await server.devices(branch: "Centro"),
                try await server.branches()
            )
        }
        #expect(person["id"] != nil && person["branch"] == "Centro" && person["disabled"] == false)
        #expect(invitation["id"] == invitations[0]["id"] && invitations[0]["state"] == "open")
        guard case .string(let text)? = invitation["invitation"] else {
            Issue.record("no invitation")
            return
        }
        #expect(text.hasPrefix(InvitationText.prefix))
        #expect(devices.map { $0["person"] } == ["Carla"] && branches.map { $0["name"] } == ["Centro"])
    }

    @Test func accountsAreListedShownAndAssigned() async throws {
        let (harness, branch) = try await office()
        _ = try await harness.addPerson("Carla", .collector, branch)
        _ = try await harness.addPerson("Diego", .collector, branch)
        let rows = (1...4).map { "A-\($0),Debtor \($0),MXN,100,\($0 * 30),Carla\n" }.joined()
        _ = try await harness.importing("\(header)\n" + rows)
        let (moved, missing, all, shown) = try await harness.asking { server in
            let moved = try await server.assign(
                allOf: "Carla", to: "Diego", where: try Query("days_past_due > 60"))
            let missing = try await server.assign(["A-1", "A-99"], to: "Diego")
            return (moved, missing, try await server.accounts(branch: "Centro"), try await server.account("A-4"))
        }
        #expect(moved.assigned == 2 && moved.failed.isEmpty && moved.failure == nil)
        #expect(missing.assigned == 1 && missing.failure?.code == "unknown_account")
        let assignees = try Query.sorted(all, by: "number").map { $0["assignee"] }
        #expect(assignees == ["Diego", "Carla", "Diego", "Diego"])
        #expect(all[0]["balance"] == ["minor": 10_000, "currency": "MXN"])
        #expect(shown["account"]?["number"] == "A-4" && shown["account"]?["assignee"] == "Diego")
        #expect(shown["debtor"]?["name"] == "Debtor 4" && shown["visits"] == .array([]))
        let unknown = await #expect(throws: ClientFailure.self) {
            try await harness.asking {
                try await $0.assign(allOf: "Nobody", to: "Diego", where: try Query("bucket = 1-30"))
            }
        }
        #expect(unknown?.code == "unknown_person")
    }

    @Test func operationsAndExportsSayWhatWasDone() async throws {
        let (harness, branch) = try await office()
        var carla = try await harness.addPerson("Carla", .collector, branch)
        _ = try await harness.importing("\(header)\nA-1,\"Ruiz, Ana\",MXN,100.25,3,Carla\n")
        let account = try harness.account("A-1")
        _ = try await carla.sync([[try carla.visit(account, note: "puerta verde")]])
        let out = Mutex<[UInt8]>([])
        let (operations, shown, status) = try await harness.asking { server in
            var query = OperationQuery()
            query.account = "A-1"
            let operations = try await server.operations(query)
            guard case .string(let id)? = operations[0]["operation"] else { throw CancellationError() }
            let count = try await server.export(.accounts, as: .csv, branch: nil) { bytes in
                out.withLock { $0 += bytes }
            }
            #expect(count == 1)
            return (operations, try await server.operation(id), try await server.status(branch: nil))
        }
        #expect(operations.map { $0["kind"] } == ["record_visit", "import_account"])
        #expect(shown["text"]?["note"] == "puerta verde" && shown["author"] == "Carla")
        #expect(status["organisation"] == "Crédito Ágil" && status["open_conflicts"] == 0)
        var csv = CSVReader()
        let rows = csv.read(out.withLock { $0 }).map { row in (0..<row.count).map { row.text(of: $0)! } }
        let exported = Dictionary(uniqueKeysWithValues: zip(rows[0], rows[1]))
        #expect(exported["number"] == "A-1" && exported["debtor"] == "Ruiz, Ana" && exported["balance"] == "100.25")
        #expect(exported["currency"] == "MXN" && rows.count == 2)
    }

    @Test func workThatWaitsInQuarantineIsCountedForWhoeverSeesAllBranches() async throws {
        let (harness, branch) = try await office()
        var carla = try await harness.addPerson("Carla", .collector, branch)
        _ = try await harness.importing("\(header)\nA-1,Ana,MXN,1,0,Carla\n")
        _ = try await carla.sync()
        try await harness.setState(carla.id, "quarantined")
        _ = try await carla.sync([[try carla.visit(try harness.account("A-1"))]])
        let (all, one) = try await harness.asking { server in
            (try await server.status(branch: nil), try await server.status(branch: "Centro"))
        }
        #expect(all["held"] == 1 && one["held"] == 0)
    }

    @Test(arguments: ExportKind.allCases)
    func anExportWithoutItemsNamesItsColumns(kind: ExportKind) async throws {
        let harness = try await ServerHarness()
        let out = Mutex<[UInt8]>([])
        let count = try await harness.asking { server in
            try await server.export(kind, as: .csv, branch: nil) { bytes in out.withLock { $0 += bytes } }
        }
        var csv = CSVReader()
        let rows = csv.read(out.withLock { $0 })
        #expect(count == 0 && rows.count == 1 && rows[0].count > 10)
    }

    @Test func anUnknownDeviceIsSaidToBeNotFound() async throws {
        let harness = try await ServerHarness()
        var query = OperationQuery()
        query.device = "nope"
        let asked = query
        for call in [
            { (server: Administration) in _ = try await server.setDevice("nope", to: "revoked", reason: "lost") },
            { (server: Administration) in _ = try await server.operations(asked) },
        ] as [@Sendable (Administration) async throws -> Void] {
            let error = await #expect(throws: RPCError.self) { try await harness.asking(call) }
            #expect(error?.code == .notFound)
            #expect(error?.metadata[stringValues: "cartera-code"].contains("unknown_device") == true)
            #expect(error?.metadata[stringValues: "cartera-hint"].contains("See `cartera admin device list`.") == true)
        }
    }

    @Test func anExportOfOperationsGoesThroughPagesInTheOrderOfAdmission() async throws {
        let (harness, branch) = try await office()
        let north = try await harness.addBranch("Norte")
        var carla = try await harness.addPerson("Carla", .collector, branch)
        let rows = (1...1_100).map { "A-\($0),Debtor \($0),MXN,100,3,Carla\n" }.joined()
        _ = try await harness.importing("\(header)\n" + rows)
        _ = try await carla.sync([[try carla.visit(try harness.account("A-7"), note: "al final")]])
        for (name, count) in [(nil, 1_101), (branch.name, 1_101), (north.name, 0)] as [(String?, Int)] {
            let out = Mutex<[String]>([])
            let written = try await harness.asking { server in
                try await server.export(.operations, as: .jsonl, branch: name) { bytes in
                    out.withLock { $0.append(String(decoding: bytes, as: UTF8.self)) }
                }
            }
            let lines = out.withLock { $0 }.filter { !$0.contains("\"write_document\"") }
            #expect(lines.count == count && written >= UInt64(count))
            let kinds = lines.map { $0.contains("\"import_account\"") }
            #expect(kinds.dropLast().allSatisfy { $0 } && kinds.last != true)
        }
    }

    private static let paymentHeader = "account_number,external_reference,effective_date,amount,reverses,matches"

    @Test func paymentsAreImportedOnceAndReturned() async throws {
        let (harness, _) = try await office()
        _ = try await harness.importing(file(1_200))
        let rows = (1...1_200).map { "A-\($0),L-\($0),2026-11-24,10.50,," }
        let text = "\(Self.paymentHeader)\n" + rows.joined(separator: "\n")
        let dry = try await harness.importingPayments(text) { $0.isDryRun = true }
        #expect(dry.created == 1_200)
        let first = try await harness.importingPayments(text)
        #expect(first.created == 1_200 && first.rejected == 0)
        let again = try await harness.importingPayments(text)
        #expect(again.unchanged == 1_200 && again.created == 0)
        let account = try harness.account("A-7")
        let back = "\(Self.paymentHeader)\nA-7,L-7b,2026-11-24,10.50,L-7,\n"
        for (updated, unchanged) in [(1, 0), (0, 1)] as [(UInt64, UInt64)] {
            let report = try await harness.importingPayments(back)
            #expect(report.updated == updated && report.unchanged == unchanged)
        }
        let payments = try harness.rows(account, .payment)
        #expect(payments.count == 1)
        guard case .payment(let payment)? = payments.first else { return }
        #expect(payment.reversalReference == "L-7b" && payment.amount == 1_050 && payment.fromLender)
        #expect(try harness.store.verify() == [])
    }

    @Test func paymentRowsThatCannotBeTakenAreToldAndTheOthersGoIn() async throws {
        let (harness, _) = try await office()
        _ = try await harness.importing(file(3))
        let text = """
            \(Self.paymentHeader)
            A-1,L-1,2026-11-24,10.505,,
            A-9,L-1,2026-11-24,10,,
            A-1,,2026-11-24,10,,
            A-1,L-2,2026-11-30,10,,
            A-1,L-3,2026-11-24,0,,
            A-1,L-4,2026-11-24,10,L-99,
            A-1,L-5,2026-11-24,10,,V-99
            A-1,L-6,2026-11-24,10,,
            A-1,L-6,2026-11-24,11,,

            """
        let report = try await harness.importingPayments(text)
        #expect(report.created == 1 && report.rejected == 8)
        #expect(
            report.rejections.map(\.problem.code) == [
                "amount_too_precise", "unknown_account", "missing", "date_in_future", "amount_not_positive",
                "unknown_payment", "unknown_payment", "reference_taken",
            ])
        #expect(report.rejections.map(\.line) == [2, 3, 4, 5, 6, 7, 8, 10])
    }
}
