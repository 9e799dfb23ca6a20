/// Makes a table from CSV bytes, piece by piece; only the wanted columns are kept.
package struct DataTableBuilder {
    private var reader = CSVReader()
    private var columns: [ColumnBuilder?] = []
    private var rowsInFile = 0
    private var hasHeader = false
    private let wanted: Set<String>?
    private let mostCells: Int
    private var keptColumns = 0
    private var sample = RowSample()

    /// Nil keeps all columns.
    package init(wanted: Set<String>? = nil, mostCells: Int = ScoringLimits.mostCells) {
        self.wanted = wanted
        self.mostCells = mostCells
    }

    package static func table(
        _ bytes: [UInt8], wanted: Set<String>? = nil, mostCells: Int = ScoringLimits.mostCells
    ) throws(ScoringFailure) -> DataTable {
        var builder = DataTableBuilder(wanted: wanted, mostCells: mostCells)
        try builder.read(bytes)
        return try builder.finish()
    }

    package mutating func read(_ piece: [UInt8]) throws(ScoringFailure) {
        var reader = CSVReader()
        swap(&reader, &self.reader)
        try reader.read(piece) { (row) throws(ScoringFailure) in try take(row) }
        swap(&reader, &self.reader)
    }

    package mutating func finish() throws(ScoringFailure) -> DataTable {
        var reader = CSVReader()
        swap(&reader, &self.reader)
        try reader.finish { (row) throws(ScoringFailure) in try take(row) }
        guard hasHeader else { throw ScoringFailure(.badSyntax, "the file is empty; a header row is needed", row: 1) }
        guard rowsInFile > 0 else { throw ScoringFailure(.badSyntax, "there are no rows below the header", row: 2) }
        var out: [DataTable.Column] = []
        for index in columns.indices {
            guard let builder = columns[index] else { continue }
            columns[index] = nil
            out.append(try builder.finish())
        }
        return DataTable(columns: out, rows: sample.count, rowsInFile: rowsInFile)
    }

    private mutating func take(_ row: CSVRow) throws(ScoringFailure) {
        guard hasHeader else { return try takeHeader(row) }
        guard row.count == columns.count else {
            throw ScoringFailure(
                .badSyntax, "\(row.count) fields, but the header has \(columns.count)", row: row.number)
        }
        rowsInFile += 1
        guard sample.takes(rowsInFile) else { return }
        for index in columns.indices where columns[index] != nil {
            try columns[index]?.take(row[index], row: row.number)
        }
        if sample.count * keptColumns >= mostCells { thin() }
    }

    /// Halves what is kept; what stays is what would have been kept from the start.
    private mutating func thin() {
        let kept = sample.halve()
        for index in columns.indices { columns[index]?.keep(kept) }
    }

    private mutating func takeHeader(_ row: CSVRow) throws(ScoringFailure) {
        hasHeader = true
        columns = try DataTableBuilder.header(row).map { name in
            wanted.map { $0.contains(name) } ?? true ? ColumnBuilder(name: name) : nil
        }
        keptColumns = columns.count { $0 != nil }
    }

    /// The names of the columns: each has one, and no two the same.
    static func header(_ row: CSVRow) throws(ScoringFailure) -> [String] {
        var names: [String] = []
        var seen: Set<String> = []
        for index in 0..<row.count {
            guard let name = String(validating: row[index], as: UTF8.self), !name.isEmpty else {
                throw ScoringFailure(
                    .badSyntax, "a column without a name, or one that is not UTF-8", row: row.number,
                    column: "\(index + 1)")
            }
            guard seen.insert(name).inserted else {
                throw ScoringFailure(.badSyntax, "the name stands twice in the header", row: row.number, column: name)
            }
            names.append(name)
        }
        return names
    }
}

/// Which rows of a file are kept: all, then those of every second number that is drawn for them, then of every fourth.
private struct RowSample {
    private var halvings: UInt8 = 0
    /// How many halvings each row that is kept outlives.
    private var outlives: [UInt8] = []

    var count: Int { outlives.count }

    mutating func takes(_ row: Int) -> Bool {
        var generator = ShuffleGenerator(seed: UInt64(row))
        let most = UInt8(generator.next().trailingZeroBitCount)
        guard most >= halvings else { return false }
        outlives.append(most)
        return true
    }

    /// The places of those that stay.
    mutating func halve() -> [Int] {
        halvings += 1
        let kept = outlives.indices.filter { outlives[$0] >= halvings }
        outlives = kept.map { outlives[$0] }
        return kept
    }
}

/// Collects one column; what it is shows only when all its cells were seen.
///
/// Cells are kept as numbers of words while there are few different ones, which is small for categories and lets a
/// column turn out to be either. Past that only numbers are possible, and anything else makes it free text.
private struct ColumnBuilder {
    private enum Cells {
        case words([UInt16])
        case numbers([Int64])
        case freeText(row: Int)
    }

    let name: String
    private var cells = Cells.words([])
    private var table = WordTable()

    init(name: String) { self.name = name }

    mutating func take(_ bytes: ArraySlice<UInt8>, row: Int) throws(ScoringFailure) {
        switch cells {
        case .words(var codes):
            cells = .numbers([])
            let code = bytes.isEmpty ? 0 : table.code(of: bytes, row: row)
            codes.append(UInt16(code))
            cells = .words(codes)
            if table.count > ScoringLimits.mostCategories { try widen(codes) }
        case .numbers(var numbers):
            cells = .freeText(row: row)
            switch bytes.isEmpty ? nil : ScoreNumber.read(bytes) {
            case nil: numbers.append(ScoreNumber.missing)
            case .number(let number): numbers.append(number.millionths)
            case .unusable(let why): throw ScoringFailure(.badValue, why, row: row, column: name)
            case .text: return
            }
            cells = .numbers(numbers)
        case .freeText: break
        }
    }

    mutating func keep(_ kept: [Int]) {
        switch cells {
        case .words(let codes): cells = .words(kept.map { codes[$0] })
        case .numbers(let numbers): cells = .numbers(kept.map { numbers[$0] })
        case .freeText: break
        }
    }

    func finish() throws(ScoringFailure) -> DataTable.Column {
        switch cells {
        case .freeText(let row): return DataTable.Column(name: name, values: .freeText(row: row))
        case .numbers(let numbers): return DataTable.Column(name: name, values: .numbers(NumberCells(numbers)))
        case .words(let codes):
            if let numbers = try numbersOfWords() {
                let cells = NumberCells(codes: codes, of: numbers)
                return DataTable.Column(name: name, values: .numbers(cells))
            }
            var words = [""]
            for index in 0..<table.count {
                guard let word = String(validating: table.word(index), as: UTF8.self) else {
                    throw ScoringFailure(.badValue, "the text is not UTF-8", row: table.rows[index], column: name)
                }
                words.append(word)
            }
            return DataTable.Column(name: name, values: .categories(codes, words: words))
        }
    }

    private mutating func widen(_ codes: [UInt16]) throws(ScoringFailure) {
        if let numbers = try numbersOfWords() {
            cells = .numbers(codes.map { numbers[Int($0)] })
        } else {
            let first = (0..<table.count).first { ScoreNumber.read(table.word($0)) == .text } ?? 0
            cells = .freeText(row: table.rows[first])
        }
        table = WordTable()
    }

    /// Nil when a word is no number. A column of numbers with an unusable one is an error at that cell.
    private func numbersOfWords() throws(ScoringFailure) -> [Int64]? {
        var numbers = [ScoreNumber.missing]
        var problem: ScoringFailure?
        for index in 0..<table.count {
            switch ScoreNumber.read(table.word(index)) {
            case .text: return nil
            case .number(let number): numbers.append(number.millionths)
            case .unusable(let why):
                let failure = ScoringFailure(.badValue, why, row: table.rows[index], column: name)
                problem = problem ?? failure
            }
        }
        if let problem { throw problem }
        return numbers
    }
}

/// Different texts, numbered from 1 in the order of their first row.
private struct WordTable {
    private var bytes: [UInt8] = []
    private var ends: [Int] = []
    private(set) var rows: [Int] = []
    private var slots = [UInt16](repeating: 0, count: 64)

    var count: Int { ends.count }

    func word(_ index: Int) -> ArraySlice<UInt8> { bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]] }

    mutating func code(of text: ArraySlice<UInt8>, row: Int) -> Int {
        var slot = WordTable.hash(text) & (slots.count - 1)
        while slots[slot] != 0 {
            if word(Int(slots[slot]) - 1) == text { return Int(slots[slot]) }
            slot = (slot + 1) & (slots.count - 1)
        }
        bytes.append(contentsOf: text)
        ends.append(bytes.count)
        rows.append(row)
        slots[slot] = UInt16(ends.count)
        if ends.count * 2 > slots.count { grow() }
        return ends.count
    }

    private mutating func grow() {
        slots = [UInt16](repeating: 0, count: slots.count * 2)
        for index in 0..<ends.count {
            var slot = WordTable.hash(word(index)) & (slots.count - 1)
            while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = UInt16(index + 1)
        }
    }

    /// FNV-1a, folded.
    private static func hash(_ text: ArraySlice<UInt8>) -> Int {
        var value: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in text { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return Int(truncatingIfNeeded: (value ^ value >> 29) & 0x7fff_ffff)
    }
}
