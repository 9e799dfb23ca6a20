/// A letter's text as a PDF of A4 pages in the standard fonts. Derived from the canonical text, which is what was sent:
/// the same text gives the same bytes, and no clock or font of the machine is in it.
package enum LetterPDF {
    /// In points.
    private static let (pageWidth, pageHeight, margin) = (595, 842, 72)
    private static let (titleSize, textSize, footSize) = (16, 11, 8)
    private static let (leading, paragraphGap, titleGap) = (15, 8, 14)

    /// Nil with the first character that the standard fonts do not have: better no page than one with a wrong name.
    package static func render(
        _ text: String, language: String, footer: String
    ) -> Result<[UInt8], UnprintableCharacter> {
        var layout = Layout()
        do throws(UnprintableCharacter) {
            for (index, paragraph) in text.split(separator: "\n\n").enumerated() {
                let isTitle = index == 0
                let style = Style(isBold: isTitle, size: isTitle ? titleSize : textSize)
                layout.space(index == 0 ? 0 : index == 1 ? titleGap : paragraphGap)
                for line in paragraph.split(separator: "\n", omittingEmptySubsequences: false) {
                    for wrapped in wrap(try encode(line), style) {
                        layout.add(wrapped, style)
                    }
                }
            }
            let title = text.split(separator: "\n\n").first.map(String.init) ?? ""
            return .success(
                file(layout.pages, title: try encode(title[...]), language: language, footer: try encode(footer[...])))
        } catch {
            return .failure(error)
        }
    }

    fileprivate struct Style {
        var isBold: Bool
        var size: Int
    }

    fileprivate struct Line {
        var codes: ArraySlice<UInt8>
        var style: Style
        /// Of its base, from the bottom of the page.
        var height: Int
    }

    private struct Layout {
        var pages: [[Line]] = [[]]
        private var top = LetterPDF.pageHeight - LetterPDF.margin

        mutating func space(_ points: Int) { top -= points }

        mutating func add(_ codes: ArraySlice<UInt8>, _ style: Style) {
            let height = max(LetterPDF.leading, style.size * 5 / 4)
            if top - height < LetterPDF.margin {
                pages.append([])
                top = LetterPDF.pageHeight - LetterPDF.margin
            }
            top -= height
            pages[pages.count - 1].append(Line(codes: codes, style: style, height: top))
        }
    }

    private static func encode(_ text: Substring) throws(UnprintableCharacter) -> [UInt8] {
        var codes: [UInt8] = []
        for character in text {
            guard let code = PrintedCharacters.code(character) else { throw UnprintableCharacter(character: character) }
            codes.append(code)
        }
        return codes
    }

    /// Lines that fit between the margins, broken at spaces; a word that is longer than a line is cut.
    private static func wrap(_ codes: [UInt8], _ style: Style) -> [ArraySlice<UInt8>] {
        let most = (pageWidth - 2 * margin) * 1000
        var lines: [ArraySlice<UInt8>] = []
        var start = 0
        while start < codes.count {
            var (end, width, space) = (start, 0, -1)
            while end < codes.count {
                width += PrintedCharacters.width(codes[end], bold: style.isBold) * style.size
                if width > most { break }
                if codes[end] == 32 { space = end }
                end += 1
            }
            if end < codes.count, space > start { end = space }
            end = max(end, start + 1)
            lines.append(codes[start..<end])
            start = end
            while start < codes.count, codes[start] == 32 { start += 1 }
        }
        return lines.isEmpty ? [[]] : lines
    }
}

/// A character that the standard fonts of PDF do not have.
package struct UnprintableCharacter: Error, Hashable, Sendable {
    package let character: Character
}

extension LetterPDF {
    private static func file(_ pages: [[Line]], title: [UInt8], language: String, footer: [UInt8]) -> [UInt8] {
        let first = 6
        let kids = pages.indices.map { "\(first + 2 * $0) 0 R" }.joined(separator: " ")
        var objects: [[UInt8]] = [
            Array("<< /Type /Catalog /Pages 2 0 R /Lang (\(language)) >>".utf8),
            Array("<< /Type /Pages /Kids [\(kids)] /Count \(pages.count) >>".utf8),
            font("Times-Roman"), font("Times-Bold"),
            Array("<< /Title ".utf8) + string(title[...]) + Array(" /Producer (Cartera) >>".utf8),
        ]
        for (index, lines) in pages.enumerated() {
            let number = Array(" \(index + 1) / \(pages.count)".utf8)
            let content =
                lines.flatMap { draw($0.codes, $0.style, x: margin, y: $0.height) }
                + draw((footer + number)[...], Style(isBold: false, size: footSize), x: margin, y: margin / 2)
            let page = """
                << /Type /Page /Parent 2 0 R /MediaBox [0 0 \(pageWidth) \(pageHeight)] \
                /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> /Contents \(first + 2 * index + 1) 0 R >>
                """
            objects.append(Array(page.utf8))
            objects.append(
                Array("<< /Length \(content.count) >>\nstream\n".utf8) + content + Array("\nendstream".utf8))
        }
        return assemble(objects)
    }

    private static func font(_ name: String) -> [UInt8] {
        Array("<< /Type /Font /Subtype /Type1 /BaseFont /\(name) /Encoding /WinAnsiEncoding >>".utf8)
    }

    private static func draw(_ codes: ArraySlice<UInt8>, _ style: Style, x: Int, y: Int) -> [UInt8] {
        if codes.isEmpty { return [] }
        let font = style.isBold ? "F2" : "F1"
        return Array("BT /\(font) \(style.size) Tf \(x) \(y) Td ".utf8) + string(codes) + Array(" Tj ET\n".utf8)
    }

    private static func string(_ codes: ArraySlice<UInt8>) -> [UInt8] {
        var out = [UInt8(ascii: "(")]
        for code in codes {
            if [UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "\\")].contains(code) {
                out.append(UInt8(ascii: "\\"))
            }
            out.append(code)
        }
        return out + [UInt8(ascii: ")")]
    }

    /// Objects from number 1 on, with the table of where each begins.
    private static func assemble(_ objects: [[UInt8]]) -> [UInt8] {
        var out = Array("%PDF-1.4\n%".utf8) + [0xE2, 0xE3, 0xCF, 0xD3, 0x0A]
        var starts: [Int] = []
        for (index, object) in objects.enumerated() {
            starts.append(out.count)
            out += Array("\(index + 1) 0 obj\n".utf8) + object + Array("\nendobj\n".utf8)
        }
        let table = out.count
        out += Array("xref\n0 \(objects.count + 1)\n0000000000 65535 f \n".utf8)
        for start in starts {
            let digits = "\(start)"
            out += Array(String(repeating: "0", count: max(0, 10 - digits.count)).utf8)
            out += Array("\(digits) 00000 n \n".utf8)
        }
        let trailer = "trailer\n<< /Size \(objects.count + 1) /Root 1 0 R /Info 5 0 R >>\nstartxref\n\(table)\n%%EOF\n"
        return out + Array(trailer.utf8)
    }
}
