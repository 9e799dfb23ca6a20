/// Words that may not occur in code, with the reason and where the ban holds.
struct Ban {
    var needles: [Needle]
    var reason: String
    var folders: [String]
    var exceptions: [String] = []

    init(_ needles: [String], in folders: [String], except exceptions: [String] = [], because reason: String) {
        self.needles = needles.map(Needle.init)
        self.reason = reason
        self.folders = folders
        self.exceptions = exceptions
    }

    private static let pure = [
        "Sources/FieldModel/", "Sources/FieldRules/", "Sources/SyncCore/", "Sources/SyncSimulation/",
    ]

    static let all: [Ban] = [
        Ban(
            ["Date()", "Date.now", "UUID()", "ContinuousClock", "SuspendingClock"], in: pure,
            because: "time and identity are arguments of pure code"),
        Ban(
            [".random(", ".randomElement()", ".shuffled()", ".shuffle()", "SystemRandomNumberGenerator"], in: pure,
            because: "randomness is an argument of pure code: `using: &generator`"),
        Ban(
            ["Double", "Float", "Float16", "Float32", "Float64", "Float80", "CGFloat"],
            in: ["Sources/FieldModel/", "Sources/FieldRules/", "Sources/SyncCore/"],
            except: ["Sources/FieldRules/Scoring/Training/"],
            because: "floating point gives other results on other machines; use integers"),
        Ban(["async", "await"], in: pure, because: "pure code does not wait; the shell around it does"),
        Ban(
            ["print(", "debugPrint(", "dump("], in: pure,
            because: "pure code has no output; return a value"),
        Ban(
            ["try!", "fatalError"], in: pure,
            because: "what can fail is a value or thrown; a broken invariant is a `precondition` that says which"),
        Ban(["XCTest"], in: ["Tests/"], because: "tests are written with Swift Testing; others would not be run"),
    ]

    /// The file's comments and literals are blanked already.
    func findings(in file: SourceFile) -> [Finding] {
        guard folders.contains(where: file.path.hasPrefix), !exceptions.contains(where: file.path.hasPrefix) else {
            return []
        }
        return file.lines.enumerated().flatMap { index, line in
            needles.filter { $0.occurs(in: line) }.filter { !Self.passesGenerator($0, line) }.map { needle in
                Finding(path: file.path, line: index + 1, message: "`\(needle.text)`: \(reason)")
            }
        }
    }

    /// `.random(in: range, using: &generator)` is how randomness is meant to be drawn.
    private static func passesGenerator(_ needle: Needle, _ line: ArraySlice<UInt8>) -> Bool {
        needle.text == ".random(" && usingGenerator.occurs(in: line)
    }

    private static let usingGenerator = Needle("using: &")
}

/// Access: `package` is the widest there is until another repository needs more.
enum AccessRule {
    private static let wide = [Needle("public"), Needle("open")]
    private static let declarations: Set<String> = [
        "actor", "class", "convenience", "enum", "extension", "final", "func", "import", "indirect", "init", "lazy",
        "let",
        "mutating", "nonisolated", "override", "protocol", "static", "struct", "subscript", "typealias", "unowned",
        "var",
        "weak", "private", "internal", "package", "fileprivate",
    ]

    private static let opened: Set<String> = ["class", "func", "var"]

    static func findings(in file: SourceFile) -> [Finding] {
        file.lines.enumerated().compactMap { index, line in
            guard wide.contains(where: { $0.occurs(in: line) }) else { return nil }
            let words = words(of: line)
            for (word, next) in zip(words, words.dropFirst())
            where word == "public"
                || word == "open" && String(decoding: line, as: UTF8.self).contains("open \(next)")
                    && opened.contains(next)
            {
                guard declarations.contains(next) || next == "set" else { continue }
                return Finding(
                    path: file.path, line: index + 1, message: "`\(word)`: `package` is the widest access here")
            }
            return nil
        }
    }
}
