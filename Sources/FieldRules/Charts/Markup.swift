/// Texts for pages and pictures.
enum Markup {
    /// For contents and for attributes in double quotes. Control characters, which no reader accepts, become spaces.
    static func escaped(_ text: String) -> String {
        var out = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "\"": out += "&quot;"
            case _ where scalar.value < 32 && scalar != "\n" && scalar != "\t": out += " "
            case _ where (0xFFFE...0xFFFF).contains(scalar.value): out += " "
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }

    /// The beginning of a text that is too long for its place, with an ellipsis.
    static func shortened(_ text: String, to most: Int) -> String {
        text.count <= most ? text : text.prefix(max(1, most - 1)) + "…"
    }

    /// A length in tenths of a pixel.
    static func pixels(_ tenths: Int) -> String {
        let size = tenths.magnitude
        let sign = tenths < 0 ? "-" : ""
        return size % 10 == 0 ? "\(sign)\(size / 10)" : "\(sign)\(size / 10).\(size % 10)"
    }
}
