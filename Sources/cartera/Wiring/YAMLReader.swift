import FieldRules
internal import Yams

/// YAML as the tree that packs and calendars are read from, with its line numbers.
enum YAMLReader {
    static func read(_ text: String, file: String) throws -> RuleNode {
        let node: Node?
        do {
            node = try Yams.compose(yaml: text)
        } catch let failure as YamlError {
            throw RuleFailure(.badSyntax, message(of: failure), file: file, line: line(of: failure))
        }
        guard let node else { throw RuleFailure(.badSyntax, "the file is empty", file: file, line: 1) }
        return try tree(node, file: file)
    }

    private static func tree(_ node: Node, file: String) throws -> RuleNode {
        let line = node.mark?.line ?? 1
        switch node {
        case .scalar(let scalar):
            let plain = scalar.style == .plain || scalar.style == .any
            return .scalar(scalar.string, quoted: !plain, line: line)
        case .sequence(let sequence):
            return .list(try sequence.map { try tree($0, file: file) }, line: line)
        case .mapping(let mapping):
            let entries = try mapping.map { key, value in
                guard let name = key.string else {
                    throw RuleFailure(.badSyntax, "a key must be a word", file: file, line: key.mark?.line)
                }
                return RuleNode.Entry(key: name, value: try tree(value, file: file), line: key.mark?.line ?? line)
            }
            return .map(entries, line: line)
        case .alias:
            throw RuleFailure(.badSyntax, "aliases are not used here; write the value out", file: file, line: line)
        }
    }

    private static func line(of failure: YamlError) -> Int? {
        switch failure {
        case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): mark.line
        case .duplicatedKeysInMapping(_, let context): context.mark.line
        default: nil
        }
    }

    private static func message(of failure: YamlError) -> String {
        switch failure {
        case .scanner(_, let problem, _, _), .parser(_, let problem, _, _), .composer(_, let problem, _, _): problem
        case .duplicatedKeysInMapping(let keys, _): "the key \(keys.joined(separator: ", ")) stands twice"
        default: "this is not YAML"
        }
    }
}
