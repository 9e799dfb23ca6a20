package struct ChartPoint: Hashable, Sendable {
    package var x: Int
    package var y: Int
    /// What a pointer that rests on it is told; nil tells the two numbers.
    package var label: String?
    /// From where to where the value may truly lie.
    package var interval: ClosedRange<Int>?

    package init(_ x: Int, _ y: Int, label: String? = nil, interval: ClosedRange<Int>? = nil) {
        self.x = x
        self.y = y
        self.label = label
        self.interval = interval
    }
}

package struct ChartSeries: Hashable, Sendable {
    package enum Shape: Hashable, Sendable {
        case line
        /// Level up to the next point.
        case steps
        case dots
        /// A line with a dot at each point.
        case dottedLine
        /// Upright, beside those of the other series at the same place.
        case bars
        /// Dashes, for what things are compared with.
        case reference
    }

    package var name: String
    package var shape: Shape
    package var points: [ChartPoint]
    /// Which of the six colours; nil takes the place among the series.
    package var colour: Int?

    package init(_ name: String, _ shape: Shape, _ points: [ChartPoint], colour: Int? = nil) {
        self.name = name
        self.shape = shape
        self.points = points
        self.colour = colour
    }
}

/// A plot with two axes as an SVG picture: lines, steps, dots, upright bars, intervals. Colours come from the page, so
/// that it is readable on light and dark screens and on paper.
package struct Chart: Hashable, Sendable {
    package var title: String
    package var x: ChartAxis
    package var y: ChartAxis
    package var series: [ChartSeries]
    package var width = 560
    package var height = 340

    package init(_ title: String, x: ChartAxis, y: ChartAxis, _ series: [ChartSeries]) {
        self.title = title
        self.x = x
        self.y = y
        self.series = series
    }

    package func svg() -> String { ChartDrawing(self).svg() }
}

private struct ChartDrawing {
    let chart: Chart
    let x: ChartScale
    let y: ChartScale
    let legend: ChartLegend
    let isSlanted: Bool
    /// Of named places, every so many has its name written.
    let shownEach: Int

    private static let mostNameLength = 18
    private static let shortName = 400

    init(_ chart: Chart) {
        self.chart = chart
        let values = chart.series.flatMap { series in
            series.points.flatMap { [$0.y] + ($0.interval.map { [$0.lowerBound, $0.upperBound] } ?? []) }
        }
        let width = chart.width * 10
        let legend = ChartLegend(chart.series, width: width - 200)
        let names = chart.x.names.map { ChartText.width(Markup.shortened($0, to: Self.mostNameLength)) }.max() ?? 0
        let place = (width - 900) / max(1, chart.x.names.count)
        // Short names are left out in part before any is turned; long ones are turned.
        let isSlanted = names + 80 > place && names > Self.shortName
        shownEach = isSlanted ? 160 / max(1, place) + 1 : (names + 80) / max(1, place) + 1
        let bottom = 460 + (isSlanted ? names * 7 / 10 : 0)
        let top = 100 + legend.height
        // The labels decide how far from the left the plot begins, and they depend on the scale.
        let sketch = ChartScale(chart.y, values: values, start: 0, end: 1, mostTicks: 6)
        let left = 340 + (sketch.ticks.map { ChartText.width(sketch.label($0)) }.max() ?? 0)
        y = ChartScale(chart.y, values: values, start: chart.height * 10 - bottom, end: top, mostTicks: 6)
        x = ChartScale(
            chart.x, values: chart.series.flatMap { $0.points.map(\.x) }, start: left, end: width - 160, mostTicks: 8)
        self.legend = legend
        self.isSlanted = isSlanted
    }

    func svg() -> String {
        let title = Markup.escaped(chart.title)
        var out = "<svg viewBox=\"0 0 \(chart.width) \(chart.height)\" role=\"img\" aria-label=\"\(title)\""
        out += " xmlns=\"http://www.w3.org/2000/svg\"><title>\(title)</title>\n"
        out += axes()
        let bars = chart.series.indices.filter { chart.series[$0].shape == .bars }
        for (index, series) in chart.series.enumerated() {
            let colour = "c\((series.colour ?? index) % 6)"
            if let place = bars.firstIndex(of: index) {
                out += columns(series, colour, place, of: bars.count)
            } else {
                out += curve(series, colour)
            }
            out += series.points.map { interval($0, colour, offset: offset(bars.firstIndex(of: index), bars.count)) }
                .joined()
        }
        return out + legend.svg(left: x.start, top: 60) + "</svg>\n"
    }

    // MARK: Axes

    private func axes() -> String {
        var out = ""
        for tick in y.ticks {
            let at = Markup.pixels(y.position(tick))
            out += "<line class=\"\(tick == 0 ? "zero" : "grid")\" x1=\"\(Markup.pixels(x.start))\" "
            out += "x2=\"\(Markup.pixels(x.end))\" y1=\"\(at)\" y2=\"\(at)\"/>"
            out += ChartText.svg(y.label(tick), x: x.start - 60, y: y.position(tick) + 40, anchor: "end")
        }
        out += "\n"
        for tick in x.ticks where chart.x.names.isEmpty || tick.isMultiple(of: shownEach) { out += xTick(tick) }
        let middle = Markup.pixels((y.start + y.end) / 2)
        out += ChartText.svg(chart.x.title, x: (x.start + x.end) / 2, y: chart.height * 10 - 60, anchor: "middle")
        out += "<text class=\"t\" text-anchor=\"middle\" transform=\"translate(14 \(middle)) rotate(-90)\">"
        return out + Markup.escaped(chart.y.title) + "</text>\n"
    }

    private func xTick(_ tick: Int) -> String {
        let at = x.position(tick)
        let label = Markup.shortened(x.label(tick), to: Self.mostNameLength)
        let line =
            "<line class=\"axis\" x1=\"\(Markup.pixels(at))\" x2=\"\(Markup.pixels(at))\" "
            + "y1=\"\(Markup.pixels(y.start))\" y2=\"\(Markup.pixels(y.start + 40))\"/>"
        guard isSlanted else { return line + ChartText.svg(label, x: at, y: y.start + 170, anchor: "middle") }
        let place = "translate(\(Markup.pixels(at + 30)) \(Markup.pixels(y.start + 130))) rotate(-40)"
        return line + "<text class=\"t\" text-anchor=\"end\" transform=\"\(place)\">\(Markup.escaped(label))</text>"
    }

    // MARK: Marks

    private func told(_ series: ChartSeries, _ point: ChartPoint) -> String {
        let at = chart.x.names.indices.contains(point.x) ? chart.x.names[point.x] : chart.x.text(point.x)
        return "<title>" + Markup.escaped(point.label ?? "\(series.name) · \(at): \(chart.y.text(point.y))")
            + "</title>"
    }

    private func curve(_ series: ChartSeries, _ colour: String) -> String {
        var out = ""
        if series.shape != .dots {
            var path = ""
            for (index, point) in series.points.enumerated() {
                let (left, top) = (Markup.pixels(x.position(point.x)), Markup.pixels(y.position(point.y)))
                if series.shape == .steps, index > 0 {
                    path += "H\(left)V\(top)"
                } else {
                    path += "\(index == 0 ? "M" : "L")\(left) \(top)"
                }
            }
            if !path.isEmpty {
                let kind = series.shape == .reference ? "reference" : "line \(colour)"
                out += "<path class=\"\(kind)\" d=\"\(path)\"/>\n"
            }
        }
        guard series.shape == .dots || series.shape == .dottedLine else { return out }
        for point in series.points {
            out += "<circle class=\"dot \(colour)\" cx=\"\(Markup.pixels(x.position(point.x)))\" "
            out += "cy=\"\(Markup.pixels(y.position(point.y)))\" r=\"3.5\">\(told(series, point))</circle>"
        }
        return out + "\n"
    }

    private func barWidth(_ count: Int) -> Int { max(10, min(400, x.place * 8 / 10 / max(1, count))) }

    /// From the middle of the place to the middle of the bar.
    private func offset(_ place: Int?, _ count: Int) -> Int {
        place.map { (2 * $0 + 1 - count) * barWidth(count) / 2 } ?? 0
    }

    private func columns(_ series: ChartSeries, _ colour: String, _ place: Int, of count: Int) -> String {
        let width = barWidth(count)
        let zero = y.position(0)
        return series.points.map { point in
            let top = y.position(point.y)
            let left = x.position(point.x) + offset(place, count) - width / 2
            return "<rect class=\"bar \(colour)\" x=\"\(Markup.pixels(left))\" y=\"\(Markup.pixels(min(top, zero)))\" "
                + "width=\"\(Markup.pixels(width - 5))\" height=\"\(Markup.pixels(abs(zero - top)))\">"
                + told(series, point) + "</rect>"
        }.joined() + "\n"
    }

    private func interval(_ point: ChartPoint, _ colour: String, offset: Int) -> String {
        guard let interval = point.interval else { return "" }
        let at = x.position(point.x) + offset
        let (low, high) = (y.position(interval.lowerBound), y.position(interval.upperBound))
        let (left, right) = (Markup.pixels(at - 40), Markup.pixels(at + 40))
        let (top, bottom, middle) = (Markup.pixels(high), Markup.pixels(low), Markup.pixels(at))
        return "<path class=\"interval\" d=\"M\(middle) \(bottom)V\(top)M\(left) \(bottom)H\(right)"
            + "M\(left) \(top)H\(right)\"/>"
    }
}
