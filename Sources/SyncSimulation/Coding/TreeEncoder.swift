/// Any `Encodable` as a tree; the same value gives the same tree, and so the same bytes.
enum TreeEncoder {
    static func encode(_ value: some Encodable) throws -> Tree {
        // By type first: an empty array of anything could be cast to bytes.
        if type(of: value) == [UInt8].self, let raw = value as? [UInt8] { return .bytes(raw) }
        let slot = Slot()
        try value.encode(to: Writer(slot: slot))
        return slot.tree
    }

    /// Where one value comes to stand; containers fill theirs while the value encodes itself.
    fileprivate final class Slot {
        enum Content {
            case leaf(Tree)
            case list([Slot])
            case map([(key: String, slot: Slot)])
        }
        var content = Content.leaf(.null)

        var tree: Tree {
            switch content {
            case .leaf(let tree): tree
            case .list(let slots): .list(slots.map(\.tree))
            case .map(let pairs): .map(pairs.map { ($0.key, $0.slot.tree) })
            }
        }

        init(_ tree: Tree = .null) { content = .leaf(tree) }

        func openList() { if case .leaf = content { content = .list([]) } }
        func openMap() { if case .leaf = content { content = .map([]) } }

        func append(_ slot: Slot) {
            guard case .list(var slots) = content else { return }
            content = .leaf(.null)
            slots.append(slot)
            content = .list(slots)
        }

        func append(_ key: String, _ slot: Slot) {
            guard case .map(var pairs) = content else { return }
            content = .leaf(.null)
            pairs.append((key, slot))
            content = .map(pairs)
        }

        var count: Int { if case .list(let slots) = content { slots.count } else { 0 } }
    }

    private struct Writer: Encoder {
        let slot: Slot
        var codingPath: [any CodingKey] { [] }
        var userInfo: [CodingUserInfoKey: Any] { [:] }

        func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
            slot.openMap()
            return KeyedEncodingContainer(Keyed<Key>(slot: slot))
        }

        func unkeyedContainer() -> any UnkeyedEncodingContainer {
            slot.openList()
            return Unkeyed(slot: slot)
        }

        func singleValueContainer() -> any SingleValueEncodingContainer { Single(slot: slot) }
    }

    private struct Keyed<Key: CodingKey>: KeyedEncodingContainerProtocol {
        let slot: Slot
        var codingPath: [any CodingKey] { [] }

        private func place(_ key: Key) -> Slot {
            let place = Slot()
            slot.append(key.stringValue, place)
            return place
        }

        func encodeNil(forKey key: Key) { _ = place(key) }

        func encode(_ value: some Encodable, forKey key: Key) throws {
            slot.append(key.stringValue, Slot(try TreeEncoder.encode(value)))
        }

        func nestedContainer<Nested: CodingKey>(
            keyedBy type: Nested.Type, forKey key: Key
        ) -> KeyedEncodingContainer<Nested> { Writer(slot: place(key)).container(keyedBy: type) }

        func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
            Writer(slot: place(key)).unkeyedContainer()
        }

        func superEncoder() -> any Encoder { Writer(slot: slot) }
        func superEncoder(forKey key: Key) -> any Encoder { Writer(slot: place(key)) }
    }

    private struct Unkeyed: UnkeyedEncodingContainer {
        let slot: Slot
        var codingPath: [any CodingKey] { [] }
        var count: Int { slot.count }

        private func place() -> Slot {
            let place = Slot()
            slot.append(place)
            return place
        }

        func encodeNil() { _ = place() }
        func encode(_ value: some Encodable) throws { slot.append(Slot(try TreeEncoder.encode(value))) }

        func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
            Writer(slot: place()).container(keyedBy: type)
        }

        func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { Writer(slot: place()).unkeyedContainer() }
        func superEncoder() -> any Encoder { Writer(slot: place()) }
    }

    private struct Single: SingleValueEncodingContainer {
        let slot: Slot
        var codingPath: [any CodingKey] { [] }

        private func put(_ tree: Tree) { slot.content = .leaf(tree) }
        private func put(_ number: some FixedWidthInteger) { put(.number(Int64(truncatingIfNeeded: number))) }

        func encodeNil() { put(.null) }
        func encode(_ value: Bool) { put(.number(value ? 1 : 0)) }
        func encode(_ value: String) { put(.text(value)) }
        func encode(_ value: Double) { put(Int64(bitPattern: value.bitPattern)) }
        func encode(_ value: Float) { put(value.bitPattern) }
        func encode(_ value: Int) { put(value) }
        func encode(_ value: Int8) { put(value) }
        func encode(_ value: Int16) { put(value) }
        func encode(_ value: Int32) { put(value) }
        func encode(_ value: Int64) { put(value) }
        func encode(_ value: UInt) { put(value) }
        func encode(_ value: UInt8) { put(value) }
        func encode(_ value: UInt16) { put(value) }
        func encode(_ value: UInt32) { put(value) }
        func encode(_ value: UInt64) { put(value) }
        func encode(_ value: some Encodable) throws { put(try TreeEncoder.encode(value)) }
    }
}
