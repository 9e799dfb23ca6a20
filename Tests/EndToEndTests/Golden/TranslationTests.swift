import Foundation
import Testing

/// Everything that can be said in English can be said in Spanish: read from the sources, so that a new code without its
/// words is found before a person finds it.
struct TranslationTests {
    private static let sources = GoldenSession.folder.appendingPathComponent("../../../Sources").standardized

    private static func texts(_ folders: String...) throws -> [String] {
        try folders.flatMap { folder -> [String] in
            let files = FileManager.default.enumerator(atPath: sources.appendingPathComponent(folder).path)
            let names = (files?.compactMap { $0 as? String } ?? []).filter { $0.hasSuffix(".swift") }
            return try names.map {
                try String(contentsOf: sources.appendingPathComponent("\(folder)/\($0)"), encoding: .utf8)
            }
        }
    }

    /// What the groups of every match hold.
    private static func found(_ pattern: String, in texts: [String]) throws -> Set<String> {
        let expression = try NSRegularExpression(pattern: pattern)
        return Set(
            texts.flatMap { text in
                expression.matches(in: text, range: NSRange(text.startIndex..., in: text)).flatMap { match in
                    (1..<match.numberOfRanges).compactMap { Range(match.range(at: $0), in: text) }.map {
                        String(text[$0])
                    }
                }
            })
    }

    /// The codes that the program's tables say something of, in the given shape.
    private static func table(_ shape: String) throws -> Set<String> {
        try found(#""([^"\s]+)": "# + shape, in: try texts("cartera/Output"))
    }

    private static func code(_ file: String) throws -> [String] {
        [try String(contentsOf: sources.appendingPathComponent(file), encoding: .utf8)]
    }

    @Test("every failure has its Spanish message")
    func failures() throws {
        let client = try Self.texts("SyncClient", "cartera")
        var codes = try Self.found(#"(?:badInput|ClientFailure)\(\s*"([a-z_0-9]+)""#, in: client)
        codes.formUnion(
            try Self.found(#"(?:invalid|notFound)\(\s*"([a-z_]+)"|code: "([a-z_]+)""#, in: try Self.texts("SyncServer"))
        )
        codes.formUnion(
            try Self.found(
                #"case \w+ = "([a-z_]+)""#, in: try Self.code("SecureTransport/Connecting/TransportFailure.swift")))
        codes.formUnion(
            try Self.found(#"\n        "([a-z_]+)": ""#, in: try Self.code("SyncClient/Acting/RefusalText.swift")))
        #expect(codes.count > 100)
        let missing = codes.subtracting(try Self.table(#"(?:FailureTable\.)?Words\("#))
        #expect(missing.isEmpty, "\(missing.sorted())")
    }

    @Test("every problem of a lender's file has its Spanish text")
    func rowProblems() throws {
        let codes = try Self.found(
            #"\n        "([a-z_0-9]+)": \("#, in: try Self.code("SyncClient/LenderFile/RowProblem.swift"))
        #expect(codes.count > 15)
        let missing = codes.subtracting(try Self.table(#"\("#))
        #expect(missing.isEmpty, "\(missing.sorted())")
    }

    @Test("every key that is shown has its Spanish name")
    func keys() throws {
        let keys = try Self.found(
            #"(?:"([a-z_]+)": (?:JSONValue|\.(?:string|text|bool|object|array)|moment|money|context\.|edits|utc|instalments))|(?:(?:JSONMember|adding)\(\s*"([a-z_]+)", )"#,
            in: try Self.texts("SyncClient/Views", "SyncClient/Administration"))
        #expect(keys.count > 100)
        let missing = keys.subtracting(try Self.table(#"(?:"|Word\()"#)).subtracting(Self.unseen)
        #expect(missing.isEmpty, "\(missing.sorted())")
    }

    /// Parts of amounts and of errors, and what only `--json` prints.
    private static let unseen: Set<String> = ["minor", "currency", "items", "rejections", "rejections_omitted", "hint"]
}
