import Foundation
import Testing

/// Documents and photos with real programs: taken offline, sent after the records, cut, fetched elsewhere, gone.
@Suite(.serialized, .enabled(if: Programs.available))
struct AttachmentTests {
    private func file(_ site: Site, _ name: String, _ bytes: Data) throws -> String {
        let path = site.folder.appendingPathComponent(name).path
        try bytes.write(to: URL(fileURLWithPath: path))
        return path
    }

    /// A JPEG by its beginning; no two pieces of it are alike, so that a piece can be looked for.
    private func photo(_ count: Int, seed: UInt64 = 1) -> Data {
        var words = [UInt64](repeating: 0, count: count / 8 + 1)
        var state = seed
        for index in words.indices {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            words[index] = state
        }
        return Data([0xFF, 0xD8, 0xFF]) + words.withUnsafeBytes { Data($0) }.prefix(count - 3)
    }

    /// Whether a piece of the content stands in any file of a folder.
    private func isAnywhere(_ content: Data, in folder: String) throws -> Bool {
        let piece = content.subdata(in: content.count / 2..<content.count / 2 + 64)
        let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        return names.contains { name in
            guard let bytes = FileManager.default.contents(atPath: "\(folder)/\(name)") else { return false }
            return bytes.range(of: piece) != nil
        }
    }

    private func copies(_ site: Site, _ who: String, _ account: String) throws -> [String?] {
        try site.good(as: who, "account", "attachments", account).items.map { $0["copy"] as? String }
    }

    private func team(_ site: Site) throws -> String {
        for (who, person) in [("ana", "Ana"), ("luis", "Luis")] {
            try site.enrol(who, person: person)
            try site.good(as: who, "sync")
        }
        return try #require(try site.accounts("ana").first)
    }

    @Test("a photo taken offline reaches the laptop of whoever gets the account, and leaves no byte on the first")
    func reassigned() throws {
        let site = try Site(accounts: 4)
        let account = try team(site)
        let content = photo(500_000)
        let path = try file(site, "portón azul.jpg", content)
        site.kill()
        let made = try site.good(as: "ana", "account", "attach", account, path, "--note", "portón azul")
        #expect(made.json["media_type"] as? String == "image/jpeg")
        let id = try #require(made.json["id"] as? String)
        #expect(try copies(site, "ana", account) == ["waiting"])
        let status = try site.good(as: "ana", "status").json
        #expect(status["attachments_waiting"] as? Int == 1 && status["attachment_bytes_waiting"] as? Int == 500_000)
        let away = try site.call(as: "ana", "sync")
        #expect(away.status == 69)
        #expect(try FileManager.default.contentsOfDirectory(atPath: site.home("ana")).contains("attachments"))

        try site.start()
        // Reassigned before it was sent: its author still sends it, then it goes.
        try site.good(as: "admin", "admin", "assign", account, "--to", "Luis")
        let synced = try site.good(as: "ana", "sync", "--server", site.address).json
        let sent = synced["attachments"] as? [String: Any]
        #expect(sent?["sent"] as? Int == 1 && sent?["waiting"] as? Int == 0, "\(synced)")
        #expect(synced["evicted"] as? Int == 1 && synced["digest"] as? String == "match")
        #expect(try !isAnywhere(content, in: site.home("ana")))
        try site.settle("ana")

        try site.good(as: "luis", "sync", "--server", site.address)
        #expect(try copies(site, "luis", account) == ["server"])
        let out = site.folder.appendingPathComponent("fetched.jpg").path
        let fetched = try site.good(as: "luis", "account", "fetch", account, "portón azul.jpg", "--out", out)
        #expect(fetched.json["copy"] as? String == "server")
        #expect(FileManager.default.contents(atPath: out) == content)
        let again = site.folder.appendingPathComponent("again.jpg").path
        #expect(
            try site.good(as: "luis", "account", "fetch", account, id, "--out", again).json["copy"] as? String
                == "laptop")
        site.refusedHere(try site.call(as: "luis", "account", "fetch", account, id, "--out", again), 73, "exists")

        let evidence = site.folder.appendingPathComponent("evidence").path
        try site.good(as: "admin", "admin", "evidence", account, "--out", evidence)
        #expect(FileManager.default.contents(atPath: "\(evidence)/attachments/\(id).jpg") == content)
    }

    @Test("an upload that is killed goes on at the byte")
    func killed() throws {
        let site = try Site(accounts: 4)
        let account = try team(site)
        let parts = "\(site.data)/attachments/parts"
        var content = Data()
        var part: String?
        // Where in the upload the n-th write falls differs between machines.
        for (seed, number) in [60, 45, 80, 30, 100, 20].enumerated() where part == nil {
            content = photo(12_000_000, seed: UInt64(seed + 1))
            let path = try file(site, "large-\(seed).jpg", content)
            try site.good(as: "ana", "account", "attach", account, path)
            if try site.killed(as: "ana", at: number, of: "write,writev", "sync") { continue }
            part = (try? FileManager.default.contentsOfDirectory(atPath: parts))?.first
            if part == nil { try site.good(as: "ana", "sync") }
        }
        let found = try #require(part)
        let size = try FileManager.default.attributesOfItem(atPath: "\(parts)/\(found)")[.size] as? Int ?? 0
        #expect(size > 0 && size < 12_000_000)
        let synced = try site.good(as: "ana", "sync").json
        let sent = synced["attachments"] as? [String: Any]
        #expect(sent?["sent"] as? Int == 1)
        let rest = try #require(sent?["bytes_sent"] as? Int)
        // What the server had is not sent again; it may have had more than was on its disk when we looked.
        #expect(rest <= 12_000_000 - size)
        #expect(try FileManager.default.contentsOfDirectory(atPath: parts).isEmpty)
        #expect(try isAnywhere(content, in: "\(site.data)/attachments/shared"))
        let verified = try run(Programs.path("carterad"), ["verify", "--data", site.data])
        #expect(verified.status == 0, "\(verified.output)")
    }

    @Test("records do not suffer when contents cannot be taken")
    func notInTheWay() throws {
        let site = try Site(accounts: 4)
        let account = try team(site)
        let folder = "\(site.data)/attachments"
        try? FileManager.default.removeItem(atPath: folder)
        try Data("in the way".utf8).write(to: URL(fileURLWithPath: folder))
        try site.good(as: "ana", "account", "attach", account, try file(site, "a.jpg", photo(1000)))
        try site.good(as: "ana", "visit", "record", account, "--outcome", "not_home")
        let synced = try site.good(as: "ana", "sync").json
        let contents = synced["attachments"] as? [String: Any]
        #expect(contents?["failed"] as? Int == 1 && contents?["waiting"] as? Int == 1)
        #expect(synced["pushed"] as? Int == 2 && synced["digest"] as? String == "match")
        try FileManager.default.removeItem(atPath: folder)
        let later = try site.good(as: "ana", "sync").json["attachments"] as? [String: Any]
        #expect(later?["sent"] as? Int == 1 && later?["waiting"] as? Int == 0)
    }

    @Test("tomorrow's papers come along, and a live session sends what is added")
    func documentsAndLive() throws {
        let site = try Site(accounts: 4)
        let account = try team(site)
        let live = try Background(
            Programs.path("cartera"), ["--home", site.home("ana"), "--json", "sync", "--live"])
        _ = live.line()
        try site.good(as: "ana", "account", "attach", account, try file(site, "ine.pdf", Data("%PDF-1.4 hola".utf8)))
        var sent: Int?
        while sent == nil, let line = live.line() {
            let json = (try? JSONSerialization.jsonObject(with: Data(line.utf8))) as? [String: Any]
            if json?["pushed"] == nil { sent = (json?["attachments"] as? [String: Any])?["sent"] as? Int }
        }
        #expect(sent == 1)
        #expect(live.terminate() == 0)
        try site.good(as: "admin", "admin", "assign", account, "--to", "Luis")
        let synced = try site.good(as: "luis", "sync", "--with-documents").json["attachments"] as? [String: Any]
        #expect(synced?["fetched"] as? Int == 1 && synced?["failed"] as? Int == 0)
        #expect(try copies(site, "luis", account) == ["laptop"])
        site.kill()
        let out = site.folder.appendingPathComponent("offline.pdf").path
        try site.good(as: "luis", "account", "fetch", account, "ine.pdf", "--out", out)
        #expect(FileManager.default.contents(atPath: out) == Data("%PDF-1.4 hola".utf8))
    }

    @Test("a revoked laptop drops the copies that the server has, and keeps what it could not send")
    func revoked() throws {
        let site = try Site(accounts: 4)
        let account = try team(site)
        let (sent, unsent) = (photo(100_000), photo(100_000, seed: 2))
        try site.good(as: "ana", "account", "attach", account, try file(site, "sent.jpg", sent))
        try site.good(as: "ana", "sync")
        #expect(try isAnywhere(sent, in: site.home("ana")))
        try site.good(as: "ana", "account", "attach", account, try file(site, "unsent.jpg", unsent))
        let devices = try site.good(as: "admin", "admin", "device", "list").items
        let device = try #require(devices.first { $0["name"] as? String == "laptop-ana" }?["id"] as? String)
        try site.good(as: "admin", "admin", "device", "revoke", device, "--reason", "robada")
        #expect(try site.call(as: "ana", "sync").status == 83)
        #expect(try !isAnywhere(sent, in: site.home("ana")))
        #expect(try isAnywhere(unsent, in: site.home("ana")) && !isAnywhere(unsent, in: site.data))
    }

    @Test("a backup has the contents, verify reads them, and what the backup lacks is sent again")
    func backedUp() throws {
        let site = try Site(accounts: 4)
        let account = try team(site)
        let (first, second) = (photo(300_000), photo(200_000, seed: 2))
        try site.good(as: "ana", "account", "attach", account, try file(site, "one.jpg", first))
        try site.good(as: "ana", "sync")
        let backup = site.folder.appendingPathComponent("backup.tar").path
        let carterad = Programs.path("carterad")
        #expect(try run(carterad, ["backup", "--data", site.data, backup]).status == 0)
        try site.good(as: "ana", "account", "attach", account, try file(site, "two.jpg", second))
        try site.good(as: "ana", "sync")
        #expect(site.stop() == 0)
        let list = site.folder.appendingPathComponent("revocations.log").path
        try FileManager.default.copyItem(atPath: "\(site.data)/revocations.log", toPath: list)
        try FileManager.default.removeItem(atPath: site.data)
        let restored = try run(carterad, ["restore", backup, "--data", site.data, "--revocations", list])
        #expect(restored.status == 0, "\(restored.errors)")
        #expect(try run(carterad, ["verify", "--data", site.data]).status == 0)
        #expect(try isAnywhere(first, in: site.data) && !isAnywhere(second, in: site.data))
        try site.start()
        let synced = try site.good(as: "ana", "sync").json["attachments"] as? [String: Any]
        #expect(synced?["sent"] as? Int == 1 && synced?["waiting"] as? Int == 0)
        #expect(try isAnywhere(second, in: site.data))
        let shared = "\(site.data)/attachments/shared"
        let name = try FileManager.default.contentsOfDirectory(atPath: shared)[0]
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: "\(shared)/\(name)"))
        try handle.write(contentsOf: Data("x".utf8))
        try handle.close()
        let found = try run(carterad, ["verify", "--data", site.data])
        #expect(found.status == 1 && found.output.contains(name))
    }

    @Test("what cannot be an attachment is refused with what to do")
    func badInput() throws {
        let site = try Site(accounts: 4)
        let account = try team(site)
        let good = try file(site, "a.jpg", photo(100))
        let folder = site.folder.path
        for (code, arguments) in [
            ("file_not_found", [account, "\(folder)/none.jpg"]), ("not_a_file", [account, folder]),
            ("attachment_empty", [account, try file(site, "empty", Data())]),
            ("attachment_too_large", [account, try file(site, "large", photo(20 << 20 + 1))]),
            ("unknown_word", [account, good, "--kind", "selfie"]), ("unknown_account", ["4711-nobody", good]),
        ] {
            try site.refused(as: "ana", 65, code, ["account", "attach"] + arguments)
        }
        try site.refused(as: "ana", 65, "unknown_attachment", ["account", "fetch", account, "nothing"])
        let dry = try site.good(as: "ana", "account", "attach", account, good, "--dry-run")
        #expect(dry.json["dry_run"] as? Bool == true)
        #expect(try copies(site, "ana", account).isEmpty)
        #expect(!FileManager.default.fileExists(atPath: "\(site.home("ana"))/attachments/accounts"))
    }
}

extension Site {
    fileprivate func refusedHere(_ finished: Finished, _ status: Int32, _ code: String) {
        Self.expect(finished, status, code)
    }
}
