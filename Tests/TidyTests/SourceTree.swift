import Foundation

/// What a check found, worded for the person who has to repair it.
struct Finding: CustomStringConvertible, Equatable {
    var path: String
    var line: Int
    var message: String

    var description: String { "\(path):\(line): \(message)" }
}

/// One file of the repository, with its path from the root.
struct SourceFile {
    var path: String
    var bytes: [UInt8]

    init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
    }

    init(_ path: String, _ text: String) {
        self.init(path: path, bytes: Array(text.utf8))
    }

    var isSwift: Bool { path.hasSuffix(".swift") }

    /// Written by a tool: `protoc`, or one that makes a table and says so in the file's name.
    var isGenerated: Bool { path.contains("/Generated/") || path.hasSuffix("+Generated.swift") }

    /// The folder under `Sources` that the file belongs to.
    var target: String? {
        let parts = path.split(separator: "/")
        return parts.count > 2 && parts[0] == "Sources" ? String(parts[1]) : nil
    }

    var lines: [ArraySlice<UInt8>] { bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) }

    /// Comments and the contents of string literals are blanks here, so that only code is searched.
    var code: SourceFile { SourceFile(path: path, bytes: blankingText(bytes)) }
}

/// The repository as it lies on disk.
enum SourceTree {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    static let swift: [SourceFile] = files(in: ["Sources", "Tests"]).filter(\.isSwift)
    static let code: [SourceFile] = swift.filter { !$0.isGenerated }.map(\.code)

    /// Everything that a person wrote: sources, tests, protos, rules, tools and the documents at the top.
    static let written: [SourceFile] =
        files(in: ["Sources", "Tests", "Protos", "Rules", "tools", ".ci"]).filter { !$0.isGenerated }
        + ["Package.swift", "README.md", "CONTRIBUTING.md"].compactMap(file)

    static func file(_ path: String) -> SourceFile? {
        guard let data = try? Data(contentsOf: root.appending(path: path)) else { return nil }
        return SourceFile(path: path, bytes: [UInt8](data))
    }

    static func files(in folders: [String]) -> [SourceFile] {
        folders.flatMap(paths).sorted().compactMap(file)
    }

    private static let textEndings: Set<String> = [
        "", "c", "csv", "h", "json", "jsonl", "md", "modulemap", "proto", "py", "sh", "swift", "toml", "txt", "yaml",
        "yml",
    ]

    private static func paths(under folder: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path)) ?? []
        return names.flatMap { name -> [String] in
            let path = "\(folder)/\(name)"
            var isFolder: ObjCBool = false
            let isThere = FileManager.default.fileExists(
                atPath: root.appending(path: path).path, isDirectory: &isFolder)
            if !isThere || name.hasPrefix(".") || name == "__pycache__" { return [] }
            if isFolder.boolValue { return paths(under: path) }
            return textEndings.contains((name as NSString).pathExtension) ? [path] : []
        }
    }
}
