import Foundation
import Testing

/// A lender's file with faults: what spoils the whole is told before anything is written, what spoils a row costs that
/// row alone.
@Suite(.serialized, .enabled(if: Programs.available))
struct BadInputFileTests {
    static let header = "account_number,debtor_name,currency,balance,days_past_due"

    private func write(_ bytes: [UInt8], _ site: Site) throws -> String {
        let file = site.folder.appendingPathComponent("file.csv")
        try Data(bytes).write(to: file)
        return file.path
    }

    @Test("a file that is spoilt as a whole writes nothing")
    func spoilt() throws {
        let site = try Site()
        let cases: [(code: String, text: String)] = [
            ("file_empty", ""), ("missing_column", "account_number,debtor_name,balance\nN-1,Eva,10\n"),
            ("file_truncated", "\(Self.header)\nN-1,Eva,MXN,10,0\nN-2,\"Ida,MXN,10,0\n"),
            ("duplicate_column", "\(Self.header),balance\nN-1,Eva,MXN,10,0,1\n"),
            ("missing_column", Self.header.replacing(",", with: ";") + "\nN-1;Eva;MXN;10;0\n"),
        ]
        for (code, text) in cases {
            let path = try write(Array(text.utf8), site)
            try site.refused(as: "admin", 65, code, ["admin", "import", "accounts", path, "--branch", "Centro"])
        }
        try site.refused(as: "admin", 65, "file_not_found", ["admin", "import", "accounts", "/nowhere.csv"])
        #expect(try site.good(as: "admin", "admin", "account", "list").items.count == 12)
    }

    @Test("a row that cannot be taken is told with line, column and reason, and the others go in")
    func rows() throws {
        let site = try Site()
        let megabyte = String(repeating: "x", count: 1 << 20)
        let faults: [(row: String, column: String, code: String)] = [
            ("N-2,Eva,MXN,-1,0,", "balance", "negative_amount"),
            ("N-3,Eva,MXN,1.234,0,", "balance", "amount_too_precise"),
            ("N-4,Eva,ZZZ,1,0,", "currency", "unknown_currency"),
            ("N-1,Eva,MXN,1,0,", "account_number", "duplicate_number"),
            ("N-6,Jos\u{FFFF},MXN,1,0,", "debtor_name", "not_utf8"),
            ("N-7,Eva,MXN,1,0,\(megabyte)", "nota", "cell_too_long"),
            ("N-8,Eva,MXN,1,0,,Sur", "", "cell_count"),
            ("N-9,Eva,MXN", "", "row_truncated"),
        ]
        let text = "\(Self.header),nota\nN-1,Ana,MXN,10,0,\n" + faults.map { "\($0.row)\n" }.joined().dropLast()
        // The stand-in becomes a byte that no UTF-8 has.
        let bytes = Array(text.utf8)
        let invalid = Array("\u{FFFF}".utf8)
        var spoilt: [UInt8] = []
        var index = 0
        while index < bytes.count {
            let isHere = bytes[index...].starts(with: invalid)
            spoilt.append(isHere ? 0xE9 : bytes[index])
            index += isHere ? invalid.count : 1
        }
        let path = try write(spoilt, site)
        let rejects = site.folder.appendingPathComponent("rejects.csv")
        let report = try site.good(
            as: "admin", "admin", "import", "accounts", path, "--branch", "Centro", "--rejects", rejects.path
        ).json
        #expect(report["created"] as? Int == 1 && report["rejected"] as? Int == faults.count)
        let told = try #require(report["rejections"] as? [[String: Any]])
        #expect(told.map { $0["line"] as? Int } == (3..<(3 + faults.count)).map { $0 })
        #expect(told.map { $0["column"] as? String ?? "" } == faults.map(\.column))
        #expect(told.map { $0["code"] as? String } == faults.map(\.code))
        #expect(told.allSatisfy { ($0["message"] as? String)?.isEmpty == false })
        #expect(told.allSatisfy { ($0["hint"] as? String)?.isEmpty == false })
        let written = try String(decoding: Data(contentsOf: rejects), as: UTF8.self)
        #expect(faults.allSatisfy { written.contains($0.code) })
        // A row that was too long is not copied whole.
        #expect(written.utf8.count < 300_000)
        #expect(try site.good(as: "admin", "admin", "account", "list").items.count == 13)
    }

    @Test("a file of which no row can be taken is a failure, and an export keeps the order of admission")
    func nothingTaken() throws {
        let site = try Site()
        let path = try write(Array("\(Self.header)\nN-1,Eva,MXN,-1,0\n".utf8), site)
        let finished = try site.call(as: "admin", ["admin", "import", "accounts", path, "--branch", "Centro"])
        #expect(finished.status == 65 && finished.errorCode == "no_row_taken")
        #expect(finished.error["hint"]?.isEmpty == false)
        try site.enrol("ana", person: "Ana")
        let account = try #require(try site.accounts("ana").first)
        try site.good(as: "ana", "visit", "record", account, "--outcome", "not_home")
        try site.good(as: "ana", "sync")
        let lines = try site.good(as: "admin", "admin", "export", "operations", "--format", "jsonl").output
            .split(separator: "\n").filter { !$0.contains("\"write_document\"") }
        #expect(lines.count == 13)
        #expect(lines.dropLast().allSatisfy { $0.contains("\"import_account\"") })
        #expect(lines.last?.contains("\"record_visit\"") == true)
    }
}
