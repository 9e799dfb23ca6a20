/// The rows that were not taken, as they were, with why: mend them there and import that file.
package struct RejectsFile: Sendable {
    private let message: @Sendable (RowProblem) -> String
    private let write: @Sendable ([UInt8]) throws -> Void
    private var hasHeader = false

    package init(
        message: @escaping @Sendable (RowProblem) -> String = { $0.message },
        write: @escaping @Sendable ([UInt8]) throws -> Void
    ) {
        self.message = message
        self.write = write
    }

    package mutating func add(_ rejections: [RowRejection], _ row: CSVRow, header names: [String]) throws {
        let own = names.indices.filter { !RejectColumn.all.contains(names[$0].lowercased()) }
        if !hasHeader { try write(CSVText.row(own.map { names[$0] } + RejectColumn.all)) }
        hasHeader = true
        func all(_ part: (RowProblem) -> String) -> [UInt8] {
            Array(rejections.map { part($0.problem) }.joined(separator: "; ").utf8)
        }
        let cells = own.map { $0 < row.count ? Array(row.bytes(of: $0)) : [] }
        let reasons = [Array("\(row.line)".utf8), all(\.column), all(\.code), all(message)]
        try write(CSVText.row(bytes: cells + reasons))
    }
}
