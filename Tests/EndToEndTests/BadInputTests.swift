import Foundation
import Testing

/// What a person may type wrong: a stable code, exit status 65, and nothing written.
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
        ("amount_too_precise", ["promise", "make", "ACCOUNT", "--amount", "1.234", "--due", "2099-01-01"]),
        ("due_date_past", ["promise", "make", "ACCOUNT", "--amount", "10", "--due", "2020-01-01"]),
        ("due_date_beyond_horizon", ["promise", "make", "ACCOUNT", "--amount", "10", "--due", "2099-01-01"]),
        ("invitation_malformed", ["enroll", "cartera1-xyz"]),
    ]

    @Test("is answered with its code, and nothing is written")
    func badInput() throws {
        let site = try Site()
        try site.enrol("ana", person: "Ana")
        let account = try #require(try site.accounts("ana").first)
        for (code, arguments) in Self.cases {
            let finished = try site.call(as: "ana", arguments.map { $0 == "ACCOUNT" ? account : $0 })
            #expect(finished.status == 65, "\(code)")
            #expect(finished.errorCode == code)
            #expect(finished.output.isEmpty, "\(code)")
        }
        #expect(try site.good(as: "ana", "status").json["pending"] as? Int == 0)
        #expect(try site.good(as: "ana", "outbox", "list").items.isEmpty)
    }

    @Test("a payment above what is owed happened: kept and flagged")
    func paymentAboveOwed() throws {
        let site = try Site()
        try site.enrol("ana", person: "Ana")
        let account = try #require(try site.accounts("ana").first)
        let paid = try site.good(as: "ana", "payment", "record", account, "--amount", "99999999", "--method", "cash")
        let findings = try #require(paid.json["findings"] as? [[String: Any]])
        #expect(findings.contains { $0["code"] as? String == "payment_above_owed" })
        try site.settle("ana")
    }
}
