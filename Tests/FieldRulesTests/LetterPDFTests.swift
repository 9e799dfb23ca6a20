import FieldRules
import Testing

@Suite("Letters as PDF")
struct LetterPDFTests {
    private func pdf(_ text: String) throws -> [UInt8] {
        try LetterPDF.render(text, language: "es", footer: "t@1").get()
    }

    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes.map { $0 < 128 ? $0 : 63 }, as: UTF8.self) }

    private func count(_ part: String, in text: String) -> Int { text.split(separator: part).count - 1 }

    @Test("accents are the codes of WinAnsi, composed or not, and brackets are escaped")
    func codes() throws {
        let bytes = try pdf("Título\n\nPeña (a\\b) e\u{301} 3 € — “sí”")
        let wanted: [UInt8] =
            Array("Pe".utf8) + [0xF1] + Array("a \\(a\\\\b\\) ".utf8) + [0xE9] + Array(" 3 ".utf8)
            + [0x80, 32, 0x97, 32, 0x93, 0x73, 0xED, 0x94]
        #expect(bytes.firstRange(of: wanted) != nil)
    }

    @Test("the same text gives the same bytes, and each object stands where the table says")
    func table() throws {
        let bytes = try pdf("T\n\n" + String(repeating: "una palabra y otra ", count: 900))
        #expect(bytes == (try pdf("T\n\n" + String(repeating: "una palabra y otra ", count: 900))))
        let lines = text(bytes).split(separator: "\n", omittingEmptySubsequences: false)
        let start = try #require(lines.lastIndex(of: "startxref"))
        let table = try #require(Int(lines[start + 1]))
        #expect(text(Array(bytes[table...])).hasPrefix("xref\n0 "))
        let entries = text(Array(bytes[table...])).split(separator: "\n").dropFirst(3).prefix { $0.hasSuffix(" n ") }
        #expect(entries.count > 8)
        for (index, entry) in entries.enumerated() {
            let offset = try #require(Int(entry.prefix(10)))
            #expect(text(Array(bytes[offset...].prefix(12))).hasPrefix("\(index + 1) 0 obj"))
        }
    }

    @Test("a long text goes over pages, and each says which it is")
    func pages() throws {
        let one = text(try pdf("T\n\ncorto"))
        #expect(count("/Type /Page ", in: one) == 1 && one.contains("t@1 1 / 1"))
        let many = text(try pdf("T\n\n" + (1...120).map { "párrafo \($0)" }.joined(separator: "\n\n")))
        #expect(count("/Type /Page ", in: many) > 2 && many.contains("(t@1 2 / "))
        for number in 1...120 { #expect(many.contains("\(number)) Tj")) }
    }

    @Test("a word longer than a line is cut, not lost")
    func longWord() throws {
        let letters = text(try pdf("T\n\n" + String(repeating: "x", count: 1_000))).filter { $0 == "x" }.count
        #expect(letters >= 1_000)
    }

    @Test("a character that the fonts do not have is refused")
    func unprintable() {
        for character in ["Ł", "漢", "\u{1F600}"] as [Character] {
            let result = LetterPDF.render("T\n\na\(character)", language: "es", footer: "")
            guard case .failure(let failure) = result else {
                Issue.record("printed")
                continue
            }
            #expect(failure.character == character)
        }
    }
}
