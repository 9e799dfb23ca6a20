import Foundation
import Testing

/// The score commands as somebody runs them, with files as people have them.
@Suite(.enabled(if: Programs.available))
struct ScoreCommandTests {
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("score-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    private func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

    @discardableResult
    private func file(_ name: String, _ text: String) throws -> String {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path(name)))
        return path(name)
    }

    private func score(_ arguments: String...) throws -> Finished {
        try run(Programs.path("cartera"), ["score"] + arguments, environment: ["LC_ALL": "C"])
    }

    /// Rows whose outcome follows `x` and `kind`, the same ones every time.
    private func loans(_ rows: Int, shift: Int = 0) -> String {
        var state: UInt64 = 42
        func draw(_ most: UInt64) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % most)
        }
        var text = "loan,x,kind,region,month,y\n"
        for row in 0..<rows {
            let (x, kind) = (draw(100) + shift, ["card", "loan", "phone"][draw(3)])
            let isBad = draw(200) < x + (kind == "phone" ? 60 : 0)
            let shown = row % 17 == 3 ? "" : "\(x)"
            text +=
                "L\(row),\(shown),\(kind),\(["east", "west"][draw(2)]),\(row * 12 / rows + 1),\(isBad ? "bad" : "ok")\n"
        }
        return text
    }

    private func trained(_ extra: String...) throws -> String {
        try file("loans.csv", loans(1_200))
        let card = path("card.yaml")
        let done = try run(
            Programs.path("cartera"),
            [
                "score", "train", path("loans.csv"), "--target", "y", "--bad", "bad", "--characteristics", "x,kind",
                "--out", card,
            ]
                + extra)
        #expect(done.status == 0, "\(done.errors)")
        return card
    }

    @Test("train prints the keys of the contract, and folds and the months held back")
    func train() throws {
        try file("loans.csv", loans(1_200))
        let done = try score(
            "train", path("loans.csv"), "--target", "y", "--bad", "bad", "--characteristics", "x,kind", "--folds", "4",
            "--out-of-time", "month", "--from", "10", "--html", path("page.html"), "--json")
        #expect(done.status == 0, "\(done.errors)")
        for key in [
            "iv", "woe", "coefficients", "points", "auc", "gini", "ks", "brier", "hosmer_lemeshow", "lift",
            "calibration",
        ] {
            #expect(done.json[key] != nil, "\(key)")
        }
        let woe = (done.json["woe"] as? [String: Any])?["kind"] as? [[String: Any]]
        let keys = Set(woe?.first?.keys.map { $0 } ?? [])
        #expect(keys.isSuperset(of: ["bin", "good", "bad", "woe"]))
        #expect((done.json["coefficients"] as? [String: Any])?["intercept"] != nil)
        #expect(((done.json["cross_validation"] as? [String: Any])?["folds"] as? [Any])?.count == 4)
        #expect((done.json["out_of_time"] as? [String: Any])?["auc"] != nil)
        let page = try String(contentsOfFile: path("page.html"), encoding: .utf8)
        #expect(page.contains("<svg") && !page.contains("<script") && !page.contains("src="))
        #expect(page.components(separatedBy: "<figure>").count > 6)
    }

    @Test("compare, monitor and fairness answer in JSON, in both languages and on a page")
    func reports() throws {
        let card = try trained()
        let loans = path("loans.csv")
        let compared = try score("compare", card, card, loans, "--target", "y", "--bad", "bad", "--json")
        let difference = compared.json["auc_difference"] as? [String: Any]
        #expect(difference?["value"] as? Double == 0 && difference?["settled"] as? Bool == false)
        let same = try score("monitor", card, loans, "--target", "y", "--bad", "bad", "--json").json
        #expect((same["psi"] as? [String: Any])?["verdict"] as? String == "stable")
        #expect((same["ks_drift"] as? [String: Any])?["change"] as? Double == 0)
        try file("other.csv", self.loans(1_200, shift: 70))
        let other = try score("monitor", card, path("other.csv"), "--json", "--html", path("m.html")).json
        #expect((other["psi"] as? [String: Any])?["verdict"] as? String == "act")
        #expect(other["ks_drift"] == nil)
        let fair = try score("fairness", card, loans, "--group", "region", "--target", "y", "--bad", "bad", "--json")
            .json
        let groups = fair["groups"] as? [[String: Any]]
        #expect(groups?.compactMap { $0["name"] as? String } == ["east", "west"])
        #expect(groups?.contains { $0["adverse_impact_ratio"] as? Double == 1 } == true)
        let spanish = try score("fairness", card, loans, "--group", "region", "--html", path("f.html"), "--lang", "es")
        #expect(spanish.output.contains("razón de impacto adverso"))
        #expect(try String(contentsOfFile: path("f.html"), encoding: .utf8).contains("<html lang=\"es\">"))
        let refused = try score("fairness", card, loans, "--group", "kind", "--json")
        #expect(refused.status == 65 && refused.errorCode == "bad_value")
    }

    @Test("apply and explain agree, row by row and by name")
    func apply() throws {
        let card = try trained()
        let applied = try score("apply", card, path("loans.csv"), "--id", "loan", "--json")
        #expect(applied.items.count == 1_200)
        let explained = try score("explain", card, path("loans.csv"), "--row", "700", "--json").json
        let row = applied.items.first { $0["row"] as? Int == 700 }
        #expect(row?["id"] as? String == "L698")
        #expect(row?["milli_points"] as? Int == explained["milli_points"] as? Int)
        #expect(row?["reasons"] as? [String] == explained["reasons"] as? [String])
    }

    /// Code, the place that the message names, and that nothing was written.
    @Test(
        "a file that cannot be learned from is refused with row and column",
        arguments: [
            ("x,kind\n1,a\n", "unknown_column", "y"), ("x,y\n1,ok\n2,ok\n", "one_class", "column y"),
            ("x,y\n\"1,5\",ok\n2,bad\n", "bad_value", "row 2, column x"),
            ("x,y\n1,ok\ninf,bad\n", "bad_value", "row 3, column x"),
            ("x,y\n1e300,ok\n2,bad\n", "bad_value", "row 2, column x"),
            ("x,y\n1,ok\n2,bad,3\n", "bad_syntax", "row 3"), ("x,y\n1,ok\n2,\n3,bad\n", "bad_value", "row 3, column y"),
            ("", "bad_syntax", "row 1"), ("x,y\n", "bad_syntax", "row 2"),
            ("x,x,y\n1,2,ok\n", "bad_syntax", "column x"),
            ("x,y\n\"1,ok\n", "bad_syntax", "row 2"), ("x,y\n7,ok\n7,bad\n", "nothing_to_learn", ""),
        ])
    func badTables(csv: String, code: String, place: String) throws {
        try file("t.csv", csv)
        let done = try score(
            "train", path("t.csv"), "--target", "y", "--bad", "bad", "--out", path("out.yaml"), "--html",
            path("out.html"),
            "--json")
        #expect(done.status == 65)
        #expect(done.errorCode == code)
        let message = try #require(done.error["message"])
        #expect(!message.isEmpty && (place.isEmpty || message.contains(place)), "\(done.errors)")
        #expect(done.output.isEmpty)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["t.csv"])
    }

    @Test("a million categories are free text: left out with a warning, refused when asked for")
    func freeText() throws {
        var text = "note,x,y\n"
        for row in 0..<100_000 { text += "n\(row),\(row % 7),\(row % 7 > 3 && row % 3 > 0 ? "bad" : "ok")\n" }
        try file("t.csv", text)
        let learned = try score("train", path("t.csv"), "--target", "y", "--bad", "bad", "--json")
        #expect(learned.status == 0)
        let warnings = learned.json["warnings"] as? [[String: Any]]
        #expect(
            warnings?.contains { $0["code"] as? String == "free_text" && $0["characteristic"] as? String == "note" }
                == true)
        let refused = try score(
            "train", path("t.csv"), "--target", "y", "--bad", "bad", "--characteristics", "note", "--json")
        #expect(refused.status == 65 && refused.errorCode == "too_large")
        #expect(refused.error["message"]?.contains("row 2, column note") == true)
    }

    @Test(
        "a bins file that overlaps, leaves out what it needs or names what is not there is refused with its line",
        arguments: [
            ("characteristics:\n  x: { edges: [5, 5] }\n", "overlap", ":2"),
            ("characteristics:\n  x: { edges: [9, 5] }\n", "overlap", ":2"),
            ("characteristics:\n  kind: { groups: [[card], [card, loan]] }\n", "overlap", ":2"),
            ("characteristics:\n  x: { edges: [[0, 5], [9, 20]] }\n", "missing_key", "no bin from 5 to 9"),
            ("characteristics:\n  x: { edges: [5], missing: { value: } }\n", "", ":2"),
            ("characteristics:\n  x: { egdes: [5] }\n", "", ":2"),
            ("characteristics:\n  nothing: { edges: [5] }\n", "unknown_column", "nothing"),
            ("characteristics:\n  kind: { edges: [5] }\n", "bad_value", "column kind"),
            ("characteristics: [", "bad_syntax", ""),
        ])
    func badBins(yaml: String, code: String, place: String) throws {
        try file("loans.csv", loans(300))
        try file("bins.yaml", yaml)
        let done = try score(
            "train", path("loans.csv"), "--target", "y", "--bad", "bad", "--bins", path("bins.yaml"), "--out",
            path("out.yaml"), "--json")
        #expect(done.status == 65, "\(done.output)")
        if !code.isEmpty { #expect(done.errorCode == code) }
        let message = try #require(done.error["message"])
        #expect(!message.isEmpty && (place.isEmpty || message.contains(place)), "\(done.errors)")
        #expect(!FileManager.default.fileExists(atPath: path("out.yaml")))
    }

    @Test("a card of a format that this program does not know, or whose bins leave a gap, is refused")
    func badCards() throws {
        let card = try String(contentsOfFile: try trained(), encoding: .utf8)
        let faults = [
            card.replacing("format: 1", with: "format: 2"), card.replacing("constant_milli_points:", with: "constant:"),
            card.replacing("bin: \"missing\"", with: "bin: \"gap\"").replacing("bin: missing", with: "bin: gap"),
            "", "a: b\n",
        ]
        for fault in faults {
            #expect(fault != card)
            try file("bad.yaml", fault)
            let done = try score("apply", path("bad.yaml"), path("loans.csv"), "--json")
            #expect(done.status == 65 && done.output.isEmpty, "\(fault.prefix(80))")
            #expect(done.error["message"]?.contains("bad.yaml") == true)
        }
    }

    @Test("apply prints nothing of a file whose last row is bad")
    func lateFault() throws {
        let card = try trained()
        let rows = (0..<3_000).map { "\($0 % 90),card\n" }.joined()
        try file("late.csv", "x,kind\n\(rows)\"1,5\",card\n")
        let done = try score("apply", card, path("late.csv"), "--json")
        #expect(done.status == 65 && done.output.isEmpty)
        #expect(done.error["message"]?.contains("row 3002, column x") == true)
        try file("unseen.csv", "kind,x\nboat,\ncard,abc\n")
        #expect(try score("apply", card, path("unseen.csv"), "--json").items.count == 2)
    }

    @Test("whoever stops reading hears no complaint, and the status is that of a closed pipe")
    func closedPipe() throws {
        let card = try trained()
        let rows = (0..<30_000).map { "\($0 % 90),card\n" }.joined()
        try file("long.csv", "x,kind\n\(rows)")
        for json in ["", "--json"] {
            let line = """
                ("$0" score apply "$1" "$2" \(json); echo $? >"$3") | head -n 2
                """
            let done = try run(
                "/bin/sh", ["-c", line, Programs.path("cartera"), card, path("long.csv"), path("status")])
            #expect(done.errors.isEmpty && !done.output.isEmpty, "\(done.errors)")
            #expect(try String(contentsOfFile: path("status"), encoding: .utf8) == "141\n")
        }
    }

    @Test("an output that cannot be written leaves nothing, of the other file neither")
    func unwritable() throws {
        try file("loans.csv", loans(300))
        let done = try score(
            "train", path("loans.csv"), "--target", "y", "--bad", "bad", "--out", path("ok.yaml"), "--html",
            path("none/page.html"), "--json")
        #expect(done.status == 73 && done.errorCode == "cannot_create")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["loans.csv"])
    }
}
