/// What no file may contain, comments and texts included. The words are put together here so that this file passes.
enum WordRules {
    private static let unfinished = [Needle("TO" + "DO"), Needle("FIX" + "ME"), Needle("X" + "XX")]

    /// Folders of somebody's machine. A path that goes on from a word (`example.org/home/`) is none.
    private static let machineFolders = ["home", "root", "Users", "work", "opt/swift"].map { "/" + $0 + "/" }
        .map { Array($0.utf8) }

    static func findings(in file: SourceFile) -> [Finding] {
        file.lines.enumerated().flatMap { index, line -> [Finding] in
            var messages = unfinished.filter { $0.occurs(in: line) }
                .map { "`\($0.text)`: finish it, or file an issue" }
            if machineFolders.contains(where: { occurs($0, in: line) }) {
                messages.append("a path of somebody's machine")
            }
            return messages.map { Finding(path: file.path, line: index + 1, message: $0) }
        }
    }

    private static func occurs(_ folder: [UInt8], in line: ArraySlice<UInt8>) -> Bool {
        guard line.count > folder.count else { return false }
        for start in line.startIndex...(line.endIndex - folder.count) where line[start] == UInt8(ascii: "/") {
            guard line[start..<start + folder.count].elementsEqual(folder) else { continue }
            guard start > line.startIndex else { return true }
            let before = line[start - 1]
            if !isWordByte(before), !Array(".-~/}*$".utf8).contains(before) { return true }
        }
        return false
    }
}

/// Each library says what it keeps true and why it is not done the obvious way.
enum DesignRule {
    /// The names in `library("…"` of the manifest.
    static func libraries(inManifest text: String) -> [String] {
        text.split(separator: "\n").compactMap { line in
            let parts = line.split(separator: "\"", maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count == 3, parts[0].hasSuffix("library("), !parts[0].contains("func") else { return nil }
            return String(parts[1])
        }
    }

    static func findings(libraries: [String], read: (String) -> SourceFile?) -> [Finding] {
        libraries.compactMap { library in
            let path = "Sources/\(library)/DESIGN.md"
            guard let file = read(path) else { return Finding(path: path, line: 1, message: "is missing") }
            let hasText = file.lines.contains { line in
                guard let first = line.first(where: { $0 != UInt8(ascii: " ") }) else { return false }
                return first != UInt8(ascii: "#")
            }
            return hasText ? nil : Finding(path: path, line: 1, message: "has only headings")
        }
    }
}
