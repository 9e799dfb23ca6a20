/// Any `Encodable` to bytes: values in the order in which they encode themselves, without names, integers in 8 bytes,
/// texts and arrays with their length first, optionals with a byte before them. The same value gives the same bytes.
///
/// A keyed container writes each key it is given, because `encodeIfPresent` leaves absent ones out.
struct ByteEncoder {
    static func encode(_ value: some Encodable) throws -> [UInt8] {
        let sink = Sink()
        try value.encode(to: Writer(sink: sink))
        return sink.bytes
    }

    fileprivate final class Sink {
        var bytes: [UInt8] = []

        func word(_ value: UInt64) {
            var rest = value
            while rest >= 0x80 {
                bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
                rest >>= 7
            }
            bytes.append(UInt8(rest))
        }

        func signed(_ value: Int64) { word(UInt64(bitPattern: value << 1 ^ value >> 63)) }

        func text(_ value: String) {
            word(UInt64(value.utf8.count))
            bytes.append(contentsOf: value.utf8)
        }

        func integer(_ value: some BinaryInteger) {
            if let small = Int64(exactly: value) { signed(small) } else { word(UInt64(truncatingIfNeeded: value)) }
        }
    }

    fileprivate struct Writer: Encoder {
        let sink: Sink
        var codingPath: [any CodingKey] { [] }
        var userInfo: [CodingUserInfoKey: Any] { [:] }

        func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
            KeyedEncodingContainer(Keyed<Key>(sink: sink))
        }

        func unkeyedContainer() -> any UnkeyedEncodingContainer { Unkeyed(sink: sink) }
        func singleValueContainer() -> any SingleValueEncodingContainer { Single(sink: sink) }
    }
}

extension ByteEncoder.Sink {
    func value(_ value: some Encodable) throws {
        switch value {
        case let text as String: self.text(text)
        case let flag as Bool: bytes.append(flag ? 1 : 0)
        case let raw as [UInt8]:
            word(UInt64(raw.count))
            bytes += raw
        case let integer as any FixedWidthInteger: fixed(integer)
        default: try value.encode(to: ByteEncoder.Writer(sink: self))
        }
    }

    private func fixed(_ value: some FixedWidthInteger) { word(UInt64(truncatingIfNeeded: value)) }
}
