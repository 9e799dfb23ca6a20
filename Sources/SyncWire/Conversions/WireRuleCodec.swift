package import FieldRules
internal import SwiftProtobuf
internal import SyncCore

/// Rule packs and calendars as protobuf. Lines are of the file and do not travel.
package struct WireRuleCodec: RuleCoding {
    package init() {}

    static let mostDepth = 32

    package func encode(_ node: RuleNode) throws -> [UInt8] {
        try Self.message(node, depth: 0).serializedBytes()
    }

    package func decode(_ bytes: [UInt8]) throws -> RuleNode {
        try reading("RuleNode") { try Self.node(Cartera_V1_RuleNode(serializedBytes: bytes), depth: 0) }
    }

    private static func message(_ node: RuleNode, depth: Int) throws -> Cartera_V1_RuleNode {
        guard depth < mostDepth else { throw WireFailure.tooLarge("RuleNode") }
        return try .with {
            switch node {
            case .map(let entries, _):
                $0.map.entries = try entries.map { entry in
                    try .with {
                        $0.key = entry.key
                        $0.value = try message(entry.value, depth: depth + 1)
                    }
                }
            case .list(let nodes, _): $0.list.items = try nodes.map { try message($0, depth: depth + 1) }
            case .scalar(let text, let quoted, _): $0.node = quoted ? .quoted(text) : .plain(text)
            }
        }
    }

    private static func node(_ message: Cartera_V1_RuleNode, depth: Int) throws -> RuleNode {
        guard depth < mostDepth else { throw WireFailure.tooLarge("RuleNode") }
        switch message.node {
        case .map(let map):
            return .map(
                try map.entries.map {
                    RuleNode.Entry(key: $0.key, value: try node($0.value, depth: depth + 1), line: 0)
                }, line: 0)
        case .list(let list): return .list(try list.items.map { try node($0, depth: depth + 1) }, line: 0)
        case .plain(let text): return .scalar(text, quoted: false, line: 0)
        case .quoted(let text): return .scalar(text, quoted: true, line: 0)
        case nil: throw WireFailure.unknownValue("RuleNode.node")
        }
    }
}
