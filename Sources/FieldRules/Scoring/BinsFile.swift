/// Bins that somebody chose: the file given with `--bins`. What it does not name is binned by the program.
package struct BinsFile: Hashable, Sendable {
    package enum Missing: Hashable, Sendable {
        /// A bin of its own, where values are missing at all.
        case own
        /// Judged like the bin with the lowest share of good.
        case worst
        /// As if this had been the value.
        case value(String)
    }

    package struct Characteristic: Hashable, Sendable {
        package var name: String
        /// Nil leaves the bins to the program and only says what a missing value means.
        package var shape: BinLayout.Shape?
        package var missing: Missing

        package init(name: String, shape: BinLayout.Shape?, missing: Missing = .own) {
            self.name = name
            self.shape = shape
            self.missing = missing
        }
    }

    package var characteristics: [Characteristic]

    package init(_ characteristics: [Characteristic] = []) { self.characteristics = characteristics }

    package init(_ node: RuleNode, file: String) throws(RuleFailure) {
        do throws(RuleFailure) {
            self.init(try BinsFile.read(node))
        } catch {
            throw error.inFile(file)
        }
    }

    package subscript(name: String) -> Characteristic? { characteristics.first { $0.name == name } }

    private static func read(_ node: RuleNode) throws(RuleFailure) -> [Characteristic] {
        var fields = try FieldReader(node, path: "$")
        var inner = try FieldReader(try fields.require("characteristics"), path: "$.characteristics")
        var out: [Characteristic] = []
        for entry in inner.rest() {
            guard !out.contains(where: { $0.name == entry.key }) else {
                throw inner.failure(.overlap, "\(entry.key) stands twice", line: entry.line, key: entry.key)
            }
            var fields = try FieldReader(entry.value, path: "$.characteristics.\(entry.key)")
            let shape = try BinFields.shape(&fields)
            let missing = try missing(&fields)
            guard shape != nil || missing != nil else {
                throw fields.failure(.missingKey, "edges, groups or missing is needed")
            }
            try fields.finish()
            out.append(Characteristic(name: entry.key, shape: shape, missing: missing ?? .own))
        }
        try fields.finish()
        return out
    }

    private static func missing(_ fields: inout FieldReader) throws(RuleFailure) -> Missing? {
        guard let node = fields.take("missing") else { return nil }
        if case .scalar("own", _, _) = node { return .own }
        if case .scalar("worst", _, _) = node { return .worst }
        // `missing: value: N`, which YAML reads as a map when it stands on a line of its own or in braces.
        if case .map = node {
            var inner = try FieldReader(node, path: "\(fields.path).missing")
            let value = try inner.text("value")
            try inner.finish()
            return .value(value)
        }
        if case .scalar(let text, _, _) = node, text.hasPrefix("value:") {
            let value = text.dropFirst(6).drop { $0 == " " }
            if !value.isEmpty { return .value(String(value)) }
        }
        throw fields.failure(
            .badValue, "missing is own, worst or {value: N}", line: node.line, key: "missing")
    }
}

/// The keys that bins files and cards share.
enum BinFields {
    /// `edges` or `groups`; nil when neither is there.
    static func shape(_ fields: inout FieldReader) throws(RuleFailure) -> BinLayout.Shape? {
        if fields.has("edges"), fields.has("groups") {
            throw fields.failure(.overlap, "a characteristic has either edges or groups", key: "groups")
        }
        if let nodes = try fields.optionalList("edges") { return .ranges(edges: try edges(nodes, fields)) }
        if let nodes = try fields.optionalList("groups") { return .groups(try groups(nodes, fields)) }
        return nil
    }

    private static func edges(_ nodes: [RuleNode], _ fields: FieldReader) throws(RuleFailure) -> [ScoreNumber] {
        if let failure = intervals(nodes, fields) { throw failure }
        var edges: [ScoreNumber] = []
        for node in nodes {
            guard case .scalar(let text, _, _) = node, let edge = ScoreNumber(text) else {
                let message = "an edge is a number of at most six decimals; the outer ends are open without being named"
                throw fields.failure(.badValue, message, line: node.line, key: "edges")
            }
            if let last = edges.last, last >= edge {
                let message = "edges must rise, but \(edge) follows \(last): the bins would overlap"
                throw fields.failure(.overlap, message, line: node.line, key: "edges")
            }
            edges.append(edge)
        }
        return edges
    }

    /// Bins written from end to end, as other programs want them, could leave gaps or overlap: edges alone cannot.
    private static func intervals(_ nodes: [RuleNode], _ fields: FieldReader) -> RuleFailure? {
        var last: ScoreNumber?
        for node in nodes {
            guard case .list(let pair, let line) = node, pair.count == 2 else { return nil }
            let ends = pair.map { end -> ScoreNumber? in
                if case .scalar(let text, _, _) = end { ScoreNumber(text) } else { nil }
            }
            if let last, let start = ends[0], start != last {
                let fault = last < start ? "there is no bin from \(last) to \(start)" : "bins overlap before \(last)"
                let message = "\(fault): write where one bin ends and the next begins, such as edges: [\(last)]"
                return fields.failure(last < start ? .missingKey : .overlap, message, line: line, key: "edges")
            }
            last = ends[1]
        }
        return nil
    }

    private static func groups(_ nodes: [RuleNode], _ fields: FieldReader) throws(RuleFailure) -> [[String]] {
        var seen: Set<String> = []
        var groups: [[String]] = []
        for node in nodes {
            guard case .list(let words, _) = node, !words.isEmpty else {
                let message = "a group is a list of one or more categories, such as [car (new), others]"
                throw fields.failure(.badValue, message, line: node.line, key: "groups")
            }
            var group: [String] = []
            for word in words {
                guard case .scalar(let text, _, let line) = word, !text.isEmpty else {
                    throw fields.failure(.badValue, "a category must be a text", line: word.line, key: "groups")
                }
                guard seen.insert(text).inserted else {
                    throw fields.failure(.overlap, "\(text) is in two groups", line: line, key: "groups")
                }
                group.append(text)
            }
            groups.append(group)
        }
        guard !groups.isEmpty else { throw fields.failure(.missingKey, "there are no groups", key: "groups") }
        return groups
    }
}
