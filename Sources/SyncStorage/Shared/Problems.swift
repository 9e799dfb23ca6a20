internal import GRDB

/// What a check found, up to a limit.
struct ProblemList {
    private let most: Int
    private(set) var list: [String] = []

    init(most: Int) { self.most = most }

    mutating func add(_ problem: String) {
        if list.count < most { list.append(problem) }
    }
}

/// SQLite's own checks of pages, indexes, CHECKs and foreign keys.
func checkFile(_ database: Database, _ problems: inout ProblemList) throws {
    for line in try database.all("PRAGMA integrity_check", { $0.text() }) where line != "ok" {
        problems.add("file: \(line)")
    }
    for table in try database.all("PRAGMA foreign_key_check", { $0.text() }) {
        problems.add("table \(table): a row refers to one that is not there")
    }
}
