import FieldModel
import HostLibraries
import SyncCore
import SyncWire
import Synchronization
import Testing

@testable import SyncClient

private let header = "account_number,debtor_name,currency,balance,days_past_due"

private func items(_ text: String) throws -> [LenderFileItem] { try items(Array(text.utf8)) }

private func items(_ bytes: [UInt8]) throws -> [LenderFileItem] {
    var reader = LenderFileReader(today: CalendarDate("2026-11-24")!, hash: OpenSSLHash())
    return try reader.read(bytes) + reader.finish()
}

private func rows(_ items: [LenderFileItem]) -> [Cartera_V1_ImportRow] {
    items.compactMap { if case .row(let row, _) = $0 { row } else { nil } }
}

private func reasons(_ items: [LenderFileItem]) -> [String] {
    items.flatMap { item -> [String] in
        guard case .rejected(let reasons, _) = item else { return [] }
        return reasons.map { "\($0.line) \($0.problem.column) \($0.problem.code)" }
    }
}

/// What is wrong with a sound row once one more column, or another value, is put in.
private func reason(_ column: String, _ value: String) throws -> [String] {
    var names = header.split(separator: ",").map(String.init)
    var values = ["A-1", "Ana", "MXN", "10", "5"]
    if let index = names.firstIndex(of: column) {
        values[index] = value
    } else {
        names.append(column)
        values.append(value)
    }
    let text = [names, values].map { String(decoding: CSVText.row($0), as: UTF8.self) }.joined()
    return reasons(try items(text)).map { String($0.dropFirst(2)) }
}

@Suite struct LenderFileRowTests {
    @Test func aRowSaysAllThatTheServerTakes() throws {
        let text = """
            Days_Past_Due,balance,currency,debtor_name,account_number,creditor,phone,phone_2,email,address,city,state,\
            country,latitude,longitude,employer,income,net_worth,bureau_score,birth_date,due_date,balance_as_of,jurisdictions,\
            consents,time_zone,penalty,Zona,collector,branch,language,product
            45, 1500.50 ,MXN,"Pérez, Juana",0004711,Banco Uno,+525511112222,,juana@example.org,Juárez 5,León,Guanajuato,\
            mx,21.1219,-101.6833333333,Taller,26000,-5.10,536,1985-09-17,2026-10-10,2026-11-24,MX;MX-GUA,\
            sms:2026-01-31; call:2026-02-01:hours,America/Mexico_City,0,"a\u{20}b",Ana Ruiz,Centro,es,card
            """
        let row = try #require(rows(try items(text)).first)
        let account = row.content.account
        #expect(row.line == 2 && row.branch == "Centro" && row.collector == "Ana Ruiz")
        #expect(account.number == "0004711" && account.creditor == "Banco Uno" && account.product == "card")
        #expect(account.lenderBalance == 150_050 && account.daysPastDue == 45)
        #expect(account.hasPenalty && account.penalty.minor == 0 && !account.hasPrincipal)
        #expect(account.balanceAsOfDay == CalendarDate("2026-11-24")!.rataDie)
        #expect(account.jurisdictions == ["MX", "MX-GUA"] && account.timeZone == "America/Mexico_City")
        #expect(account.attributes.map(\.key) == ["Zona"] && account.attributes.map(\.value) == ["a b"])
        let debtor = row.content.debtor
        #expect(debtor.name == "Pérez, Juana" && debtor.employer == "Taller" && debtor.bureauScore == 536)
        #expect(debtor.income.minor == 2_600_000 && debtor.netWorth.minor == -510 && debtor.language == "es")
        let points = row.content.points.map(\.content)
        #expect(points.map(\.kind) == [.contactPointPhone, .contactPointEmail, .contactPointAddress])
        #expect(points[2].location.latitudeE7 == 211_219_000 && points[2].location.longitudeE7 == -1_016_833_333)
        #expect(points[2].country == "MX" && points[2].value == "Juárez 5")
        let consents = row.content.consents.map(\.content)
        #expect(consents.map(\.channel) == ["sms", "call"] && consents.map(\.scope) == ["", "hours"])
        #expect(Instant(milliseconds: consents[0].givenAt).rfc3339(offsetSeconds: 0) == "2026-01-31T06:00:00Z")
    }

    @Test func whatTheFileDoesNotSayIsLeftOut() throws {
        let row = try #require(rows(try items("\(header)\nA-1,Ana,CLP,1500,0\n")).first)
        #expect(row.content.account.lenderBalance == 1500)
        #expect(row.content.account.balanceAsOfDay == 0 && row.content.points.isEmpty && row.collector.isEmpty)
    }

    @Test(
        arguments: [
            ("balance", "-1", "negative_amount"), ("balance", "1.234", "amount_too_precise"),
            ("balance", "1,500", "not_a_number"), ("balance", "1e3", "not_a_number"), ("balance", "", "missing"),
            ("balance", "99999999999999999999", "amount_too_large"), ("past_due", "-0.01", "negative_amount"),
            ("income", "x", "not_a_number"), ("currency", "ZZZ", "unknown_currency"), ("currency", "", "missing"),
            ("days_past_due", "-1", "out_of_range"), ("days_past_due", "1.5", "not_a_number"),
            ("days_past_due", "40000", "out_of_range"),
            ("days_past_due", "99999999999999999999999", "out_of_range"), ("account_number", "", "missing"),
            ("account_number", String(repeating: "9", count: 65), "too_long"),
            ("debtor_name", String(repeating: "x", count: 201), "too_long"), ("debtor_name", "  ", "missing"),
            ("debtor_name", "A\u{1}", "control_characters"), ("phone", "55\u{7F}", "control_characters"),
            ("address", "one\ntwo", "control_characters"), ("due_date", "2026-02-30", "bad_date"),
            ("due_date", "31/01/2026", "bad_date"), ("balance_as_of", "2026-11-26", "date_in_future"),
            ("birth_date", "2027-01-01", "date_in_future"), ("time_zone", "America\u{1}", "control_characters"),
            ("latitude", "19.4", "location_incomplete"), ("creditor_type", "friend", "unknown_word"),
            ("country", "México", "bad_country"), ("bureau_score", "good", "not_a_number"),
            ("consents", "sms", "bad_consent"), ("consents", "fax:2026-01-01", "bad_consent"),
            ("consents", "sms:2026-13-01", "bad_consent"), ("notes", "a\u{0}b", "control_characters"),
            ("flags", "angry", "bad_entry"), ("flags", "dispute:2026-13-01", "bad_entry"),
            ("flags", "dispute:2026-01-01:shouted", "bad_entry"), ("flags", "dispute:2027-01-01", "bad_entry"),
            ("notices", "validation", "bad_entry"), ("related_persons", "cousin:Eva", "bad_entry"),
            ("related_persons", "attorney", "bad_entry"), ("restrictions", "fax", "bad_entry"),
            ("restrictions", "any", "bad_entry"), ("restrictions", "call@08", "bad_entry"),
            ("restrictions", "call@1200-0800", "bad_entry"), ("restrictions", "call@0800-2460", "bad_entry"),
            ("restrictions", "call@66", "bad_entry"), ("restrictions", "call@0800-0900@1000-1100", "bad_entry"),
            ("restrictions", "sms:x", "bad_entry"), ("legal_hold", "a\u{1}", "control_characters"),
            ("complaint_due", "tomorrow", "bad_date"),
            ("notes", String(repeating: "x", count: 40_000), "row_too_long"),
            ("notes", String(repeating: "x", count: 70_000), "cell_too_long"),
        ])
    func aBadValueIsToldWithItsColumn(column: String, value: String, code: String) throws {
        let wanted =
            code == "row_too_long"
            ? " \(code)" : code == "location_incomplete" ? "longitude \(code)" : "\(column) \(code)"
        #expect(try reason(column, value) == [wanted])
        #expect(RowProblem(column, code).message.isEmpty == false && RowProblem(column, code).hint.isEmpty == false)
    }

    @Test(arguments: [("91", "0"), ("-90.1", "0"), ("0", "180.0000001"), ("north", "0")])
    func aPlaceBeyondTheEarthIsTold(latitude: String, longitude: String) throws {
        let found = reasons(try items("\(header),latitude,longitude\nA-1,Ana,MXN,1,0,\(latitude),\(longitude)\n"))
        #expect(found.count == 1)
    }

    @Test func aZoneThatThisProgramDoesNotKnowIsLeftToTheServer() throws {
        let row = try #require(rows(try items("\(header),time_zone\nA-1,Ana,MXN,1,0,America/Nueva\n")).first)
        #expect(row.content.account.timeZone == "America/Nueva")
    }

    @Test func aRequestMayNameWeekdaysAndHours() throws {
        let text =
            "\(header),time_zone,restrictions\nA-1,Ana,MXN,1,0,America/Mexico_City,"
            + "call@67@0800-1200:2026-11-01;any@0000-1000; workplace@1\n"
        let row = try #require(rows(try items(text)).first)
        let told = try row.content.records.map { record -> String in
            let content = try WireRecordCodec().decode(kind: record.kind.native(""), bytes: [UInt8](record.content))
            guard case .restriction(let asked) = content else { return "?" }
            return "\(asked.channel)/\(asked.place) \(asked.weekdays) \(asked.fromMinute)-\(asked.toMinute) "
                + (asked.requestedAt?.rfc3339(offsetSeconds: 0) ?? "-")
        }
        #expect(told == ["call/ [6, 7] 480-720 2026-11-01T06:00:00Z", "/ [] 0-600 -", "/workplace [1] 0-0 -"])
    }

    @Test func whatRulesReadIsTakenFromTheRow() throws {
        let columns =
            "flags,notices,related_persons,restrictions,complaint,complaint_opened_on,complaint_due,legal_hold"
        let cells =
            "dispute:2026-11-01:written;deceased; ,validation:2026-11-02,attorney:Lic. Vera:+52 55 1234;spouse:Eva,"
            + "sms;workplace:2026-11-03,Called at night,2026-11-04,2026-12-01,suit"
        let text = "\(header),time_zone,\(columns)\nA-1,Ana,MXN,1,0,America/Mexico_City,\(cells)\n"
        let row = try #require(rows(try items(text)).first)
        let told = try row.content.records.map {
            try WireRecordCodec().decode(kind: $0.kind.native(""), bytes: [UInt8]($0.content))
        }
        let words = told.map { content in
            switch content {
            case .flag(let flag):
                "\(flag.kind) \(flag.sinceDay.map { "\($0)" } ?? "-") \(flag.written) \(flag.recordedAt.isGiven)"
            case .notice(let notice): "\(notice.kind) \(notice.at.rfc3339(offsetSeconds: 0))"
            case .relatedPerson(let person): "\(person.role) \(person.name) \(person.phone)"
            case .restriction(let record):
                "\(record.channel)/\(record.place) \(record.requestedAt?.rfc3339(offsetSeconds: 0) ?? "-")"
            case .complaint(let complaint):
                "\(complaint.text) \(complaint.openedAt.rfc3339(offsetSeconds: 0)) \(complaint.dueDay!)"
            case .legalHold(let hold): hold.reason
            default: "?"
            }
        }
        #expect(
            words == [
                "dispute 2026-11-01 true false", "deceased - false false", "validation 2026-11-02T06:00:00Z",
                "attorney Lic. Vera +52 55 1234", "spouse Eva ", "sms/ -", "/workplace 2026-11-03T06:00:00Z",
                "Called at night 2026-11-04T06:00:00Z 2026-12-01", "suit",
            ])
    }

    @Test func limitsAreReachedWithoutARejection() throws {
        #expect(try reason("account_number", String(repeating: "9", count: 64)) == [])
        #expect(try reason("debtor_name", String(repeating: "ñ", count: 100)) == [])
        #expect(try reason("days_past_due", "36600") == [])
        #expect(try reason("balance", "90000000000000.00") == [])
        #expect(try reason("balance", "90000000000000.01") == ["balance amount_too_large"])
    }

    @Test func everyBadValueOfARowIsTold() throws {
        let found = reasons(try items("\(header)\n,Ana,MXN,-5,x\nA-2,Eva,MXN,1,0\n"))
        #expect(found == ["2 account_number missing", "2 balance negative_amount", "2 days_past_due not_a_number"])
    }

    @Test func otherBytesThanUTF8AreToldWithTheirColumn() throws {
        let bytes = Array("\(header)\nA-1,Jos".utf8) + [0xE9] + Array(",MXN,1,0\nA-2,Eva,MXN,1,0\n".utf8)
        let found = try items(bytes)
        #expect(reasons(found) == ["2 debtor_name not_utf8"] && rows(found).map(\.line) == [3])
    }

    @Test func aNumberStandsOnceForEachCreditor() throws {
        let found = try items(
            "\(header),creditor\nA-1,Ana,MXN,1,0,X\nA-1,Eva,MXN,1,0,Y\nA-1,Ana,MXN,2,0,X\nA-3,,MXN,1,0,X\n")
        #expect(rows(found).map(\.line) == [2, 3])
        #expect(reasons(found) == ["4 account_number duplicate_number", "5 debtor_name missing"])
    }

    @Test func rowsOfAnotherShapeAreTold() throws {
        let found = try items("\(header)\nA-1,Ana,MXN,1\nA-2,Eva,MXN,1,0,9\nA-3,O\"K,MXN,1,0\nA-4,Ida,MXN")
        #expect(reasons(found) == ["2  cell_count", "3  cell_count", "4 debtor_name bad_quote", "5  row_truncated"])
    }

    @Test(
        arguments: [
            ("", "file_empty"), ("\n\n", "file_empty"), ("account_number,balance\n", "missing_column"),
            ("\(header),Balance\n", "duplicate_column"), ("\(header),\n", "column_unnamed"),
            ("account_number;debtor_name;currency;balance;days_past_due\n", "missing_column"),
        ])
    func aHeaderThatSpoilsTheFileIsToldBeforeAnythingElse(text: String, code: String) throws {
        #expect(throws: ClientFailure.self) { try items(text) }
        var scan = LenderFileScan()
        do {
            try scan.read(Array(text.utf8))
            try scan.finish()
            Issue.record("taken")
        } catch let failure as ClientFailure {
            #expect(failure.code == code && failure.status == .badInput)
        }
    }

    @Test func aMissingColumnIsNamed() {
        let error = #expect(throws: ClientFailure.self) { try items("account_number,debtor_name,balance\n") }
        #expect(error?.message.contains("currency, days_past_due") == true)
    }

    @Test func rejectedRowsComeBackWithTheirReasonsAndCanBeImportedAgain() throws {
        let found = try items("\(header),Nota\nA-1,\"Ruiz, Ana\",MXN,-1,0,\"x\"\"y\"\n")
        var reader = LenderFileReader(today: CalendarDate("2026-11-24")!, hash: OpenSSLHash())
        _ = try reader.read(Array("\(header),Nota\n".utf8))
        let out = Mutex<[UInt8]>([])
        var file = RejectsFile { bytes in out.withLock { $0 += bytes } }
        guard case .rejected(let reasons, let original) = found[0] else {
            Issue.record("not rejected")
            return
        }
        try file.add(reasons, original, header: try #require(reader.header).names)
        let text = String(decoding: out.withLock { $0 }, as: UTF8.self)
        #expect(
            text == """
                \(header),Nota,reject_line,reject_column,reject_code,reject_message\r
                A-1,"Ruiz, Ana",MXN,-1,0,"x""y",2,balance,negative_amount,The amount is negative.\r

                """)
        let mended = try items(text.replacing(",-1,", with: ",1,"))
        #expect(rows(mended).first?.content.account.attributes.map(\.key) == ["Nota"])
    }
}
