/// Scores the rows of a CSV file as they come, in the memory of one row.
package struct RowScorer {
    package struct Scored {
        /// As a spreadsheet counts: the header is row 1.
        package var row: Int
        /// What names the row, where a column was chosen for it.
        package var id: String?
        package var result: ScoreResult
    }

    private let card: Scorecard
    private let idColumn: String?
    private var reader = CSVReader()
    /// Places of the card's characteristics in the file, once its header was read.
    private var places: [Int]?
    private var idPlace: Int?
    private var columns = 0
    private var rows = 0

    package init(_ card: Scorecard, id: String? = nil) {
        self.card = card
        idColumn = id
    }

    package mutating func read(
        _ piece: [UInt8], _ body: (Scored) throws(ScoringFailure) -> Void
    ) throws(ScoringFailure) {
        var reader = CSVReader()
        swap(&reader, &self.reader)
        try reader.read(piece) { (row) throws(ScoringFailure) in try take(row, body) }
        swap(&reader, &self.reader)
    }

    package mutating func finish(_ body: (Scored) throws(ScoringFailure) -> Void) throws(ScoringFailure) {
        var reader = CSVReader()
        swap(&reader, &self.reader)
        try reader.finish { (row) throws(ScoringFailure) in try take(row, body) }
        guard places != nil else {
            throw ScoringFailure(.badSyntax, "the file is empty; a header row is needed", row: 1)
        }
        guard rows > 0 else { throw ScoringFailure(.badSyntax, "there are no rows below the header", row: 2) }
    }

    private mutating func take(
        _ row: CSVRow, _ body: (Scored) throws(ScoringFailure) -> Void
    ) throws(ScoringFailure) {
        guard let places else { return try takeHeader(row) }
        guard row.count == columns else {
            throw ScoringFailure(.badSyntax, "\(row.count) fields, but the header has \(columns)", row: row.number)
        }
        rows += 1
        var bins: [Int?] = []
        bins.reserveCapacity(places.count)
        for (characteristic, place) in zip(card.characteristics, places) {
            bins.append(try characteristic.bin(ofCell: row[place], row: row.number))
        }
        let id = try idPlace.map { (place) throws(ScoringFailure) in
            try RowScorer.text(row[place], row.number, idColumn ?? "")
        }
        try body(Scored(row: row.number, id: id, result: card.evaluate(inBins: bins)))
    }

    private mutating func takeHeader(_ row: CSVRow) throws(ScoringFailure) {
        let names = try DataTableBuilder.header(row)
        columns = names.count
        let table = DataTable(
            columns: names.map { DataTable.Column(name: $0, values: .numbers(NumberCells([]))) }, rows: 0)
        for name in card.characteristics.map(\.name) + [idColumn].compactMap({ $0 }) { _ = try table.column(name) }
        places = card.characteristics.compactMap { names.firstIndex(of: $0.name) }
        idPlace = idColumn.flatMap { names.firstIndex(of: $0) }
    }

    fileprivate static func text(
        _ bytes: ArraySlice<UInt8>, _ row: Int, _ column: String
    ) throws(ScoringFailure) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw ScoringFailure(.badValue, "the text is not UTF-8", row: row, column: column)
        }
        return text
    }
}

extension Scorecard.Characteristic {
    /// A text where the card has ranges falls into no bin, as what training never saw. A number where it has groups is
    /// looked for as it stands, then as the shortest decimal, which is how training names numbers.
    func bin(ofCell bytes: ArraySlice<UInt8>, row: Int) throws(ScoringFailure) -> Int? {
        guard !bytes.isEmpty else { return layout.bin(of: .missing) }
        guard case .groups = layout.shape else {
            switch ScoreNumber.read(bytes) {
            case .number(let number): return layout.bin(of: .number(number))
            case .unusable(let why): throw ScoringFailure(.badValue, why, row: row, column: name)
            case .text: return nil
            }
        }
        let text = try RowScorer.text(bytes, row, name)
        if let bin = layout.named(text) { return bin }
        if case .number(let number) = ScoreNumber.read(bytes), let bin = layout.named(number.description) { return bin }
        return layout.bin(of: .text(text))
    }
}
