import Foundation
import Testing

/// Invitations, certificates and servers that are not what they should be.
@Suite(.serialized, .enabled(if: Programs.available))
struct BadInputIdentityTests {
    @Test("an invitation that is wrong, used, expired, revoked or for another server enrols nobody")
    func invitations() throws {
        let site = try Site()
        let enrolling = { (invitation: String, server: String) in
            ["enroll", invitation, "--device", "x", "--server", server]
        }
        try site.refused(as: "x", 65, "invitation_malformed", enrolling("cartera1-xyz", site.address))
        let cut = String(try site.invite("Ana").dropLast(9))
        try site.refused(as: "x", 65, "invitation_malformed", enrolling(cut, site.address))

        let used = try site.invite("Ana")
        try site.enrol("ana", used)
        try site.refused(as: "x", 77, "invitation_used", enrolling(used, site.address))

        let revoked = try site.good(as: "admin", "admin", "invite", "Ana").json
        try site.good(as: "admin", "admin", "invitation", "revoke", try #require(revoked["id"] as? String))
        try site.refused(
            as: "x", 77, "invitation_revoked", enrolling(try #require(revoked["invitation"] as? String), site.address))

        let expired = try site.invite("Ana")
        site.kill()
        try site.alter("UPDATE invitations SET expires_at = created_at + 1 WHERE used_by IS NULL")
        try site.start()
        try site.refused(as: "x", 77, "invitation_expired", enrolling(expired, site.address))

        let other = try Site(accounts: 1)
        let ours = try site.invite("Ana")
        try site.refused(as: "x", 77, "server_not_pinned", enrolling(ours, other.address))
        // Of the same server, but from before its list of invitations was lost.
        site.kill()
        try site.alter("DELETE FROM invitations WHERE used_by IS NULL")
        try site.start()
        try site.refused(as: "x", 77, "invitation_unknown", enrolling(ours, site.address))
        #expect(try site.good(as: "admin", "admin", "device", "list").items.count == 2)
        // The home is as good as new for an invitation that holds.
        try site.enrol("x", person: "Ana")
    }

    @Test("a server under another root, and a device of another organisation, are told apart; nothing is lost")
    func certificates() throws {
        let (site, other) = (try Site(), try Site(accounts: 1))
        try site.enrol("ana", person: "Ana")
        try other.enrol("ana", person: "Ana")
        let account = try #require(try site.accounts("ana").first)
        try site.good(as: "ana", "visit", "record", account, "--outcome", "not_home", "--note", "guardada")
        let files = FileManager.default
        let home = site.home("ana")
        let swapping = { (names: [String], body: () throws -> Void) in
            for name in names {
                try files.moveItem(atPath: "\(home)/\(name)", toPath: "\(home)/\(name).kept")
                try files.copyItem(atPath: "\(other.home("ana"))/\(name)", toPath: "\(home)/\(name)")
            }
            try body()
            for name in names {
                try files.removeItem(atPath: "\(home)/\(name)")
                try files.moveItem(atPath: "\(home)/\(name).kept", toPath: "\(home)/\(name)")
            }
        }
        try swapping(["root.pem"]) { try site.refused(as: "ana", 77, "server_not_trusted", ["sync"]) }
        try swapping(["device.pem", "device.key"]) { try site.refused(as: "ana", 83, "certificate_refused", ["sync"]) }
        try files.moveItem(atPath: "\(home)/device.pem", toPath: "\(home)/away")
        try site.refused(as: "ana", 65, "certificate_missing", ["sync"])
        try files.moveItem(atPath: "\(home)/away", toPath: "\(home)/device.pem")
        #expect(try site.good(as: "ana", "status").json["pending"] as? Int == 1)
        try site.settle("ana")
    }

    @Test("an invitation with several hosts, and --server with several, pass over one that is dead")
    func severalHosts() throws {
        let site = try Site()
        let dead = "localhost:1,\(site.address)"
        try site.good(as: "ana", "enroll", try site.invite("Ana"), "--device", "x", "--server", dead)
        let account = try #require(try site.accounts("ana").first)
        try site.good(as: "ana", "visit", "record", account, "--outcome", "not_home")
        #expect(try site.good(as: "ana", "sync").json["pushed"] as? Int == 1)
        try site.good(as: "ana", "sync", "--server", "localhost:1,localhost:2,\(site.address)")
        try site.refused(as: "ana", 69, "server_unreachable", ["sync", "--server", "localhost:1,localhost:2"])
        try site.good(as: "ana", "sync", "--server", site.address)
    }

    @Test("a copied laptop: the copy that comes second waits in quarantine until an administrator decides")
    func copiedLaptop() throws {
        let site = try Site()
        try site.enrol("ana", person: "Ana")
        try site.enrol("oficina", person: "Oficina")
        let account = try #require(try site.accounts("ana").first)
        try FileManager.default.copyItem(atPath: site.home("ana"), toPath: site.home("copia"))
        for (who, note) in [("ana", "del original"), ("copia", "de la copia")] {
            try site.good(as: who, "visit", "record", account, "--outcome", "not_home", "--note", note)
        }
        try site.good(as: "ana", "sync")
        try site.refused(as: "copia", 77, "device_quarantined", ["sync"])
        #expect(try site.good(as: "copia", "outbox", "list").items.count >= 1)

        let device = try #require(
            try site.good(as: "admin", "admin", "device", "list").items.first { $0["name"] as? String == "laptop-ana" })
        #expect(device["state"] as? String == "quarantined" && device["reason"] as? String == "chain_fork")
        let id = try #require(device["id"] as? String)
        let held = try site.good(as: "admin", "admin", "operation", "list", "--device", id).items
        #expect(held.first?["outcome"] as? String == "held" && held.first?["reason"] as? String == "quarantine")
        try site.good(as: "oficina", "sync")
        let before = try site.good(as: "oficina", "account", "show", account).json["visits"] as? [[String: Any]]
        #expect(before?.compactMap { $0["note"] as? String } == ["del original"])

        try site.good(as: "admin", "admin", "device", "release", id, "--reason", "era un respaldo")
        try site.settle("copia", "oficina")
        let after = try site.good(as: "oficina", "account", "show", account).json["visits"] as? [[String: Any]]
        #expect(after?.compactMap { $0["note"] as? String }.sorted() == ["de la copia", "del original"])
    }

    @Test("a revoked device's open stream ends at once, and its next call is told; its unsent work stays")
    func revokedWhileLive() throws {
        let site = try Site()
        try site.enrol("ana", person: "Ana")
        let account = try #require(try site.accounts("ana").first)
        let live = try Background(
            Programs.path("cartera"), ["--home", site.home("ana"), "--json", "sync", "--live"],
            errors: site.folder.appendingPathComponent("live.err"))
        #expect(live.line()?.contains("\"digest\"") == true)
        let began = ContinuousClock.now
        try site.good(as: "admin", "admin", "device", "revoke", "laptop-ana", "--reason", "robada")
        #expect(live.wait() == 83)
        #expect(ContinuousClock.now - began < .seconds(5))
        try site.good(as: "ana", "visit", "record", account, "--outcome", "not_home", "--note", "sin enviar")
        try site.refused(as: "ana", 83, "device_revoked", ["sync"])
        #expect(try site.good(as: "ana", "outbox", "list").items.count == 1)
    }
}
