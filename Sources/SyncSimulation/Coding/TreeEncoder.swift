/// Any `Encodable` as the bytes of a tree, written as the value says them; the same value gives the same bytes.
///
/// A container is written to its end before anything that stands beside it, which is how values encode themselves that
/// do not say otherwise.
enum TreeEncoder {
    static func encode(_ value: some Encodable) throws -> [UInt8] {
        let sink = Sink()
        try sink.write(value)
        return sink.bytes
    }

    /// Where the bytes go. A container's number of items stands before them and is written again with each.
    fileprivate final class Sink {
        private(set) var bytes: [UInt8] = []

        init() { bytes.reserveCapacity(512) }

        func write(_ value: some Encodable) throws {
            // By type first: an empty array of anything could be cast to bytes.
            if type(of: value) == [UInt8].self, let raw = value as? [UInt8] {
                bytes.append(Tree.Mark.bytes)
                append(UInt64(raw.count))
                return bytes.append(contentsOf: raw)
            }
            let start = bytes.count
            try value.encode(to: Writer(sink: self))
            if bytes.count == start { writeNil() }
        }

        func writeNil() { bytes.append(Tree.Mark.null) }

        func write(_ number: Int64) {
            bytes.append(Tree.Mark.number)
            append(UInt64(bitPattern: number << 1 ^ number >> 63))
        }

        func write(_ text: String) {
            bytes.append(Tree.Mark.text)
            write(key: text)
        }

        func write(key: String) {
            append(UInt64(key.utf8.count))
            bytes.append(contentsOf: key.utf8)
        }

        /// Returns the place of its number of items.
        func open(_ mark: UInt8) -> Int {
            bytes.append(mark)
            bytes.append(0)
            return bytes.count - 1
        }

        /// One byte while it fits, then two.
        func count(_ items: Int, at place: Int) {
            precondition(items < 1 << 14, "a container of \(items) items")
            if items < 0x80 {
                bytes[place] = UInt8(items)
            } else {
                if items == 0x80 { bytes.insert(0, at: place + 1) }
                bytes[place] = UInt8(items & 0x7F | 0x80)
                bytes[place + 1] = UInt8(items >> 7)
            }
        }

        private func append(_ word: UInt64) {
            var rest = word
            while rest >= 0x80 {
                bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
                rest >>= 7
            }
            bytes.append(UInt8(rest))
        }
    }

    private struct Writer: Encoder {
        let sink: Sink
        var codingPath: [any CodingKey] { [] }
        var userInfo: [CodingUserInfoKey: Any] { [:] }

        func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
            KeyedEncodingContainer(Keyed<Key>(sink: sink))
        }

        func unkeyedContainer() -> any UnkeyedEncodingContainer { Unkeyed(sink: sink) }
        func singleValueContainer() -> any SingleValueEncodingContainer { Single(sink: sink) }
    }

    private struct Keyed<Key: CodingKey>: KeyedEncodingContainerProtocol {
        private let sink: Sink
        private let place: Int
        private var count = 0
        var codingPath: [any CodingKey] { [] }

        init(sink: Sink) {
            self.sink = sink
            place = sink.open(Tree.Mark.map)
        }

        private mutating func begin(_ key: Key) {
            count += 1
            sink.count(count, at: place)
            sink.write(key: key.stringValue)
        }

        private mutating func put(_ number: some FixedWidthInteger, _ key: Key) {
            begin(key)
            sink.write(Int64(truncatingIfNeeded: number))
        }

        mutating func encodeNil(forKey key: Key) {
            begin(key)
            sink.writeNil()
        }

        mutating func encode(_ value: some Encodable, forKey key: Key) throws {
            begin(key)
            try sink.write(value)
        }

        mutating func encode(_ value: String, forKey key: Key) {
            begin(key)
            sink.write(value)
        }

        mutating func encode(_ value: Bool, forKey key: Key) { put(value ? 1 : 0, key) }
        mutating func encode(_ value: Int, forKey key: Key) { put(value, key) }
        mutating func encode(_ value: Int64, forKey key: Key) { put(value, key) }
        mutating func encode(_ value: UInt16, forKey key: Key) { put(value, key) }
        mutating func encode(_ value: UInt32, forKey key: Key) { put(value, key) }
        mutating func encode(_ value: UInt64, forKey key: Key) { put(value, key) }

        mutating func nestedContainer<Nested: CodingKey>(
            keyedBy type: Nested.Type, forKey key: Key
        ) -> KeyedEncodingContainer<Nested> {
            begin(key)
            return Writer(sink: sink).container(keyedBy: type)
        }

        mutating func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
            begin(key)
            return Writer(sink: sink).unkeyedContainer()
        }

        func superEncoder() -> any Encoder { Writer(sink: sink) }

        mutating func superEncoder(forKey key: Key) -> any Encoder {
            begin(key)
            return Writer(sink: sink)
        }
    }

    private struct Unkeyed: UnkeyedEncodingContainer {
        private let sink: Sink
        private let place: Int
        private(set) var count = 0
        var codingPath: [any CodingKey] { [] }

        init(sink: Sink) {
            self.sink = sink
            place = sink.open(Tree.Mark.list)
        }

        private mutating func begin() {
            count += 1
            sink.count(count, at: place)
        }

        mutating func encodeNil() {
            begin()
            sink.writeNil()
        }

        mutating func encode(_ value: some Encodable) throws {
            begin()
            try sink.write(value)
        }

        mutating func nestedContainer<Nested: CodingKey>(
            keyedBy type: Nested.Type
        ) -> KeyedEncodingContainer<Nested> {
            begin()
            return Writer(sink: sink).container(keyedBy: type)
        }

        mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
            begin()
            return Writer(sink: sink).unkeyedContainer()
        }

        mutating func superEncoder() -> any Encoder {
            begin()
            return Writer(sink: sink)
        }
    }

    private struct Single: SingleValueEncodingContainer {
        let sink: Sink
        var codingPath: [any CodingKey] { [] }

        private func put(_ number: some FixedWidthInteger) { sink.write(Int64(truncatingIfNeeded: number)) }

        func encodeNil() { sink.writeNil() }
        func encode(_ value: Bool) { put(value ? 1 : 0) }
        func encode(_ value: String) { sink.write(value) }
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
        func encode(_ value: some Encodable) throws { try sink.write(value) }
    }
}
