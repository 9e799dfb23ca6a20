/// Who may import what: the table of the architecture, with the libraries that each layer is built on.
enum ImportRules {
    private static let pure: Set<String> = ["FieldModel", "FieldRules", "SyncCore"]
    private static let platform: Set<String> = ["Foundation", "FoundationEssentials", "Glibc"]
    private static let service: Set<String> = pure.union(platform).union([
        "SyncWire", "GRPCCore", "SwiftProtobuf", "Logging", "Metrics", "Dispatch", "Synchronization",
    ])

    static let allowed: [String: Set<String>] = [
        "FieldModel": [],
        "FieldRules": ["FieldModel"],
        "SyncCore": ["FieldModel", "FieldRules"],
        "SyncSimulation": pure,
        "SimulationStores": pure.union([
            "SyncSimulation", "SyncStorage", "SyncClient", "GRDB", "Foundation", "Glibc", "Synchronization",
        ]),
        "HostLibraries": pure.union(["CZstd", "COpenSSL", "Glibc", "Foundation"]),
        // Bytes are `Data` in the generated code, so that conversions need its module; Foundation proper stays out.
        "SyncWire": pure.union(["SwiftProtobuf", "GRPCCore", "GRPCProtobuf", "FoundationEssentials"]),
        "SyncStorage": pure.union(["GRDB", "GRDBSQLite", "Foundation", "FoundationEssentials", "Glibc"]),
        "SyncServer": service.union(["ServiceLifecycle"]),
        "SyncClient": service,
        "SecureTransport": platform.union(["X509", "SwiftASN1", "Crypto", "Synchronization"]),
    ]

    /// The only place where a whole family of modules is allowed.
    static let allowedFamilies: [String: [String]] = ["SecureTransport": ["NIO", "GRPC"]]

    /// Programs may import anything.
    static let programs: Set<String> = [
        "carterad", "cartera", "cartera-simulate", "cartera-bench", "cartera-portfolio",
    ]

    static func findings(in file: SourceFile) -> [Finding] {
        guard let target = file.target, !programs.contains(target) else { return [] }
        guard let allowed = allowed[target] else {
            return [Finding(path: file.path, line: 1, message: "\(target) is missing from the table of imports")]
        }
        return imports(in: file).compactMap { line, module in
            let isOfFamily = allowedFamilies[target, default: []].contains { module.hasPrefix($0) }
            let isOfGenerated = file.isGenerated && module == "Foundation"
            if allowed.contains(module) || isOfFamily || isOfGenerated { return nil }
            return Finding(path: file.path, line: line, message: "\(target) must not import \(module)")
        }
    }

    /// Line and module of every import; the file's comments and literals are blanked already.
    static func imports(in file: SourceFile) -> [(line: Int, module: String)] {
        file.lines.enumerated().compactMap { index, line in
            guard importing.occurs(in: line) else { return nil }
            let words = words(of: line)
            guard let start = words.firstIndex(of: "import"), words[..<start].allSatisfy(isModifier) else { return nil }
            let rest = words[(start + 1)...].drop { kinds.contains($0) }
            return rest.first.map { (index + 1, $0) }
        }
    }

    private static let importing = Needle("import")
    private static let kinds: Set<String> = ["struct", "class", "enum", "protocol", "typealias", "func", "let", "var"]

    private static func isModifier(_ word: String) -> Bool {
        let modifiers: Set<String> = ["private", "fileprivate", "internal", "package", "public", "Testing", "SPI"]
        return word.hasPrefix("@") || modifiers.contains(word)
    }
}
