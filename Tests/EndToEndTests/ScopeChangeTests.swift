import Foundation
import Testing

/// Accounts that change the branch and persons that change their role, with real programs.
@Suite(.serialized, .enabled(if: Programs.available))
struct ScopeChangeTests {
    private static let here = ["ana", "oficina", "beatriz"]

    /// Ana collects in Centro, with an office and a supervisor; Rosa in Norte, with an office.
    private func team() throws -> (Site, String) {
        let site = try Site(accounts: 4)
        try site.good(as: "admin", "admin", "branch", "add", "Norte", "--time-zone", "America/Monterrey")
        for (name, role, branch) in [
            ("Beatriz", "supervisor", "Centro"), ("Rosa", "collector", "Norte"), ("OficinaNorte", "branch", "Norte"),
        ] {
            try site.good(as: "admin", "admin", "person", "add", name, "--role", role, "--branch", branch)
        }
        for (who, person) in [
            ("ana", "Ana"), ("oficina", "Oficina"), ("beatriz", "Beatriz"), ("rosa", "Rosa"), ("norte", "OficinaNorte"),
        ] {
            try site.enrol(who, person: person)
            try site.good(as: who, "sync")
        }
        return (site, try #require(try site.accounts("ana").first))
    }

    private func move(_ site: Site, _ account: String, to person: String) throws {
        let moved = try site.good(as: "admin", "admin", "assign", account, "--to", person, "--across-branches")
        #expect(moved.json["assigned"] as? Int == 1)
    }

    private func visit(_ site: Site, _ who: String, _ account: String, _ note: String) throws {
        try site.good(as: who, "visit", "record", account, "--outcome", "not_home", "--note", note)
    }

    private func erasures(_ site: Site, _ who: String) throws -> Int? {
        let devices = try site.good(as: "admin", "admin", "status").json["devices"] as? [[String: Any]] ?? []
        return devices.first { $0["name"] as? String == "laptop-\(who)" }?["erasures_pending"] as? Int
    }

    private func notes(_ site: Site, _ who: String, _ account: String) throws -> Set<String> {
        let visits = try site.good(as: who, "account", "show", account).json["visits"] as? [[String: Any]] ?? []
        return Set(visits.compactMap { $0["note"] as? String })
    }

    @Test("an account moves to another branch with unsent work, back again, and on in conflict")
    func branches() throws {
        let (site, account) = try team()
        try visit(site, "ana", account, "antes del traslado")
        let mistaken = try site.call(as: "admin", "admin", "assign", account, "--to", "Rosa")
        #expect(mistaken.status == 65 && mistaken.errorCode == "other_branch")
        try move(site, account, to: "Rosa")
        for who in Self.here { #expect(try erasures(site, who) == 1, "\(who)") }
        let synced = try site.good(as: "ana", "sync").json
        #expect(synced["pushed"] as? Int == 1 && synced["evicted"] as? Int == 1)
        for who in ["oficina", "beatriz"] { #expect(try site.good(as: who, "sync").json["evicted"] as? Int == 1) }
        try site.settle("ana", "oficina", "beatriz", "rosa", "norte")
        for who in Self.here {
            #expect(try erasures(site, who) == 0, "\(who)")
            #expect(try !site.accounts(who).contains(account))
        }
        for who in ["rosa", "norte"] { #expect(try notes(site, who, account) == ["antes del traslado"]) }

        // Back while Rosa has unsent work, and her office another value of the field that Ana then writes.
        try visit(site, "rosa", account, "en Norte")
        try site.good(as: "norte", "account", "set", account, "preferred_hour=09:30")
        try move(site, account, to: "Ana")
        try site.settle("ana")
        try site.good(as: "ana", "account", "set", account, "preferred_hour=18:00")
        try site.settle("rosa", "norte", "ana", "oficina", "beatriz")
        #expect(try notes(site, "ana", account) == ["antes del traslado", "en Norte"])
        let open = try site.good(as: "admin", "admin", "conflict", "list").items
        #expect(open.count == 1)
        try move(site, account, to: "Rosa")
        try site.settle("ana", "oficina", "beatriz", "rosa", "norte")
        let conflict = try #require(try site.good(as: "rosa", "conflict", "list").items.first?["id"] as? String)
        try site.good(as: "rosa", "conflict", "resolve", conflict, "--keep", "last")
        try site.settle("rosa", "norte")
        #expect(try site.good(as: "norte", "conflict", "list").items.isEmpty)
        for who in Self.here + ["rosa", "norte"] { #expect(try erasures(site, who) == 0, "\(who)") }
        #expect(site.stop() == 0)
        #expect(try run(Programs.path("carterad"), ["verify", "--data", site.data]).status == 0)
    }

    @Test("a supervisor becomes a collector, and then an auditor: the laptop gives up what is not his")
    func roles() throws {
        let (site, account) = try team()
        try visit(site, "beatriz", account, "visita de Beatriz")
        try site.refused(as: "admin", 77, "own_role", ["admin", "person", "set", "Administrator", "--role", "auditor"])
        try site.refused(as: "admin", 65, "accounts_assigned", ["admin", "person", "set", "Ana", "--role", "auditor"])
        let changed = try site.good(as: "admin", "admin", "person", "set", "Beatriz", "--role", "collector")
        #expect(changed.json["role"] as? String == "collector")
        #expect(try erasures(site, "beatriz") == 4)
        let synced = try site.good(as: "beatriz", "sync").json
        #expect(synced["digest"] as? String == "match")
        // Sent ahead of the Welcome, and again in the new scope: one effect.
        #expect((synced["receipts"] as? [String: Any])?["applied"] as? Int == 1)
        try site.good(as: "beatriz", "sync")
        let status = try site.good(as: "beatriz", "status").json
        #expect(status["role"] as? String == "collector" && status["digest"] as? String == "match")
        #expect(try site.accounts("beatriz").isEmpty)
        #expect(try erasures(site, "beatriz") == 0)
        try site.settle("oficina")
        #expect(try notes(site, "oficina", account) == ["visita de Beatriz"])
        // What he may do is decided by the role that he has now.
        try site.refused(as: "beatriz", 77, "not_permitted", ["admin", "assign", account, "--to", "Luis"])

        try site.good(as: "admin", "admin", "assign", account, "--to", "Beatriz")
        try site.settle("beatriz")
        #expect(try site.accounts("beatriz") == [account])
        try site.good(as: "admin", "admin", "assign", account, "--to", "Ana")
        try site.good(as: "admin", "admin", "person", "set", "Beatriz", "--role", "auditor")
        for _ in 0..<2 { try site.good(as: "beatriz", "sync") }
        #expect(try site.accounts("beatriz").isEmpty)
        #expect(try erasures(site, "beatriz") == 0)
        #expect(try site.good(as: "beatriz", "admin", "account", "list").items.count == 4)
    }
}
