import Foundation
import Testing

/// A server with a history whose truth is known: learning from it, scores on laptops, and pages as a browser sees them.
@Suite(.serialized, .enabled(if: Programs.available))
struct ReportTests {
    private static let browser = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]
        .first { FileManager.default.isExecutableFile(atPath: $0) }
    private static let isCI = ProcessInfo.processInfo.environment["CI"] != nil

    private func sampled() throws -> Site {
        let site = try Site(isBare: true)
        #expect(site.stop() == 0)
        let tool = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../tools/sample-portfolio").standardized.path
        let filled = try run(
            "/usr/bin/env",
            [
                "python3", tool, "--months", "7", "--accounts", "160", "--collectors", "4", "--seed", "3", "--data",
                site.data, "--truth", site.folder.appendingPathComponent("truth.csv").path,
            ])
        try #require(filled.status == 0, "\(filled.errors)")
        #expect(filled.json["not_applied"] as? Int == 0)
        try site.start()
        try site.enrol("admin", site.firstInvitation)
        return site
    }

    @Test func aCardLearnedHereIsPromotedByTwoAndReachesALaptopWithItsReasons() throws {
        let site = try sampled()
        let card = site.folder.appendingPathComponent("card.yaml").path
        let learned = try site.good(
            as: "admin", "admin", "score", "train", "propensity", "--card-version", "1", "--out", card)
        let held = try #require(learned.json["out_of_time"] as? [String: Any])
        #expect((held["auc"] as? Double ?? 0) > 0.6)
        try site.good(as: "admin", "admin", "import", "scorecard", card)
        try site.good(as: "admin", "admin", "person", "add", "Cata", "--role", "compliance")
        try site.enrol("cata", person: "Cata")
        try site.good(as: "admin", "admin", "score", "promote", "propensity", "--champion", "1")
        let active = try site.good(as: "cata", "admin", "score", "promote", "propensity", "--champion", "1")
        #expect(active.json["state"] as? String == "active")
        let ran = try site.good(as: "admin", "admin", "score", "run")
        #expect(ran.items.first?["scored"] as? Int ?? 0 > 100)
        #expect(try site.good(as: "admin", "admin", "score", "run").items.first?["changed"] as? Int == 0)
        try site.enrol("gestor", person: "Gestor 1")
        try site.good(as: "gestor", "sync")
        let account = try #require(try site.accounts("gestor").first)
        let shown = try site.good(as: "gestor", "account", "show", account)
        let score = try #require(shown.json["score"] as? [String: Any])
        #expect(score["scorecard"] as? String == "propensity")
        let explained = try site.good(as: "admin", "admin", "score", "explain", account)
        let stored = try #require(explained.json["stored"] as? [String: Any])
        #expect(stored["score_comes_out_again"] as? Bool == true)
        #expect(stored["milli_points"] as? Int == score["milli_points"] as? Int)
        try bothProgramsScoreAlike(site, card)
    }

    /// The card as it went into the server's store, and the same file read by a laptop: 100,000 drawn accounts.
    private func bothProgramsScoreAlike(_ site: Site, _ card: String) throws {
        let here = try run(Programs.path("cartera"), ["score", "digest", card, "--json"])
        let there = try run(Programs.path("carterad"), ["score-digest", "--data", site.data, "--json"])
        #expect(here.status == 0 && there.status == 0, "\(here.errors)\(there.errors)")
        let item = try #require(there.items.first)
        #expect(item["scorecard"] as? String == "propensity" && item["accounts"] as? Int == 100_000)
        #expect(here.json["accounts"] as? Int == 100_000)
        #expect(item["digest"] as? String == here.json["digest"] as? String)
        let other = try run(Programs.path("cartera"), ["score", "digest", card, "--seed", "2", "--json"])
        #expect(other.json["digest"] as? String != here.json["digest"] as? String)
    }

    @Test func everyReportIsAPageThatABrowserShowsWithoutNetwork() throws {
        let site = try sampled()
        for name in ["roll-rates", "promises", "contacts", "vintage", "collectors", "time"] {
            let page = site.folder.appendingPathComponent("\(name).html")
            let csv = site.folder.appendingPathComponent("\(name).csv")
            let made = try site.good(
                as: "admin", "--lang", "es", "admin", "report", name, "--out", page.path, "--csv", csv.path)
            let tables = try #require(made.json["tables"] as? [String: [[String: Any]]])
            #expect(tables.values.contains { !$0.isEmpty }, "\(name) is empty")
            let text = try String(contentsOf: page, encoding: .utf8)
            #expect(text.contains("<svg") && text.contains("lang=\"es\""))
            #expect(!text.contains("http://") || !text.contains("src="))
            #expect(try String(contentsOf: csv, encoding: .utf8).split(separator: "\r\n").count > 1)
            try look(at: page, name)
        }
        let refused = try site.call(as: "admin", "admin", "report", "weather", "--json")
        #expect(refused.status != 0 && refused.errorCode == "unknown_report")
    }

    /// A picture of the page, light and on a dark screen; its text is there when scripts and network are not.
    private func look(at page: URL, _ name: String) throws {
        guard let browser = Self.browser else {
            if Self.isCI { Issue.record("Chromium is missing: apt-get install chromium") }
            return print("ReportTests: Chromium is not installed, so the pages are not opened in it")
        }
        let shots = ProcessInfo.processInfo.environment["CARTERA_SCREENSHOTS"].map { URL(fileURLWithPath: $0) }
        for mode in ["light", "dark"] {
            let shot = (shots ?? page.deletingLastPathComponent()).appendingPathComponent("\(name)-\(mode).png")
            let dark = mode == "dark" ? ["--force-dark-mode", "--blink-settings=preferredColorScheme=0"] : []
            let done = try run(
                browser,
                [
                    "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--window-size=1000,1400",
                    "--user-data-dir=\(page.deletingLastPathComponent().path)/chromium",
                    "--screenshot=\(shot.path)",
                ] + dark + [page.absoluteString])
            #expect(done.status == 0, "\(done.errors)")
            let picture = try Data(contentsOf: shot)
            #expect(picture.count > 8_000 && picture.starts(with: [0x89, 0x50, 0x4E, 0x47]), "\(name) \(mode)")
        }
    }
}
