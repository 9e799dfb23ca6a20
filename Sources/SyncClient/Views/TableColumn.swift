/// A column of a table that is fitted to a terminal.
struct TableColumn {
    let key: String
    let heading: String
    let cells: [String]
    let isNumber: Bool
    /// Ids and moments: half of one says nothing.
    let isFixed: Bool
    private(set) var width: Int
    private let lengths: [Int]

    static let gap = "  "
    private static let leastWidth = 10
    private static let leastHeadingWidth = 6
    /// What need not be shown beside an account's number.
    private static let otherNames = ["account", "id"]

    init(key: String, heading: String, cells: [String], isNumber: Bool, isFixed: Bool) {
        (self.key, self.heading, self.cells) = (key, heading, cells)
        (self.isNumber, self.isFixed) = (isNumber, isFixed)
        lengths = cells.map(\.length)
        width = max(heading.length, lengths.max() ?? 0)
    }

    /// A cell, or for -1 the heading, padded to the column's width.
    func text(_ row: Int) -> String {
        var text = row < 0 ? heading : cells[row]
        var length = row < 0 ? heading.length : lengths[row]
        if length > width {
            text = text.cut(to: width)
            length = width
        }
        let pad = String(repeating: " ", count: width - length)
        return isNumber ? pad + text : text + pad
    }

    /// The least that can be shown of it: of a number the whole, of a text its beginning.
    private var least: Int {
        let cell = max(cells.map(\.count).max() ?? 0, Self.leastHeadingWidth)
        return min(width, isNumber || isFixed ? cell : min(cell, Self.leastWidth))
    }

    /// An account's second name goes first, then columns from the right; in what is left texts are cut, the widest first,
    /// after headings have given way to their cells.
    static func fit(_ columns: inout [TableColumn], to width: Int) {
        func excess(_ widths: [Int]) -> Int { widths.reduce(0, +) + (widths.count - 1) * gap.count - width }
        if excess(columns.map(\.least)) > 0, columns.contains(where: { $0.key == "number" }) {
            columns.removeAll { otherNames.contains($0.key) }
        }
        while columns.count > 1, excess(columns.map(\.least)) > 0 { columns.removeLast() }
        for index in columns.indices where columns[index].isNumber || columns[index].isFixed {
            columns[index].width -= max(
                0, min(excess(columns.map(\.width)), columns[index].width - columns[index].least))
        }
        while excess(columns.map(\.width)) > 0 {
            let texts = columns.indices.filter { columns[$0].width > columns[$0].least }
            guard let widest = texts.max(by: { columns[$0].width < columns[$1].width }) else { break }
            columns[widest].width -= 1
        }
    }
}

extension String {
    /// With an ellipsis where something was left out.
    func cut(to most: Int) -> String { length > most ? prefix(max(0, most - 1)) + "…" : self }

    /// Characters; of plain ASCII, bytes, which are not looked at one by one for what belongs together.
    var length: Int { utf8.allSatisfy { $0 < 0x80 && $0 != 0x0D } ? utf8.count : count }
}
