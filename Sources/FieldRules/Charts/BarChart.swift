/// Named values as bars that lie, one under the other: for many names, long names, and values on both sides of 0.
package struct BarChart: Hashable, Sendable {
    package struct Row: Hashable, Sendable {
        package var name: String
        package var value: Int
        package var interval: ClosedRange<Int>?
        /// Written at the right, such as a count.
        package var note: String
        package var colour: Int

        package init(
            _ name: String, _ value: Int, interval: ClosedRange<Int>? = nil, note: String = "", colour: Int = 0
        ) {
            self.name = name
            self.value = value
            self.interval = interval
            self.note = note
            self.colour = colour
        }
    }

    package enum Mark: Hashable, Sendable {
        case bars
        /// Dots with their intervals, where 0 is no natural beginning.
        case dots
    }

    package var title: String
    package var axis: ChartAxis
    package var rows: [Row]
    package var mark: Mark
    /// A value that all are compared with.
    package var reference: Int?
    package var width = 560

    package init(
        _ title: String, _ axis: ChartAxis, _ rows: [Row], mark: Mark = .bars, reference: Int? = nil
    ) {
        self.title = title
        self.axis = axis
        self.rows = rows
        self.mark = mark
        self.reference = reference
    }

    private static let rowHeight = 220
    private static let mostNameLength = 30

    package func svg() -> String {
        let values = rows.flatMap { row in
            [row.value] + (row.interval.map { [$0.lowerBound, $0.upperBound] } ?? [])
        }
        let names = rows.map { ChartText.width(Markup.shortened($0.name, to: Self.mostNameLength)) }.max() ?? 0
        let notes = rows.map { ChartText.width($0.note) }.max() ?? 0
        func scale(keeping room: Int) -> ChartScale {
            ChartScale(
                axis, values: values + (reference.map { [$0] } ?? []), start: 120 + names, end: width * 10 - room,
                mostTicks: 5)
        }
        let sketch = scale(keeping: 180 + notes)
        let reach = (sketch.ticks.map { ChartText.width(sketch.label($0)) }.max() ?? 0) / 2 + 40
        let scale = scale(keeping: max(180 + notes, reach))
        let bottom = 60 + rows.count * Self.rowHeight
        let height = (bottom + 440) / 10
        let title = Markup.escaped(title)
        var out = "<svg viewBox=\"0 0 \(width) \(height)\" role=\"img\" aria-label=\"\(title)\""
        out += " xmlns=\"http://www.w3.org/2000/svg\"><title>\(title)</title>\n"
        for tick in scale.ticks { out += upright(scale.position(tick), bottom, tick == 0 ? "zero" : "grid") }
        for tick in scale.ticks {
            out += ChartText.svg(scale.label(tick), x: scale.position(tick), y: bottom + 170, anchor: "middle")
        }
        out += ChartText.svg(axis.title, x: (scale.start + scale.end) / 2, y: bottom + 360, anchor: "middle") + "\n"
        if let reference { out += upright(scale.position(reference), bottom, "reference") }
        for (index, row) in rows.enumerated() { out += drawn(row, 60 + index * Self.rowHeight, scale) }
        return out + "</svg>\n"
    }

    private func upright(_ at: Int, _ bottom: Int, _ kind: String) -> String {
        let x = Markup.pixels(at)
        return "<line class=\"\(kind)\" x1=\"\(x)\" x2=\"\(x)\" y1=\"4\" y2=\"\(Markup.pixels(bottom))\"/>"
    }

    private func drawn(_ row: Row, _ top: Int, _ scale: ChartScale) -> String {
        let middle = top + Self.rowHeight / 2
        let name = Markup.shortened(row.name, to: Self.mostNameLength)
        let told = "<title>\(Markup.escaped("\(row.name): \(axis.text(row.value))"))</title>"
        var out = ChartText.svg(name, x: scale.start - 60, y: middle + 40, anchor: "end")
        let at = scale.position(row.value)
        if mark == .bars {
            let zero = scale.position(0)
            out += "<rect class=\"bar c\(row.colour % 6)\" x=\"\(Markup.pixels(min(at, zero)))\" "
            out +=
                "y=\"\(Markup.pixels(top + 40))\" width=\"\(Markup.pixels(abs(at - zero)))\" height=\"14\">\(told)</rect>"
        }
        if let interval = row.interval {
            let y = Markup.pixels(middle)
            let (low, high) = (scale.position(interval.lowerBound), scale.position(interval.upperBound))
            out += "<path class=\"interval\" d=\"M\(Markup.pixels(low)) \(y)H\(Markup.pixels(high))"
            out += "M\(Markup.pixels(low)) \(Markup.pixels(middle - 40))v8M\(Markup.pixels(high)) "
            out += "\(Markup.pixels(middle - 40))v8\"/>"
        }
        if mark == .dots {
            out += "<circle class=\"dot c\(row.colour % 6)\" cx=\"\(Markup.pixels(at))\" "
            out += "cy=\"\(Markup.pixels(middle))\" r=\"4.5\">\(told)</circle>"
        }
        return out + ChartText.svg(row.note, x: width * 10 - 60, y: middle + 40, anchor: "end") + "\n"
    }
}
