import Foundation
import Testing

/// A server lost and restored from a backup: the field brings back what came after it.
@Suite(.serialized, .enabled(if: Programs.available))
struct RestoreTests {
    private func carterad(_ arguments: String...) throws -> Finished {
        try run(Programs.path("carterad"), arguments + ["--json"])
    }

    private func backup(_ site: Site, _ name: String = "backup.tar") throws -> String {
        let file = site.folder.appendingPathComponent(name).path
        let made = try carterad("backup", "--data", site.data, file)
        try #require(made.status == 0, "\(made.errors)")
        return file
    }

    private func visit(_ site: Site, _ who: String, _ account: String, _ note: String) throws {
        try site.good(as: who, "visit", "record", account, "--outcome", "not_home", "--note", note)
    }

    private func notes(_ site: Site, _ who: String, _ account: String) throws -> Set<String> {
        let shown = try site.good(as: who, "account", "show", account)
        let visits = shown.json["visits"] as? [[String: Any]] ?? []
        return Set(visits.compactMap { $0["note"] as? String })
    }

    private func device(_ site: Site, _ name: String) throws -> [String: Any] {
        let all = try site.good(as: "admin", "admin", "device", "list").items
        return try #require(all.first { $0["name"] as? String == name })
    }

    /// What the backup does not have: two collectors' work, an assignment, a revocation, a person with a laptop.
    private func workAfterBackup(_ site: Site, _ one: String, _ two: String, _ three: String) throws {
        try visit(site, "ana", one, "después 1")
        try site.good(as: "ana", "payment", "record", one, "--amount", "25", "--method", "cash")
        try visit(site, "luis", two, "después 2")
        for who in ["ana", "luis"] { try site.good(as: who, "sync") }
        try site.good(as: "admin", "admin", "assign", three, "--to", "Luis")
        let lost = try #require(try device(site, "laptop-perdida")["id"] as? String)
        try site.good(as: "admin", "admin", "device", "revoke", lost, "--reason", "robada")
        try site.good(as: "admin", "admin", "person", "add", "Eva", "--role", "branch", "--branch", "Centro")
        try site.enrol("eva", person: "Eva")
        for who in ["ana", "luis", "eva"] { try site.good(as: who, "sync") }
        try visit(site, "luis", three, "después 3")
        try site.good(as: "luis", "account", "set", three, "landmark=portón azul")
        try visit(site, "eva", one, "de la oficina")
        for who in ["luis", "eva", "oficina"] { try site.good(as: who, "sync") }
        try visit(site, "ana", one, "sin enviar")
    }

    /// Everything but the list of revocations is gone; returns the new epoch.
    private func loseAndRestore(_ site: Site, _ file: String) throws -> Int {
        #expect(site.stop() == 0)
        let list = site.folder.appendingPathComponent("revocations.log").path
        try FileManager.default.copyItem(atPath: "\(site.data)/revocations.log", toPath: list)
        try FileManager.default.removeItem(atPath: site.data)
        let restored = try carterad("restore", file, "--data", site.data, "--revocations", list)
        try #require(restored.status == 0, "\(restored.errors)")
        #expect(restored.json["invitations_voided"] as? Int == 1)
        #expect(restored.json["devices_revoked"] as? Int == 1)
        let epoch = try #require(restored.json["epoch"] as? Int)
        #expect(epoch > (restored.json["previous_epoch"] as? Int ?? .max))
        try site.start()
        return epoch
    }

    /// The administrator assigns again, adds the person again, and releases what waits.
    private func decide(_ site: Site, _ account: String) throws {
        try site.good(as: "admin", "admin", "assign", account, "--to", "Luis")
        let luis = try #require(try device(site, "laptop-luis")["id"] as? String)
        try site.good(as: "admin", "admin", "device", "release", luis)
        try site.good(as: "admin", "admin", "person", "add", "Eva", "--role", "branch", "--branch", "Centro")
        let unknown = try site.good(as: "admin", "admin", "device", "list", "--where", "reason = unknown_device").items
        let eva = try #require(unknown.first?["id"] as? String)
        try site.good(as: "admin", "admin", "device", "release", eva, "--person", "Eva")
    }

    @Test("two collectors and an administrator lose their server and nothing else")
    func serverDestroyed() throws {
        let site = try Site()
        for (who, person) in [("ana", "Ana"), ("luis", "Luis"), ("perdida", "Luis"), ("oficina", "Oficina")] {
            try site.enrol(who, person: person)
            try site.good(as: who, "sync")
        }
        let accounts = try site.accounts("ana")
        let (one, two, three) = (accounts[0], accounts[1], accounts[2])
        try site.good(as: "admin", "admin", "assign", two, "--to", "Luis")
        try visit(site, "ana", one, "antes")
        for who in ["ana", "luis", "oficina"] { try site.good(as: who, "sync") }
        let open = try site.invite("Ana")
        let file = try backup(site)

        try workAfterBackup(site, one, two, three)
        let epoch = try loseAndRestore(site, file)
        for who in ["ana", "luis", "oficina"] { try site.good(as: who, "sync") }
        try site.settle("ana", "luis", "oficina")
        #expect(try notes(site, "oficina", one) == ["antes", "después 1", "sin enviar"])
        #expect(try notes(site, "oficina", two) == ["después 2"])
        #expect(try notes(site, "oficina", three) == ["después 3"])
        #expect(try site.call(as: "perdida", "sync").status == 83)
        try site.refused(as: "nueva", 77, "invitation_revoked", ["enroll", open, "--server", site.address])

        // The assignment is lost, so Luis's landmark waits; Eva's laptop is nobody's until somebody says so.
        let eva = try site.call(as: "eva", "sync")
        #expect(eva.status == 77 && eva.errorCode == "device_quarantined")
        var losses = try site.good(as: "admin", "admin", "losses").json
        #expect((losses["operations"] as? [[String: Any]])?.count == 2)
        #expect((losses["restores"] as? [[String: Any]])?.first?["missing"] as? Int ?? 0 > 0)
        try decide(site, three)
        try site.settle("ana", "luis", "oficina", "eva")
        #expect(try notes(site, "eva", one) == ["antes", "después 1", "sin enviar", "de la oficina"])
        let shown = try site.good(as: "luis", "account", "show", three)
        let account = shown.json["account"] as? [String: Any]
        #expect((account?["registers"] as? [String: Any])?["landmark"] as? String == "portón azul")
        losses = try site.good(as: "admin", "admin", "losses").json
        #expect((losses["operations"] as? [[String: Any]])?.isEmpty == true)

        let receipts = try site.good(as: "ana", "receipt", "list").items
        #expect(Set(receipts.compactMap { $0["outcome"] as? String }) == ["applied"])
        #expect(receipts.filter { $0["epoch"] as? Int == epoch }.count == 3)
        let verified = try carterad("verify", "--data", site.data)
        #expect(verified.status == 0, "\(verified.output)\(verified.errors)")
    }

    @Test("a restore refuses what would cost something, and changes nothing then")
    func refusals() throws {
        let site = try Site(isBare: true)
        let file = try backup(site)
        let elsewhere = site.folder.appendingPathComponent("elsewhere").path
        func refused(_ status: Int32, _ code: String, _ arguments: String...) throws {
            let finished = try run(Programs.path("carterad"), ["restore"] + arguments + ["--json"])
            Site.expect(finished, status, code)
        }
        try refused(75, "locked", file, "--data", site.data, "--replace")
        #expect(site.stop() == 0)
        try refused(73, "exists", file, "--data", site.data)
        try refused(64, "revocations_missing", file, "--data", elsewhere)
        #expect(!FileManager.default.fileExists(atPath: elsewhere))
        try refused(65, "file_not_found", file + "x", "--data", elsewhere, "--no-later-revocations")
        let whole = try Data(contentsOf: URL(fileURLWithPath: file))
        let damaged = site.folder.appendingPathComponent("damaged.tar").path
        for place in [whole.count / 2, whole.count - 1500] {
            var bytes = whole
            bytes[place] ^= 1
            try bytes.write(to: URL(fileURLWithPath: damaged))
            try refused(65, "backup_damaged", damaged, "--data", elsewhere, "--no-later-revocations")
        }
        try whole.prefix(whole.count / 2).write(to: URL(fileURLWithPath: damaged))
        try refused(65, "backup_damaged", damaged, "--data", site.data, "--replace")
        try site.start()
        try site.enrol("admin", site.firstInvitation)
        #expect(site.stop() == 0)

        let replaced = try carterad("restore", file, "--data", site.data, "--replace")
        try #require(replaced.status == 0, "\(replaced.errors)")
        let aside = try #require(replaced.json["replaced"] as? String)
        #expect(FileManager.default.fileExists(atPath: "\(aside)/store.sqlite"))
        #expect(FileManager.default.fileExists(atPath: "\(site.data)/root.key.pem"))
        try site.start()
        // The administrator's device is younger than the backup: break-glass lets a new one in.
        #expect(try site.call(as: "admin", "admin", "status").status != 0)
        let invited = try carterad("invite", "--data", site.data, "--role", "administrator")
        try site.enrol("zoe", try #require(invited.json["invitation"] as? String))
        try site.good(as: "zoe", "admin", "status")
    }

    @Test("two laptops from one image: the second is noticed, its work is kept, the administrator decides")
    func clonedHome() throws {
        let site = try Site()
        for (who, person) in [("ana", "Ana"), ("oficina", "Oficina")] {
            try site.enrol(who, person: person)
            try site.good(as: who, "sync")
        }
        let account = try #require(try site.accounts("ana").first)
        try FileManager.default.copyItem(atPath: site.home("ana"), toPath: site.home("copia"))
        try visit(site, "ana", account, "original")
        try site.good(as: "ana", "sync")
        try visit(site, "copia", account, "copia 1")
        try visit(site, "copia", account, "copia 2")
        try site.refused(as: "copia", 77, "device_quarantined", ["sync"])
        #expect(try notes(site, "oficina", account).isEmpty)
        try site.good(as: "oficina", "sync")
        #expect(try notes(site, "oficina", account) == ["original"])
        let seen = try device(site, "laptop-ana")
        #expect(seen["state"] as? String == "quarantined" && seen["reason"] as? String == "chain_fork")
        let held = try site.good(as: "admin", "admin", "operation", "list", "--where", "outcome = held").items
        #expect(held.count == 2)
        #expect(try site.good(as: "copia", "status").json["pending"] as? Int == 0)
        // The one that went on first is not held up.
        try visit(site, "ana", account, "original 2")
        #expect(try site.good(as: "ana", "sync").json["digest"] as? String == "match")
        try site.refused(as: "copia", 77, "device_quarantined", ["sync"])

        try site.good(as: "admin", "admin", "device", "release", try #require(seen["id"] as? String))
        try site.settle("copia", "oficina")
        let everything: Set = ["original", "original 2", "copia 1", "copia 2"]
        #expect(try notes(site, "oficina", account) == everything)
        #expect(try notes(site, "copia", account) == everything)
        try site.settle("ana")
        #expect(try notes(site, "ana", account) == everything)
        let verified = try carterad("verify", "--data", site.data)
        #expect(verified.status == 0, "\(verified.output)\(verified.errors)")
    }

    @Test("killed at each rename, a restore is whole or is done again by the same command")
    func killedWhileRestoring() throws {
        let site = try Site(isBare: true)
        let file = try backup(site)
        #expect(site.stop() == 0)
        let command = [Programs.path("carterad"), "restore", file, "--data", site.data, "--replace", "--json"]
        var deaths = 0
        for number in 1...60 {
            let inject = "inject=rename:signal=KILL:when=\(number)"
            let finished = try run(
                "/usr/bin/env",
                ["strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=rename", "-e", inject] + command)
            if finished.status == 0 { break }
            deaths += 1
            let isWhole = FileManager.default.fileExists(atPath: "\(site.data)/carterad.yaml")
            if !isWhole {
                let again = try run(command[0], Array(command.dropFirst()))
                try #require(again.status == 0, "\(number): \(again.errors)")
            }
            let verified = try carterad("verify", "--data", site.data)
            #expect(verified.status == 0, "\(number): \(verified.output)\(verified.errors)")
        }
        #expect((10..<60).contains(deaths))
    }
}
