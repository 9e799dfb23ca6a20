import Testing

/// A check that cannot fail is worth nothing: each is shown something bad, and something good that looks like it.
@Suite("The checks")
struct CheckerTests {
    private func code(_ path: String, _ text: String) -> SourceFile { SourceFile(path, text).code }

    private func banned(_ path: String, _ text: String) -> [Int] {
        Ban.all.flatMap { $0.findings(in: code(path, text)) }.map(\.line)
    }

    @Test("blank comments and literals, and nothing else")
    func blanking() {
        let text = ###"""
            let a = "x \(f("y")) z" + b // c
            /* d /* e */ f */ let g = ##"h "# \##(i)"## + j
            let k = """
                l "m" \n
                """; let n = 1
            let o = "\\"; let p = "
            let q = 2
            """###
        let expected = """
            let a =                 + b
                              let g =                   + j
            let k =

                   ; let n = 1
            let o =     ; let p =
            let q = 2
            """
        let blanked = String(decoding: blankingText(Array(text.utf8)), as: UTF8.self)
        let trimmed = blanked.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            String(line.reversed().drop { $0 == " " }.reversed())
        }
        #expect(trimmed == expected.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
        #expect(blanked.utf8.count == text.utf8.count)
    }

    @Test("find imports in every form")
    func importForms() {
        let file = code(
            "Sources/SyncCore/A.swift",
            """
            import FieldModel
            package import FieldRules
            @preconcurrency internal import Foundation
            import struct Glibc.timespec
            @_spi(Testing) import SyncWire
            // import GRDB
            let text = "import NIOCore"
            let important = imported
            """)
        #expect(
            ImportRules.imports(in: file).map(\.module) == [
                "FieldModel", "FieldRules", "Foundation", "Glibc", "SyncWire",
            ])
        #expect(ImportRules.findings(in: file).map(\.line) == [3, 4, 5])
    }

    @Test(
        "refuse an import across the layers",
        arguments: [
            ("Sources/FieldModel/A.swift", "FieldRules"), ("Sources/FieldRules/A.swift", "SyncCore"),
            ("Sources/SyncSimulation/A.swift", "Foundation"), ("Sources/SyncServer/A.swift", "SyncClient"),
            ("Sources/SyncServer/A.swift", "GRDB"), ("Sources/SyncClient/A.swift", "NIOCore"),
            ("Sources/SyncClient/A.swift", "ServiceLifecycle"), ("Sources/SyncStorage/A.swift", "SyncWire"),
            ("Sources/SyncWire/Conversions/A.swift", "Foundation"), ("Sources/HostLibraries/A.swift", "GRPCCore"),
            ("Sources/SecureTransport/A.swift", "SyncCore"), ("Sources/Unheard/A.swift", "FieldModel"),
        ])
    func refusedImports(path: String, module: String) {
        #expect(ImportRules.findings(in: code(path, "import \(module)")).count == 1)
    }

    @Test(
        "allow what a layer is built on",
        arguments: [
            ("Sources/SyncCore/A.swift", "FieldRules"), ("Sources/SyncWire/Generated/A.swift", "Foundation"),
            ("Sources/SyncStorage/A.swift", "GRDBSQLite"), ("Sources/SecureTransport/A.swift", "NIOSSL"),
            ("Sources/SecureTransport/A.swift", "GRPCNIOTransportHTTP2Posix"), ("Sources/cartera/main.swift", "GRDB"),
            ("Tests/SyncCoreTests/A.swift", "Foundation"),
        ])
    func allowedImports(path: String, module: String) {
        #expect(ImportRules.findings(in: code(path, "import \(module)")).isEmpty)
    }

    @Test(
        "refuse in pure code",
        arguments: [
            "let now = Date()", "let id = UUID()", "let n = Int.random(in: 0..<3)", "var x: Double = 0",
            "let f = Float(3)",
            "print(value)", "let v = try! f()", "fatalError()", "func f() async {}", "list.shuffled()",
        ])
    func bans(line: String) {
        #expect(banned("Sources/SyncCore/A.swift", "\n" + line) == [2])
        #expect(banned("Sources/SyncServer/A.swift", "\n" + line) == [])
    }

    @Test("do not refuse what only looks banned")
    func lookalikes() {
        let text = """
            let day = CalendarDate(), text = "Date()" // try!
            let doubled = isDoubled, fingerprint(x), DoubleEntry.self
            let n = Int.random(in: 0..<3, using: &generator)
            """
        #expect(banned("Sources/FieldModel/A.swift", text) == [])
        #expect(banned("Sources/FieldRules/Scoring/Training/A.swift", "let weight: Double") == [])
        #expect(banned("Sources/FieldRules/Scoring/A.swift", "let weight: Double") == [1])
        #expect(banned("Tests/SyncCoreTests/A.swift", "import XCTest") == [1])
    }

    @Test("measure files")
    func fileLength() {
        func file(_ count: Int, _ path: String) -> SourceFile {
            SourceFile(path, String(repeating: "// line\n", count: count))
        }
        #expect(Shape.fileLength(of: file(500, "Sources/SyncCore/A.swift")).isEmpty)
        #expect(Shape.fileLength(of: file(501, "Sources/SyncCore/A.swift")).count == 1)
        #expect(Shape.fileLength(of: file(501, "Sources/SyncWire/Generated/A.swift")).isEmpty)
        #expect(Shape.fileLength(of: file(501, "Sources/FieldRules/Zones/Table+Generated.swift")).isEmpty)
    }

    @Test("measure functions, closures and defaults included, requirements excluded")
    func functionLength() {
        func found(_ statements: Int, head: String = "func f(g: () -> Void = {}) {") -> [Int] {
            let body = String(repeating: "        if a { b() }\n", count: statements)
            let text = "struct S {\n    \(head)\n\(body)    }\n    var v: Int { 0 }\n}\n"
            return Shape.functionLengths(in: code("Sources/SyncCore/A.swift", text)).map(\.line)
        }
        #expect(found(68) == [])
        #expect(found(69) == [2])
        #expect(found(69, head: "init?(\n        a: Int\n    ) throws {") == [2])
        #expect(found(69, head: "let s = S.init(a) {") == [])
        let cases = String(repeating: "    func f(a: Int) throws -> Int\n", count: 90)
        let requirements = "protocol P {\n" + cases + "    var v: Int { get }\n}\nstruct S {\n}\n"
        #expect(Shape.functionLengths(in: code("Sources/SyncCore/A.swift", requirements)).isEmpty)
    }

    @Test("find what is unfinished and whose machine it was")
    func words() {
        func lines(_ text: String) -> [Int] { WordRules.findings(in: SourceFile("tools/a", text)).map(\.line) }
        let bad = [
            "// TO" + "DO: later", "# FIX" + "ME", "X" + "XX", "cd /ho" + "me/ana/x", "'/wo" + "rk/x'", "/ro" + "ot/.a",
        ]
        #expect(lines(bad.joined(separator: "\n")) == [1, 2, 3, 4, 5, 6])
        let good = [
            "método todo TODOS", "XX" + "XX", "https://example.org/ho" + "me/", "$DIR/ho" + "me/x", "../wo" + "rk/",
            "/home",
        ]
        #expect(lines(good.joined(separator: "\n")) == [])
    }

    @Test("find what is too open")
    func access() {
        func lines(_ text: String) -> [Int] {
            AccessRule.findings(in: code("Sources/SyncWire/A.swift", text)).map(\.line)
        }
        #expect(
            lines("public struct A {}\n    public import B\npublic private(set) var c: Int\nopen class D {}") == [
                1, 2, 3, 4,
            ])
        #expect(lines("let publicKey = key.public\n// public func\nlet a = \"public var\"\nstream.open(file)") == [])
    }

    @Test("find libraries without a design")
    func designs() {
        let manifest = """
            func library(_ name: String) -> Target {
                .systemLibrary(name: "CZstd"),
                library("A"),
                library("B", core),
                library("C"),
            """
        #expect(DesignRule.libraries(inManifest: manifest) == ["A", "B", "C"])
        let files = ["Sources/A/DESIGN.md": "# A\n\nKeeps order.\n", "Sources/B/DESIGN.md": "# B\n"]
        let findings = DesignRule.findings(libraries: ["A", "B", "C"]) { path in
            files[path].map { SourceFile(path, $0) }
        }
        #expect(findings.map(\.path) == ["Sources/B/DESIGN.md", "Sources/C/DESIGN.md"])
    }
}
