/// Rows and columns of text.
package struct ReportTable: Hashable, Sendable {
    package struct Column: Hashable, Sendable {
        package var title: String
        package var isNumber: Bool

        package init(_ title: String, isNumber: Bool = false) {
            self.title = title
            self.isNumber = isNumber
        }
    }

    package var columns: [Column]
    package var rows: [[String]]

    /// More are set smaller on paper, so that none is cut off.
    private static let usualColumns = 10

    package init(_ columns: [Column], _ rows: [[String]]) {
        self.columns = columns
        self.rows = rows
    }

    func html() -> String {
        func cells(_ texts: [String], _ tag: String) -> String {
            zip(texts, columns).map { text, column in
                "<\(tag)\(column.isNumber ? " class=\"n\"" : "")>\(Markup.escaped(text))</\(tag)>"
            }.joined()
        }
        let size = columns.count > Self.usualColumns ? " class=\"many\"" : ""
        var out =
            "<div class=\"wide\"><table\(size)><thead><tr>\(cells(columns.map(\.title), "th"))</tr></thead>\n<tbody>\n"
        for row in rows { out += "<tr>\(cells(row, "td"))</tr>\n" }
        return out + "</tbody></table></div>\n"
    }
}

/// What a section of a page is made of, in order.
package enum ReportBlock: Hashable, Sendable {
    case text(String)
    case warning(String)
    /// Few figures that matter most, large.
    case figures([ReportFigure])
    case chart(Chart)
    case bars(BarChart)
    case table(ReportTable)
    /// A finished SVG picture under its title.
    case picture(title: String, svg: String)
}

package struct ReportFigure: Hashable, Sendable {
    package var name: String
    package var value: String

    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// A page that needs nothing else: no script, no font, no network. Light or dark as the reader has it, black on white
/// on paper.
package struct ReportPage: Hashable, Sendable {
    package struct Section: Hashable, Sendable {
        package var title: String
        package var blocks: [ReportBlock]

        package init(_ title: String, _ blocks: [ReportBlock]) {
            self.title = title
            self.blocks = blocks
        }
    }

    /// Of the texts: `en` or `es`.
    package var language: String
    package var title: String
    package var subtitle: String
    package var sections: [Section]

    package init(language: String, title: String, subtitle: String, _ sections: [Section]) {
        self.language = language
        self.title = title
        self.subtitle = subtitle
        self.sections = sections
    }

    package func html() -> String {
        var out = "<!doctype html>\n<html lang=\"\(Markup.escaped(language))\">\n<head>\n<meta charset=\"utf-8\">\n"
        out += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        out += "<meta http-equiv=\"Content-Security-Policy\" "
        out += "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        out += "<title>\(Markup.escaped(title))</title>\n<style>\(ReportStyle.css)</style>\n</head>\n<body>\n<main>\n"
        out += "<header><h1>\(Markup.escaped(title))</h1><p>\(Markup.escaped(subtitle))</p></header>\n"
        for section in sections { out += ReportPage.html(section) }
        return out + "</main>\n</body>\n</html>\n"
    }

    private static func html(_ section: Section) -> String {
        var out = "<section>\n<h2>\(Markup.escaped(section.title))</h2>\n"
        var isInRow = false
        for block in section.blocks {
            // Pictures that follow each other stand side by side where the page is wide enough.
            if isPicture(block) != isInRow {
                out += isInRow ? "</div>\n" : "<div class=\"row\">\n"
                isInRow.toggle()
            }
            out += html(block)
        }
        return out + (isInRow ? "</div>\n" : "") + "</section>\n"
    }

    private static func isPicture(_ block: ReportBlock) -> Bool {
        switch block {
        case .chart, .bars: true
        default: false
        }
    }

    private static func html(_ block: ReportBlock) -> String {
        switch block {
        case .text(let text): return "<p>\(Markup.escaped(text))</p>\n"
        case .warning(let text): return "<p class=\"warning\">\(Markup.escaped(text))</p>\n"
        case .figures(let figures):
            let items = figures.map {
                "<div><dt>\(Markup.escaped($0.name))</dt><dd>\(Markup.escaped($0.value))</dd></div>"
            }
            return "<dl>\(items.joined())</dl>\n"
        case .chart(let chart): return figure(chart.title, chart.svg())
        case .bars(let chart): return figure(chart.title, chart.svg())
        case .table(let table): return table.html()
        case .picture(let title, let svg): return figure(title, svg)
        }
    }

    private static func figure(_ title: String, _ svg: String) -> String {
        "<figure><figcaption>\(Markup.escaped(title))</figcaption>\n\(svg)</figure>\n"
    }
}
