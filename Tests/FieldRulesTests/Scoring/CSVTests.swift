import Testing

@testable import FieldRules

struct CSVTests {
    private func table(_ text: String, piece: Int = .max) throws(ScoringFailure) -> DataTable {
        var builder = DataTableBuilder()
        let bytes = Array(text.utf8)
        var start = 0
        while start < bytes.count {
            let end = min(bytes.count, piece == .max ? bytes.count : start + piece)
            try builder.read(Array(bytes[start..<end]))
            start = end
        }
        return try builder.finish()
    }

    private func facts(_ table: DataTable, _ name: String) throws -> [ScoreFact] {
        let column = try table.column(name)
        return (0..<table.rows).map { column.fact($0) }
    }

    private func refusal(_ text: String) -> ScoringFailure? {
        do throws(ScoringFailure) {
            _ = try table(text)
            return nil
        } catch { return error }
    }

    @Test func quotesBreaksAndAByteOrderMarkAreReadInPiecesOfAnySize() throws {
        let text = "\u{FEFF}a,\"b, or \"\"c\"\"\",n\r\n\"x\ny\",,1\r\n\nz,\"\",-2.50"
        for piece in [1, 2, 3, 5, 7, .max] {
            let table = try table(text, piece: piece)
            #expect(table.columns.map(\.name) == ["a", "b, or \"c\"", "n"])
            #expect(try facts(table, "a") == [.text("x\ny"), .text("z")])
            #expect(try facts(table, "b, or \"c\"") == [.missing, .missing])
            #expect(try facts(table, "n") == [.number(ScoreNumber(1)), .number(ScoreNumber(millionths: -2_500_000))])
        }
    }

    @Test(arguments: [
        ("a,b\n1,2\n3\n", "row 3: 1 fields, but the header has 2"),
        ("a,b\n1,\"2\n", "row 2, column 2: a quoted field is not closed"),
        ("a,b\n1,\"2\"x\n", "row 2, column 2: text follows a closing quote; double the quotes inside a field"),
        ("a,b\n1,x\"2\n", "row 2, column 2: a quote inside a field; put the field in quotes and double the quote"),
        ("a,a\n1,2\n", "row 1, column a: the name stands twice in the header"),
        ("a,\n1,2\n", "row 1, column 2: a column without a name, or one that is not UTF-8"),
        ("", "row 1: the file is empty; a header row is needed"),
        ("a,b\n", "row 2: there are no rows below the header"),
        ("a\n1\r2\n", "row 2, column 1: a carriage return stands alone; put the field in quotes"),
    ])
    func brokenFilesAreRefusedWithTheirPlace(text: String, message: String) {
        #expect(refusal(text)?.description == message)
    }

    @Test(arguments: ["1,5", "inf", "NaN", "1e300", "12345678901234567890"])
    func aColumnOfNumbersWithAnUnusableOneIsRefused(cell: String) throws {
        let failure = try #require(refusal("n,c\n1,x\n2,y\n\"\(cell)\",z\n"))
        #expect(failure.code == .badValue)
        #expect(failure.row == 4)
        #expect(failure.column == "n")
    }

    @Test func moreTextsThanCategoriesMayHaveAreFreeText() throws {
        let rows = (0...ScoringLimits.mostCategories).map { "\($0),note \($0)" }
        let table = try table("id,note\n" + rows.joined(separator: "\n"))
        #expect(try facts(table, "id").last == .number(ScoreNumber(ScoringLimits.mostCategories)))
        let failure = try table.column("note").freeTextFailure
        #expect(failure?.row == 2)
        #expect(failure?.column == "note")
        let atLimit = try self.table("note\n" + (1...ScoringLimits.mostCategories).map { "n\($0)\n" }.joined())
        #expect(try atLimit.column("note").freeTextFailure == nil)
    }

    @Test func manyNumbersWithOneTextSayWhereItStands() throws {
        let rows = (0...ScoringLimits.mostCategories).map { "\($0)" } + ["oops", "7"]
        let table = try table("n\n" + rows.joined(separator: "\n"))
        #expect(try table.column("n").freeTextFailure?.row == ScoringLimits.mostCategories + 3)
    }

    @Test func columnsThatNobodyWantsAreNotKept() throws {
        let table = try DataTableBuilder.table(Array("a,b\n1,2\n".utf8), wanted: ["b"])
        #expect(table.columns.map(\.name) == ["b"])
    }

    @Test(arguments: [
        ("0", 0), ("12", 12_000_000), ("-0.5", -500_000), (".25", 250_000), ("+3.", 3_000_000), ("1e3", 1_000_000_000),
        ("2.5E-2", 25_000), (" 7 ", 7_000_000), ("0.1234567", 123_456), ("-0.1234567", -123_457),
        ("0.00000000000000000000001", 0), ("1e-400", 0), ("9000000000000", 9_000_000_000_000_000_000),
    ])
    func numbersAreReadInMillionthsAndCutDownwards(text: String, millionths: Int64) {
        #expect(ScoreNumber.read(Array(text.utf8)[...]) == .number(ScoreNumber(millionths: millionths)))
    }

    @Test(arguments: ["", "-", ".", "1e", "1x", "abc", "1.2.3", "0x10", "e5", "info", "1 2"])
    func whatIsNoNumberIsText(text: String) {
        #expect(ScoreNumber.read(Array(text.utf8)[...]) == .text)
    }

    @Test func numbersAreWrittenAsTheShortestDecimal() {
        #expect(ScoreNumber(millionths: -1_500_000).description == "-1.5")
        #expect(ScoreNumber(millionths: 1).description == "0.000001")
        #expect(ScoreNumber(45).description == "45")
        #expect(ScoreNumber(Int.max) == ScoreNumber(millionths: .max))
        #expect(ScoreNumber(Int.min) < ScoreNumber(0))
    }
}

/// A table holds a bounded number of cells, whatever the file is.
struct TableSampleTests {
    private func file(_ rows: Int) -> [UInt8] {
        Array(("y,few,many\n" + (0..<rows).map { "\($0 % 3 == 0 ? "bad" : "good"),\($0 % 7),\($0)\n" }.joined()).utf8)
    }

    @Test func aFileThatFitsIsKeptWhole() throws {
        let table = try DataTableBuilder.table(file(6_000), mostCells: 18_001)
        #expect(table.rows == 6_000 && table.rowsInFile == 6_000 && table.sampleWarning == nil)
    }

    @Test func ofALongerOneAShareIsKeptThatIsAlwaysTheSame() throws {
        var before: Set<ScoreFact> = []
        for most in [200_000, 30_000, 9_000, 3_000] {
            let table = try DataTableBuilder.table(file(40_000), mostCells: most)
            #expect(table.rows * 3 < most && table.rows * 3 > most / 3 && table.rowsInFile == 40_000)
            #expect(table.sampleWarning?.code == (table.rows == 40_000 ? nil : .sampled))
            // Every row is whole, and about every third is bad.
            let (target, few, many) = (table.columns[0], table.columns[1], table.columns[2])
            var bad = 0
            var seen: Set<ScoreFact> = []
            for row in 0..<table.rows {
                guard case .number(let number) = many.fact(row), case .text(let word) = target.fact(row) else {
                    Issue.record("row \(row) is torn")
                    return
                }
                let whole = Int(number.millionths / ScoreNumber.perOne)
                #expect(few.fact(row) == .number(ScoreNumber(whole % 7)) && (word == "bad") == (whole % 3 == 0))
                bad += word == "bad" ? 1 : 0
                seen.insert(many.fact(row))
            }
            // Four standard deviations of a share of a third.
            #expect((bad * 3 - table.rows) * (bad * 3 - table.rows) < 32 * table.rows)
            #expect(before.isEmpty || seen.isSubset(of: before))
            before = seen
        }
    }
}
