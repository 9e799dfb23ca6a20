import Foundation
import Testing

/// The real programs with a wall clock that is wrong by years.
@Suite(.serialized, .enabled(if: Programs.available))
struct ClockTests {
    /// What is preloaded into the laptop's program.
    private func shim(in site: Site) throws -> String {
        let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
            "ClockShift/shift.c"
        ).path
        let library = site.folder.appendingPathComponent("shift.so").path
        let built = try run("/usr/bin/env", ["cc", "-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"])
        try #require(built.status == 0, "\(built.errors)")
        return library
    }

    private static let tenYears = 315_576_000

    @Test("a laptop ten years wrong works a day and does no harm", arguments: [tenYears, -tenYears])
    func tenYearsWrong(seconds: Int) throws {
        let site = try Site()
        try site.enrol("ana", person: "Ana")
        try site.enrol("luis", person: "Luis")
        try site.good(as: "ana", "sync")
        let account = try #require(try site.accounts("ana").first)
        let library = try shim(in: site)
        let wrong = ["LD_PRELOAD": library, "CARTERA_TEST_CLOCK_SHIFT": "\(seconds)"]
        func wrongly(_ arguments: String...) throws -> Finished {
            try run(
                Programs.path("cartera"), ["--home", site.home("ana"), "--json"] + arguments, environment: wrong)
        }
        let began = Date()
        for note in ["one", "two"] {
            let visit = try wrongly("visit", "record", account, "--outcome", "not_home", "--note", note)
            #expect(visit.status == 0, "\(visit.errors)")
        }
        let payment = try wrongly("payment", "record", account, "--amount", "100", "--method", "cash")
        #expect(payment.status == 0, "\(payment.errors)")
        // It does not take a certificate that its clock calls invalid, says where to look, and loses nothing.
        let sync = try wrongly("sync")
        #expect(sync.status == 77 && sync.errorCode == "server_not_trusted")
        #expect(sync.error["hint"]?.contains("clock") == true)
        #expect(try wrongly("status").json["pending"] as? Int == 3)

        // The clock is set: everything arrives once, and no date of the wrong clock decides over money.
        try site.settle("ana", "luis")
        let shown = try site.good(as: "ana", "account", "show", account).json
        #expect((shown["visits"] as? [Any])?.count == 2)
        let money = try #require((shown["payments"] as? [[String: Any]])?.first)
        let effective = try #require(ISO8601DateFormatter().date(from: money["effective_at"] as? String ?? ""))
        #expect(effective > began - 600 && effective < Date() + 600)
        let balance = try #require((shown["account"] as? [String: Any])?["balance"] as? [String: Any])
        #expect(balance["minor"] is Int)
        let verified = try run(Programs.path("carterad"), ["verify", "--data", site.data, "--json"])
        #expect(verified.status == 0, "\(verified.output)")
        // The others' day went on.
        #expect(try site.good(as: "luis", "sync").json["digest"] as? String == "match")
    }
}
