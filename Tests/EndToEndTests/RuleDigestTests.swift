import Foundation
import Testing

/// The server's packs, which went through the feed's records, and the files that a laptop reads: drawn acts and the packs'
/// own scenarios get the same verdicts, whatever the language and zone of the host.
@Suite(.enabled(if: Programs.available))
struct RuleDigestTests {
    private static let rules = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Rules").path

    private static let hosts = [
        ["TZ": "UTC", "LC_ALL": "C"], ["TZ": "Asia/Kolkata", "LC_ALL": "tr_TR.UTF-8"],
        ["TZ": "Pacific/Apia", "LC_ALL": "de_DE.UTF-8", "LANG": "ar_EG.UTF-8"],
        ["TZ": "America/St_Johns", "LC_ALL": "es_MX.UTF-8"],
    ]

    /// A sample; with CARTERA_RULE_CASES=1000000 the whole of it.
    private static let cases = ProcessInfo.processInfo.environment["CARTERA_RULE_CASES"] ?? "2000"

    private func activated() throws -> Site {
        let site = try Site(isBare: true)
        try site.enrol("admin", site.firstInvitation)
        try site.good(as: "admin", "admin", "branch", "add", "Centro", "--time-zone", "America/Mexico_City")
        try site.good(as: "admin", "admin", "person", "add", "Cata", "--role", "compliance")
        try site.enrol("cata", person: "Cata")
        for who in ["admin", "cata"] {
            try site.good(as: who, "admin", "rules", "activate", "--all", "--rules", Self.rules)
        }
        return site
    }

    private func here(_ arguments: [String], _ host: [String: String] = [:]) throws -> Finished {
        let found = try run(
            Programs.path("cartera"), ["rules", "digest", "--rules", Self.rules, "--json"] + arguments,
            environment: host)
        try #require(found.status == 0, "\(found.errors)")
        return found
    }

    private func there(_ site: Site, _ arguments: [String], _ host: [String: String] = [:]) throws -> Finished {
        let found = try run(
            Programs.path("carterad"), ["rules-digest", "--data", site.data, "--json"] + arguments, environment: host)
        try #require(found.status == 0, "\(found.errors)")
        return found
    }

    private func digest(_ found: Finished) throws -> String {
        let digest = try #require(found.json["digest"] as? String)
        try #require(digest.count == 16)
        return digest
    }

    @Test func bothProgramsJudgeDrawnActsAlikeOnEveryHost() throws {
        let site = try activated()
        let drawn = ["--cases", Self.cases, "--seed", "6"]
        let first = try here(drawn, Self.hosts[0])
        let serving = try there(site, drawn)
        #expect(try digest(serving) == digest(first))
        #expect(serving.json["packs"] as? [String] == first.json["packs"] as? [String])
        #expect((serving.json["packs"] as? [String])?.contains("us-regf@1") == true)
        // Without a server the command judges by itself, in the host's own zone and language.
        #expect(site.stop() == 0)
        for host in Self.hosts.dropFirst() {
            #expect(try digest(here(drawn, host)) == digest(first), "\(host)")
            #expect(try digest(there(site, drawn, host)) == digest(first), "\(host)")
        }
        #expect(try digest(here(["--cases", Self.cases, "--seed", "7"])) != digest(first))
        // One pack less judges otherwise.
        #expect(try digest(here(drawn + ["--pack", "us-regf", "--pack", "co-2300"])) != digest(first))
    }

    @Test func bothProgramsGiveTheScenariosOfEveryPackTheSameVerdicts() throws {
        let site = try activated()
        let folder = "\(Self.rules)/Scenarios"
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".json") }
            .sorted()
        #expect(names.count >= 27)
        for (index, name) in names.enumerated() {
            let host = Self.hosts[index % Self.hosts.count]
            let laptop = try here(["--scenarios", "\(folder)/\(name)"], host)
            let server = try there(site, ["--scenarios", "\(folder)/\(name)"])
            #expect(try digest(laptop) == digest(server), "\(name)")
            #expect(server.json["failed"] as? Int == 0 && server.json["passed"] as? Int ?? 0 >= 10, "\(name)")
        }
    }

    @Test func whatTheServerCannotReadIsTold() throws {
        let site = try activated()
        let file = site.folder.appendingPathComponent("bad.json")
        try Data("[{\"name\": \"x\"}]".utf8).write(to: file)
        let arguments = ["rules-digest", "--data", site.data, "--json", "--scenarios"]
        let bad = try run(Programs.path("carterad"), arguments + [file.path])
        #expect(bad.status == 65 && bad.errorCode == "missing_key" && bad.output.isEmpty, "\(bad)")
        let none = try run(Programs.path("carterad"), arguments + ["\(file.path).none"])
        #expect(none.status == 65 && none.errorCode == "unreadable_file", "\(none)")
        let bare = try Site(isBare: true)
        let empty = try run(Programs.path("carterad"), ["rules-digest", "--data", bare.data, "--json"])
        #expect(empty.status != 0 && empty.errorCode == "no_rules", "\(empty)")
    }
}
