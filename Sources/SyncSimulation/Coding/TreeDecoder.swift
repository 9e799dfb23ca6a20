/// A value from the tree that `TreeEncoder` made of it.
enum TreeDecoder {
    static func decode<Value: Decodable>(_ type: Value.Type, from tree: Tree) throws -> Value {
        if type == [UInt8].self {
            guard case .bytes(let raw) = tree, let value = raw as? Value else { throw mismatch("bytes") }
            return value
        }
        return try Value(from: Reader(tree: tree))
    }

    fileprivate static func mismatch(_ wanted: String) -> TreeFailure { TreeFailure(message: "not \(wanted)") }

    private struct Reader: Decoder {
        let tree: Tree
        var codingPath: [any CodingKey] { [] }
        var userInfo: [CodingUserInfoKey: Any] { [:] }

        func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
            guard case .map(let pairs) = tree else { throw mismatch("a map") }
            return KeyedDecodingContainer(Keyed<Key>(pairs: pairs))
        }

        func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
            guard case .list(let items) = tree else { throw mismatch("a list") }
            return Unkeyed(items: items)
        }

        func singleValueContainer() throws -> any SingleValueDecodingContainer { Single(tree: tree) }
    }

    private struct Keyed<Key: CodingKey>: KeyedDecodingContainerProtocol {
        let pairs: [(key: String, value: Tree)]
        /// Where the next key is likely to be: values read their keys in the order in which they wrote them.
        private let next = Place()
        var codingPath: [any CodingKey] { [] }

        private final class Place { var index = 0 }

        init(pairs: [(key: String, value: Tree)]) { self.pairs = pairs }

        var allKeys: [Key] { pairs.compactMap { Key(stringValue: $0.key) } }

        func contains(_ key: Key) -> Bool { pairs.contains { $0.key == key.stringValue } }

        private func tree(_ key: Key) throws -> Tree {
            let name = key.stringValue
            if next.index < pairs.count, pairs[next.index].key == name {
                next.index += 1
                return pairs[next.index - 1].value
            }
            guard let index = pairs.firstIndex(where: { $0.key == name }) else { throw mismatch(name) }
            next.index = index + 1
            return pairs[index].value
        }

        func decodeNil(forKey key: Key) throws -> Bool { if case .null = try tree(key) { true } else { false } }

        func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
            try TreeDecoder.decode(type, from: try tree(key))
        }

        func nestedContainer<Nested: CodingKey>(
            keyedBy type: Nested.Type, forKey key: Key
        ) throws -> KeyedDecodingContainer<Nested> { try Reader(tree: try tree(key)).container(keyedBy: type) }

        func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
            try Reader(tree: try tree(key)).unkeyedContainer()
        }

        func superDecoder() throws -> any Decoder { Reader(tree: .map(pairs)) }
        func superDecoder(forKey key: Key) throws -> any Decoder { Reader(tree: try tree(key)) }
    }

    private struct Unkeyed: UnkeyedDecodingContainer {
        let items: [Tree]
        var currentIndex = 0
        var codingPath: [any CodingKey] { [] }
        var count: Int? { items.count }
        var isAtEnd: Bool { currentIndex >= items.count }

        init(items: [Tree]) { self.items = items }

        private mutating func next() throws -> Tree {
            guard currentIndex < items.count else { throw mismatch("so long") }
            currentIndex += 1
            return items[currentIndex - 1]
        }

        mutating func decodeNil() throws -> Bool {
            guard currentIndex < items.count, case .null = items[currentIndex] else { return false }
            currentIndex += 1
            return true
        }

        mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
            try TreeDecoder.decode(type, from: try next())
        }

        mutating func nestedContainer<Nested: CodingKey>(
            keyedBy type: Nested.Type
        ) throws -> KeyedDecodingContainer<Nested> { try Reader(tree: try next()).container(keyedBy: type) }

        mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
            try Reader(tree: try next()).unkeyedContainer()
        }

        mutating func superDecoder() throws -> any Decoder { Reader(tree: try next()) }
    }

    private struct Single: SingleValueDecodingContainer {
        let tree: Tree
        var codingPath: [any CodingKey] { [] }

        private func number<Value: FixedWidthInteger>(_ type: Value.Type) throws -> Value {
            guard case .number(let number) = tree else { throw mismatch("a number") }
            return Value(truncatingIfNeeded: number)
        }

        func decodeNil() -> Bool { if case .null = tree { true } else { false } }
        func decode(_ type: Bool.Type) throws -> Bool { try number(Int64.self) != 0 }
        func decode(_ type: String.Type) throws -> String {
            guard case .text(let text) = tree else { throw mismatch("a text") }
            return text
        }
        func decode(_ type: Double.Type) throws -> Double { Double(bitPattern: try number(UInt64.self)) }
        func decode(_ type: Float.Type) throws -> Float { Float(bitPattern: try number(UInt32.self)) }
        func decode(_ type: Int.Type) throws -> Int { try number(type) }
        func decode(_ type: Int8.Type) throws -> Int8 { try number(type) }
        func decode(_ type: Int16.Type) throws -> Int16 { try number(type) }
        func decode(_ type: Int32.Type) throws -> Int32 { try number(type) }
        func decode(_ type: Int64.Type) throws -> Int64 { try number(type) }
        func decode(_ type: UInt.Type) throws -> UInt { try number(type) }
        func decode(_ type: UInt8.Type) throws -> UInt8 { try number(type) }
        func decode(_ type: UInt16.Type) throws -> UInt16 { try number(type) }
        func decode(_ type: UInt32.Type) throws -> UInt32 { try number(type) }
        func decode(_ type: UInt64.Type) throws -> UInt64 { try number(type) }
        func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try TreeDecoder.decode(type, from: tree) }
    }
}
