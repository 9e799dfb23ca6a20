/// A letter's text as a page that a browser prints. Derived from the canonical text, which is what was sent.
package enum LetterPage {
    package static func html(_ text: String, language: String) -> String {
        let paragraphs = text.split(separator: "\n\n").map { escaped(String($0)) }
        let title = paragraphs.first ?? ""
        let body = paragraphs.dropFirst().map { "<p>\($0.replacing("\n", with: "<br>"))</p>" }
        return """
            <!doctype html>
            <html lang="\(language)">
            <meta charset="utf-8">
            <title>\(title)</title>
            <style>body { font: 12pt/1.5 serif; max-width: 42em; margin: 3em auto; }</style>
            <h1>\(title)</h1>
            \(body.joined(separator: "\n"))
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
