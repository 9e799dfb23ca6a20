import Testing

/// The rules of the house, held against the repository.
@Suite("The repository")
struct TidyTests {
    @Test("is found from this file, with all its libraries")
    func isFound() throws {
        let manifest = try #require(SourceTree.file("Package.swift"))
        let libraries = DesignRule.libraries(inManifest: String(decoding: manifest.bytes, as: UTF8.self))
        #expect(libraries.count >= 9)
        #expect(Set(SourceTree.swift.compactMap(\.target)).isSuperset(of: ["FieldModel", "FieldRules", "SyncCore"]))
        #expect(Set(libraries).subtracting(ImportRules.allowed.keys).sorted() == [])
    }

    @Test("imports only what the table of layers allows")
    func imports() {
        expectNone(SourceTree.swift.filter { $0.target != nil }.map(\.code).flatMap(ImportRules.findings))
    }

    @Test("keeps time, chance, floating point, waiting and output out of pure code")
    func bans() {
        expectNone(SourceTree.code.flatMap { file in Ban.all.flatMap { $0.findings(in: file) } })
    }

    @Test("has no file of more than 500 lines")
    func fileLengths() {
        expectNone(SourceTree.swift.flatMap(Shape.fileLength))
    }

    @Test("has no function of more than 70 lines")
    func functionLengths() {
        expectNone(SourceTree.code.flatMap(Shape.functionLengths))
    }

    @Test("names no machine's folders and leaves nothing unfinished")
    func words() {
        expectNone(SourceTree.written.flatMap(WordRules.findings))
    }

    @Test("opens nothing wider than the package")
    func access() {
        expectNone(SourceTree.code.flatMap(AccessRule.findings))
    }

    @Test("explains the design of every library")
    func designs() throws {
        let manifest = try #require(SourceTree.file("Package.swift"))
        let libraries = DesignRule.libraries(inManifest: String(decoding: manifest.bytes, as: UTF8.self))
        expectNone(DesignRule.findings(libraries: libraries, read: SourceTree.file))
    }

    private func expectNone(_ findings: [Finding], sourceLocation: SourceLocation = #_sourceLocation) {
        let list = findings.map(\.description).joined(separator: "\n")
        #expect(findings.isEmpty, "\(findings.count) found:\n\(list)", sourceLocation: sourceLocation)
    }
}
