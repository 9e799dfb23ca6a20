/// A letter's text as a page that a browser prints. Derived from the canonical text, which is what was sent.
package enum LetterPage {
    package static func html(_ text: String, language: String, footer: String = "") -> String {
        let paragraphs = text.split(separator: "\n\n").map { escaped(String($0)) }
        let title = paragraphs.first ?? ""
        let body = paragraphs.dropFirst().map { "<p>\($0.replacing("\n", with: "<br>"))</p>" }
        return """
            <!doctype html>
            <html lang="\(language)">
            <meta charset="utf-8">
            <title>\(title)</title>
            <style>
            body { font: 11pt/1.45 "Times New Roman", Times, serif; max-width: 40em; margin: 3em auto; padding: 0 1em; }
            h1 { font-size: 16pt; margin: 0 0 1.2em; }
            p { margin: 0 0 .8em; }
            footer { font-size: 8pt; color: #555; margin-top: 3em; }
            @page { size: A4; margin: 25mm; }
            @media print { body { margin: 0; padding: 0; max-width: none; } }
            </style>
            <h1>\(title)</h1>
            \(body.joined(separator: "\n"))
            \(footer.isEmpty ? "" : "<footer>\(escaped(footer))</footer>")
            </html>

            """
    }

    package static func escaped(_ text: String) -> String {
        var out = ""
        for character in text {
            switch character {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "\"": out += "&quot;"
            default: out.append(character)
            }
        }
        return out
    }
}
