/// A parsed document with its line numbers: what packs, calendars and scenarios are read from.
///
/// The readers of YAML and JSON make this, so that what a key means is decided once and without a library.
package indirect enum RuleNode: Hashable, Sendable {
    /// Keys in the order of the file.
    case map([Entry], line: Int)
    case list([RuleNode], line: Int)
    /// `quoted` tells the text "true" from the truth.
    case scalar(String, quoted: Bool, line: Int)

    package struct Entry: Hashable, Sendable {
        package var key: String
        package var value: RuleNode
        package var line: Int

        package init(key: String, value: RuleNode, line: Int) {
            self.key = key
            self.value = value
            self.line = line
        }
    }

    package var line: Int {
        switch self {
        case .map(_, let line), .list(_, let line), .scalar(_, _, let line): line
        }
    }

    /// The single values that stand under a key, wherever in the tree.
    package func texts(under key: String) -> [String] {
        switch self {
        case .scalar: []
        case .list(let nodes, _): nodes.flatMap { $0.texts(under: key) }
        case .map(let entries, _):
            entries.flatMap { entry -> [String] in
                if entry.key == key, case .scalar(let text, _, _) = entry.value { return [text] }
                return entry.value.texts(under: key)
            }
        }
    }

    package var isNull: Bool {
        guard case .scalar(let text, quoted: false, _) = self else { return false }
        return text == "null" || text == "~" || text.isEmpty
    }
}
