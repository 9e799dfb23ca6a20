import Foundation
import Testing

/// What a person may type wrong: a stable code, exit status 65, what to do, and nothing written.
@Suite(.serialized, .enabled(if: Programs.available))
struct BadInputTests {
    static let cases: [(code: String, arguments: [String])] = [
        ("text_empty", ["visit", "record", "ACCOUNT", "--outcome", "not_home", "--note", " "]),
        ("text_control_characters", ["visit", "record", "ACCOUNT", "--outcome", "not_home", "--note", "a\u{07}b"]),
        (
            "text_too_long",
            ["visit", "record", "ACCOUNT", "--outcome", "not_home", "--note", String(repeating: "x", count: 4001)]
        ),
        ("unknown_word", ["visit", "record", "ACCOUNT", "--outcome", "bogus"]),
        ("unknown_account", ["visit", "record", "nobody", "--outcome", "not_home"]),
        ("amount_not_positive", ["promise", "make", "ACCOUNT", "--amount", "0", "--due", "2099-01-01"]),
        ("amount_not_positive", ["promise", "make", "ACCOUNT", "--amount=-5", "--due", "2099-01-01"]),
        ("amount_too_precise", ["promise", "make", "ACCOUNT", "--amount", "1.234", "--due", "2099-01-01"]),
        ("other_currency", ["promise", "make", "ACCOUNT", "--amount", "10 USD", "--due", "2099-01-01"]),
        ("amount_malformed", ["promise", "make", "ACCOUNT", "--amount", "diez", "--due", "2099-01-01"]),
        ("due_date_past", ["promise", "make", "ACCOUNT", "--amount", "10", "--due", "2020-01-01"]),
        ("due_date_beyond_horizon", ["promise", "make", "ACCOUNT", "--amount", "10", "--due", "2099-01-01"]),
        ("amount_not_positive", ["payment", "record", "ACCOUNT", "--amount", "0", "--method", "cash"]),
        ("moment_malformed", ["visit", "record", "ACCOUNT", "--outcome", "not_home", "--started", "25:70"]),
        ("invitation_malformed", ["enroll", "cartera1-xyz"]),
    ]

    @Test("is answered with its code, and nothing is written")
    func badInput() throws {
        let site = try Site()
        try site.enrol("ana", person: "Ana")
        let account = try #require(try site.accounts("ana").first)
        for (code, arguments) in Self.cases {
            try site.refused(as: "ana", 65, code, arguments.map { $0 == "ACCOUNT" ? account : $0 })
        }
        #expect(try site.good(as: "ana", "status").json["pending"] as? Int == 0)
        #expect(try site.good(as: "ana", "outbox", "list").items.isEmpty)
    }

    @Test("a name that fits several accounts, and an account of somebody else, name none")
    func names() throws {
        let site = try Site()
        let file = site.folder.appendingPathComponent("two.csv")
        let rows = ["Banco Uno", "Banco Dos"].map { "\($0),77,Eva Ruiz,MXN,10,3,Ana\n" }.joined()
        try "creditor,account_number,debtor_name,currency,balance,days_past_due,collector\n\(rows)".write(
            to: file, atomically: true, encoding: .utf8)
        try site.good(as: "admin", "admin", "import", "accounts", file.path, "--branch", "Centro")
        try site.enrol("ana", person: "Ana")
        try site.enrol("luis", person: "Luis")
        let account = try #require(try site.accounts("ana").first)
        try site.refused(as: "ana", 65, "ambiguous_account", ["account", "show", "77"])
        try site.refused(as: "admin", 65, "ambiguous", ["admin", "account", "show", "77"])
        try site.refused(as: "luis", 65, "unknown_account", ["account", "show", account])
        try site.refused(
            as: "luis", 65, "unknown_account", ["visit", "record", account, "--outcome", "not_home", "--note", "ajena"])
        try site.refused(as: "ana", 65, "unknown_account", ["account", "show", String(account.suffix(5))])
        #expect(try site.good(as: "ana", "account", "show", String(account.suffix(6))).status == 0)
        #expect(try site.good(as: "luis", "outbox", "list").items.isEmpty)
    }

    @Test("the server refuses what is of another branch or unknown, and changes nothing")
    func administration() throws {
        let site = try Site()
        let cases: [(code: String, arguments: [String])] = [
            ("unknown_device", ["admin", "operation", "list", "--device", "nadie"]),
            ("unknown_device", ["admin", "device", "revoke", "nadie", "--reason", "x"]),
            ("unknown_account", ["admin", "account", "show", "nadie"]),
            ("unknown_person", ["admin", "invite", "nadie"]),
            ("unknown_branch", ["admin", "person", "add", "Eva", "--role", "collector", "--branch", "Sur"]),
            ("name_taken", ["admin", "branch", "add", "Centro"]),
        ]
        for (code, arguments) in cases { try site.refused(as: "admin", 65, code, arguments) }
        #expect(try site.good(as: "admin", "admin", "branch", "list").items.count == 1)
        #expect(
            try site.good(as: "admin", "admin", "device", "list").items.allSatisfy {
                $0["state"] as? String == "active"
            })
    }

    @Test("what happened is kept and flagged: a payment above what is owed, a visit that cannot have been so")
    func facts() throws {
        let site = try Site()
        try site.enrol("ana", person: "Ana")
        try site.enrol("oficina", person: "Oficina")
        let account = try #require(try site.accounts("ana").first)
        let cases: [(code: String, arguments: [String])] = [
            ("payment_above_owed", ["payment", "record", account, "--amount", "99999999", "--method", "cash"]),
            (
                "visit_ends_before_start",
                [
                    "visit", "record", account, "--outcome", "not_home", "--started", "2026-01-02T10:00:00Z", "--ended",
                    "2026-01-02T09:00:00Z",
                ]
            ),
            (
                "visit_in_future",
                ["visit", "record", account, "--outcome", "not_home", "--started", "2098-01-02T10:00:00Z"]
            ),
        ]
        for (code, arguments) in cases {
            let written = try site.call(as: "ana", arguments)
            let findings = try #require(written.json["findings"] as? [[String: Any]], "\(code): \(written.errors)")
            #expect(findings.contains { $0["code"] as? String == code }, "\(code): \(written.output)")
        }
        try site.settle("ana", "oficina")
        let shown = try site.good(as: "oficina", "account", "show", account).json
        #expect((shown["payments"] as? [Any])?.count == 1 && (shown["visits"] as? [Any])?.count == 2)
        let findings = try #require(shown["findings"] as? [[String: Any]])
        #expect(Set(findings.compactMap { $0["code"] as? String }).isSuperset(of: cases.map(\.code)))
    }
}
