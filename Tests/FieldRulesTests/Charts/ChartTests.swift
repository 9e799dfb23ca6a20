import FieldRules
import Testing

@Suite("Charts and pages")
struct ChartTests {
    private let line = Chart(
        "Curve", x: ChartAxis("share", decimals: 2, range: 0...100), y: ChartAxis("found", decimals: 2, range: 0...100),
        [
            ChartSeries("model", .line, [ChartPoint(0, 0), ChartPoint(40, 80), ChartPoint(100, 100)]),
            ChartSeries("chance", .reference, [ChartPoint(0, 0), ChartPoint(100, 100)]),
        ])

    private func count(_ part: String, in text: String) -> Int { text.components(of: part) }

    @Test("numbers are written with their decimals, their unit and a real minus")
    func numbers() {
        #expect(ChartAxis("", decimals: 2).text(123_456) == "1\u{202F}234.56")
        #expect(ChartAxis("", decimals: 3).text(-5) == "−0.005")
        #expect(ChartAxis("", unit: "%").text(0) == "0%")
        #expect(ChartAxis("").text(.min).isEmpty == false)
    }

    @Test("a line passes through its points and a reference is drawn apart")
    func lines() {
        let svg = line.svg()
        #expect(count("<path class=\"line c0\"", in: svg) == 2)  // the curve and its mark in the legend
        #expect(count("<path class=\"reference\"", in: svg) == 2)
        #expect(svg.contains(">0.2<") && svg.contains(">1<") == false && svg.contains(">1.0<"))
    }

    @Test("ends of the axis are those asked for, and values beyond are drawn at the edge")
    func edges() {
        var chart = line
        chart.series = [ChartSeries("a", .line, [ChartPoint(-900, 50), ChartPoint(.max, .min)])]
        let inside = chart
        chart.series = [ChartSeries("a", .line, [ChartPoint(0, 50), ChartPoint(100, 0)])]
        #expect(inside.svg() == chart.svg())
    }

    @Test("bars of several series stand beside each other and tell their values")
    func columns() {
        let points = [ChartPoint(0, 3), ChartPoint(1, 5, interval: 4...7)]
        let chart = Chart(
            "Bars", x: ChartAxis("month", names: ["May", "June"]), y: ChartAxis("count"),
            [ChartSeries("good", .bars, points), ChartSeries("bad", .bars, points)])
        let svg = chart.svg()
        #expect(count("<rect class=\"bar c0\"", in: svg) == 3)
        #expect(count("<rect class=\"bar c1\"", in: svg) == 3)
        #expect(count("class=\"interval\"", in: svg) == 2)
        #expect(svg.contains("<title>good · June: 5</title>"))
    }

    @Test("lying bars reach to both sides of zero and keep their names")
    func lying() {
        let chart = BarChart(
            "WoE", ChartAxis("woe", decimals: 2),
            [
                BarChart.Row("a < b & \"c\"", 120), BarChart.Row("low", -80, interval: -100 ... -60, note: "12"),
            ], reference: 50)
        let svg = chart.svg()
        #expect(count("<rect", in: svg) == 2)
        #expect(svg.contains("a &lt; b &amp; &quot;c&quot;"))
        #expect(count("class=\"reference\"", in: svg) == 1)
        #expect(svg.contains("−0.80") && svg.contains(">12<"))
    }

    @Test("nothing to draw draws an empty plot")
    func empty() {
        let chart = Chart("None", x: ChartAxis("x"), y: ChartAxis("y"), [ChartSeries("a", .dots, [])])
        #expect(chart.svg().hasSuffix("</svg>\n"))
        #expect(BarChart("None", ChartAxis("x"), []).svg().hasSuffix("</svg>\n"))
    }

    @Test("a page is complete, escapes what it is given, and asks the network for nothing")
    func page() {
        let table = ReportTable([.init("name"), .init("n", isNumber: true)], [["<script>", "1"]])
        let page = ReportPage(
            language: "es", title: "A & B", subtitle: "s",
            [.init("Uno", [.figures([ReportFigure("auc", "0.8")]), .chart(line), .table(table), .warning("w")])])
        let html = page.html()
        #expect(html.hasPrefix("<!doctype html>\n<html lang=\"es\">"))
        #expect(html.contains("<title>A &amp; B</title>") && html.contains("&lt;script&gt;"))
        #expect(!html.contains("<script") && !html.contains("src=") && !html.contains("url("))
        #expect(
            count("http", in: html) == count("http-equiv", in: html) + count("http://www.w3.org/2000/svg", in: html))
        #expect(count("<div", in: html) == count("</div>", in: html))
        #expect(html.contains("prefers-color-scheme: dark") && html.contains("@media print"))
    }
}

extension String {
    fileprivate func components(of part: String) -> Int {
        var count = 0
        var rest = self[...]
        while let found = rest.firstRange(of: part) {
            count += 1
            rest = rest[found.upperBound...]
        }
        return count
    }

    @Test("what holds for paper overrules the rest, and a wide table is set small there")
    func paper() {
        func page(_ columns: Int) -> String {
            let table = ReportTable((0..<columns).map { .init("c\($0)", isNumber: true) }, [])
            return ReportPage(language: "en", title: "t", subtitle: "s", [.init("S", [.table(table)])]).html()
        }
        #expect(page(11).contains("<table class=\"many\">") && page(10).contains("<table>"))
        let parts = page(1).split(separator: "@media print")
        #expect(parts.count == 2)
        for rule in [".wide {", "table {", "th, td {", "main {", "svg {", ".row {"] {
            #expect(!parts[0].isEmpty && parts[1].contains(rule), "\(rule)")
        }
        // Nothing after its block but the end of the style.
        let rest = parts[1].prefix(while: { $0 != "<" }).split(separator: "\n").suffix(2)
        #expect(rest.map { $0.drop { $0 == " " } } == ["@page { margin: 15mm; }", "}"])
    }
}
