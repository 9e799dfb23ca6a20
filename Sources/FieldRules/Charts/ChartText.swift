/// Words in a picture. Widths are estimates: a picture is made where no fonts are known.
enum ChartText {
    /// In tenths of a pixel, at the size of labels.
    static func width(_ text: String) -> Int {
        text.reduce(0) { $0 + ("mwMW%".contains($1) ? 115 : $1.isNumber || $1 == "–" ? 78 : 66) }
    }

    static func svg(_ text: String, x: Int, y: Int, anchor: String) -> String {
        "<text class=\"t\" x=\"\(Markup.pixels(x))\" y=\"\(Markup.pixels(y))\" text-anchor=\"\(anchor)\">"
            + Markup.escaped(text) + "</text>"
    }
}

/// Which colour is which series, in as many lines as it needs; one series needs none.
struct ChartLegend {
    private let lines: [[(name: String, kind: String, at: Int)]]

    var height: Int { lines.count * 180 }

    init(_ series: [ChartSeries], width: Int) {
        guard series.count > 1 else {
            lines = []
            return
        }
        var lines: [[(name: String, kind: String, at: Int)]] = [[]]
        var at = 0
        for (index, one) in series.enumerated() where !one.name.isEmpty {
            let needed = 360 + ChartText.width(one.name)
            if at > 0, at + needed > width {
                lines.append([])
                at = 0
            }
            let colour = "c\((one.colour ?? index) % 6)"
            let kind =
                switch one.shape {
                case .bars: "bar \(colour)"
                case .dots, .dottedLine: "dot \(colour)"
                case .line, .steps: "line \(colour)"
                case .reference: "reference"
                }
            lines[lines.count - 1].append((one.name, kind, at))
            at += needed
        }
        self.lines = lines
    }

    func svg(left: Int, top: Int) -> String {
        var out = ""
        for (row, line) in lines.enumerated() {
            let y = top + row * 180
            for (name, kind, at) in line {
                let x = Markup.pixels(left + at)
                if kind.hasPrefix("bar") {
                    out += "<rect class=\"\(kind)\" x=\"\(x)\" y=\"\(Markup.pixels(y))\" width=\"14\" height=\"10\"/>"
                } else if kind.hasPrefix("dot") {
                    let middle = Markup.pixels(left + at + 70)
                    out += "<circle class=\"\(kind)\" cx=\"\(middle)\" cy=\"\(Markup.pixels(y + 50))\" r=\"4\"/>"
                } else {
                    out += "<path class=\"\(kind)\" d=\"M\(x) \(Markup.pixels(y + 50))h16\"/>"
                }
                out += ChartText.svg(name, x: left + at + 210, y: y + 95, anchor: "start")
            }
        }
        return out + "\n"
    }
}
