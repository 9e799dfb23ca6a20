import FieldModel
import FieldRules
import Foundation
import HostLibraries
import SyncCore
import SyncStorage
import SyncWire
import Synchronization
import Testing

@testable import SyncClient
@testable import SyncServer

/// What the lender's files tell starts the clocks that packs ask for, on the server and without a laptop.
@Suite("Duties that files start")
struct DutiesFromFilesTests {
    private static func pack(_ name: String, _ more: String = "") -> RuleDocument {
        let text = """
            {"pack": "\(name)", "version": 1, "title": "t", "source": "s", "as_of": "2026-01-01", "confidence": "A",
             "reviewed_by": "x", "rules": [
              {"id": "deceased", "kind": "stop_state", "title": "t", "citation": "c", "flag": "deceased"}]\(more)}
            """
        return RuleDocument(
            kind: .pack, name: name, version: "1", days: ValidDays(), content: try! JSONReader.read(text))
    }

    private static let duties = """
        , "duties": [
          {"duty": "verify", "title": "t", "citation": "c", "starts": "flag", "flag": "dispute", "within_days": 30,
           "notices": ["verification"]},
          {"duty": "condole", "title": "t", "citation": "c", "starts": "flag", "flag": "deceased", "within_days": 5,
           "notices": ["condolence"]},
          {"duty": "answer", "title": "t", "citation": "c", "starts": "complaint", "within_days": 10},
          {"duty": "letter", "title": "t", "citation": "c", "starts": "paid_in_full", "within_days": 10,
           "notices": ["full_payment"]}]
        """

    private func world() async throws -> ClientWorld {
        let world = try await ClientWorld(accounts: [])
        let harness = world.harness
        let eva = try await harness.addPerson("Eva", .compliance, nil)
        let documents = [Self.pack("stop-states"), Self.pack("allowance"), Self.pack("law", Self.duties)]
        let now = harness.clock.now
        for peer in [harness.administrator, eva.peer] {
            _ = try await harness.administration(as: peer) {
                try await Administration($0, now: now).activate(documents)
            }
        }
        return world
    }

    private func take(_ text: String, payments: Bool = false, in world: ClientWorld) async throws -> ImportReport {
        let harness = world.harness
        let now = harness.clock.now
        var options = ImportOptions(today: CalendarDate("2026-11-24")!, hash: OpenSSLHash())
        options.branch = payments ? "" : "Centro"
        let chosen = options
        let given = Mutex(false)
        let chunk: @Sendable () throws -> [UInt8]? = {
            given.withLock { isGiven in
                defer { isGiven = true }
                return isGiven ? nil : Array(text.utf8)
            }
        }
        return try await harness.administration {
            let server = Administration($0, now: now)
            return payments
                ? try await server.importPayments(chosen, chunk: chunk)
                : try await server.importAccounts(chosen, chunk: chunk)
        }
    }

    private func duties(_ account: AccountID, _ world: ClientWorld) throws -> [String] {
        try world.harness.rows(account, .duty).compactMap { content in
            if case .duty(let duty) = content { "\(duty.kind)\(duty.satisfiedAt == nil ? "" : " done")" } else { nil }
        }.sorted()
    }

    private static let header =
        "account_number,debtor_name,currency,balance,days_past_due,collector,flags,complaint,notices,debtor_document,balance_as_of"

    @Test("a file with flags and a complaint starts their clocks, stops contact, and tells the person's other account")
    func flags() async throws {
        let world = try await world()
        let file = """
            \(Self.header)
            A-1,Rosa,MXN,100.00,10,Ana,dispute:2026-11-01;deceased,Called at night,,R-1,2026-11-20
            A-2,Rosa,MXN,200.00,10,Ana,,,,R-1,2026-11-20
            """
        let report = try await take(file + "\n", in: world)
        #expect(report.created == 2 && report.rejected == 0)
        let (first, second) = (try world.account("A-1"), try world.account("A-2"))
        #expect(try duties(first, world) == ["answer", "condole", "verify"])
        // The dispute is of the one debt; death is the person's.
        #expect(try duties(second, world) == ["condole"])
        #expect(try await take(file + "\n", in: world).unchanged == 2)
        let flags = try world.harness.rows(second, .flag).compactMap { content in
            if case .flag(let flag) = content { flag.kind } else { nil }
        }
        #expect(flags == ["deceased"])
        let later = try await take(
            "\(Self.header)\nA-1,Rosa,MXN,100.00,10,Ana,,,verification:2026-11-23,R-1,2026-11-20\n", in: world)
        #expect(later.updated == 1)
        #expect(try duties(first, world) == ["answer", "condole", "verify done"])
        #expect(try world.harness.store.verify() == [])
    }

    @Test("the lender's payment of all that is owed asks for the letter of full payment")
    func payment() async throws {
        let world = try await world()
        _ = try await take("\(Self.header)\nA-1,Rosa,MXN,100.00,10,Ana,,,,,2026-11-20\n", in: world)
        let account = try world.account("A-1")
        #expect(try duties(account, world).isEmpty)
        let columns = "account_number,external_reference,effective_date,amount"
        for (amount, expected) in [("60.00", []), ("40.00", ["letter"])] {
            let report = try await take(
                "\(columns)\nA-1,L-\(amount),2026-11-24,\(amount)\n", payments: true, in: world)
            #expect(report.created == 1)
            #expect(try duties(account, world) == expected)
        }
    }
}
