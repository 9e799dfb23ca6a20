import Foundation
import Testing

/// The real programs over TLS, killed where it hurts: nothing lost, nothing twice.
@Suite(.serialized, .enabled(if: Programs.available))
struct FaultTests {
    @Test("killed at each fdatasync while recording: the note is there whole or not at all")
    func killedWhileRecording() throws {
        let site = try Site()
        try site.enrol("ana", person: "Ana")
        try site.good(as: "ana", "sync")
        let account = try #require(try site.accounts("ana").first)
        var completed = 0
        for number in 1...12 {
            let lived = try site.killed(
                as: "ana", at: number, of: "fdatasync", "visit", "record", account, "--outcome", "not_home", "--note",
                "nota \(number)")
            if lived { completed += 1 }
            try site.good(as: "ana", "status")
            if completed == 2 { break }
        }
        #expect(completed >= 1)
        let shown = try site.good(as: "ana", "account", "show", account)
        let visits = try #require(shown.json["visits"] as? [[String: Any]])
        let notes = visits.compactMap { $0["note"] as? String }
        #expect(Set(notes).count == notes.count)
        #expect(notes.count >= completed)
        try site.settle("ana")
    }

    @Test("a sync killed at each fdatasync is taken up by the next")
    func killedWhileSyncing() throws {
        let site = try Site()
        try site.enrol("ana", person: "Ana")
        try site.enrol("oficina", person: "Oficina")
        try site.good(as: "ana", "sync")
        let account = try #require(try site.accounts("ana").first)
        var expected = 0
        for number in 1...8 {
            try site.good(
                as: "ana", "visit", "record", account, "--outcome", "not_home", "--note", "nota \(number)")
            expected += 1
            if try site.killed(as: "ana", at: number, of: "fdatasync", "sync") { break }
        }
        try site.settle("ana", "oficina")
        let shown = try site.good(as: "oficina", "account", "show", account)
        #expect((shown.json["visits"] as? [Any])?.count == expected)
    }

    @Test("the server killed between syncs loses nothing that it had acknowledged")
    func serverKilled() throws {
        let site = try Site()
        try site.enrol("ana", person: "Ana")
        try site.enrol("oficina", person: "Oficina")
        try site.good(as: "ana", "sync")
        let accounts = try site.accounts("ana")
        for round in 0..<3 {
            try site.good(as: "ana", "payment", "record", accounts[round], "--amount", "10", "--method", "cash")
            try site.good(as: "ana", "sync")
            site.kill()
            try site.good(as: "ana", "visit", "record", accounts[round], "--outcome", "not_home", "--note", "sin red")
            #expect(try site.call(as: "ana", "sync").status == 69)
            try site.start()
        }
        try site.settle("ana", "oficina")
        for round in 0..<3 {
            let shown = try site.good(as: "oficina", "account", "show", accounts[round])
            #expect((shown.json["visits"] as? [Any])?.count == 1)
            #expect((shown.json["payments"] as? [Any])?.count == 1)
        }
        #expect(site.stop() == 0)
        let verified = try run(
            Programs.path("carterad"), ["verify", "--data", site.data])
        #expect(verified.status == 0, "\(verified.output)\(verified.errors)")
    }

    @Test("a reassigned account leaves no byte on the old laptop, and its unsent work arrives")
    func reassigned() throws {
        let site = try Site()
        try site.enrol("ana", person: "Ana")
        try site.enrol("luis", person: "Luis")
        try site.good(as: "ana", "sync")
        try site.good(as: "luis", "sync")
        let account = try #require(try site.accounts("ana").first)
        let shown = try site.good(as: "ana", "account", "show", account)
        let debtor = try #require((shown.json["debtor"] as? [String: Any])?["name"] as? String)
        try site.good(
            as: "ana", "visit", "record", account, "--outcome", "not_home", "--note", "CANARIO último recado")
        try site.good(as: "admin", "admin", "assign", account, "--to", "Luis")
        try site.good(as: "ana", "sync")
        try site.settle("ana", "luis")
        #expect(try site.call(as: "ana", "account", "show", account).status == 65)
        let moved = try site.good(as: "luis", "account", "show", account)
        #expect((moved.json["visits"] as? [Any])?.count == 1)
        for name in try FileManager.default.contentsOfDirectory(atPath: site.home("ana")) {
            let path = "\(site.home("ana"))/\(name)"
            guard let content = FileManager.default.contents(atPath: path) else { continue }
            #expect(content.range(of: Data("CANARIO".utf8)) == nil, "\(name)")
            #expect(content.range(of: Data(debtor.utf8)) == nil, "\(name)")
        }
    }

    @Test("a revoked device gets 83 at its next call")
    func revoked() throws {
        let site = try Site()
        try site.enrol("ana", person: "Ana")
        try site.good(as: "ana", "sync")
        let devices = try site.good(as: "admin", "admin", "device", "list").items
        let device = try #require(devices.first { $0["name"] as? String == "laptop-ana" }?["id"] as? String)
        try site.good(as: "admin", "admin", "device", "revoke", device, "--reason", "robada")
        #expect(try site.call(as: "ana", "sync").status == 83)
    }
}
