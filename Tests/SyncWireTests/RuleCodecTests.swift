import FieldModel
import FieldRules
import SyncCore
import SyncWire
import Testing

@Suite("Rule packs as bytes")
struct RuleCodecTests {
    private let codec = WireRuleCodec()

    @Test("say what the file said, quotes and order kept, lines left out")
    func roundTrip() throws {
        let text = #"{"b": ["on", 7, true, null], "a": {"x": "", "y": [{"z": "01"}]}, "empty": [], "none": {}}"#
        let node = try JSONReader.read(text)
        let read = try codec.decode(try codec.encode(node))
        #expect(read == node.withoutLines)
        #expect(try codec.encode(read) == codec.encode(node))
    }

    @Test("are refused when they nest too deep, or are something else")
    func hostile() throws {
        var deep = RuleNode.scalar("x", quoted: false, line: 1)
        for _ in 1...40 { deep = .list([deep], line: 1) }
        #expect(throws: WireFailure.self) { try codec.encode(deep) }
        for bytes in [[0xFF], [], [0x0A, 0x05, 0x01], [UInt8](repeating: 0x12, count: 300)] {
            #expect(throws: WireFailure.self) { try codec.decode(bytes) }
        }
    }

    @Test("a record whose bytes cannot be read is a document without content")
    func unreadable() throws {
        let node = try JSONReader.read(#"{"pack": "x"}"#)
        let good = DataDocument(
            name: "x", version: "1", mediaType: RuleDocument.mediaType, content: try codec.encode(node))
        #expect(RuleDocument(.rulePack(good), codec)?.content == node.withoutLines)
        var bad = good
        bad.content = [0xFF]
        #expect(try #require(RuleDocument(.calendar(bad), codec)).content == nil)
        bad = good
        bad.mediaType = "application/vnd.cartera.rule-2"
        #expect(try #require(RuleDocument(.rulePack(bad), codec)).content == nil)
        #expect(RuleDocument(.scorecard(good), codec) == nil)
    }
}

extension RuleNode {
    fileprivate var withoutLines: RuleNode {
        switch self {
        case .scalar(let text, let quoted, _): .scalar(text, quoted: quoted, line: 0)
        case .list(let nodes, _): .list(nodes.map(\.withoutLines), line: 0)
        case .map(let entries, _):
            .map(entries.map { Entry(key: $0.key, value: $0.value.withoutLines, line: 0) }, line: 0)
        }
    }
}
