package import FieldModel

/// Finds one field in a message's bytes and decodes nothing else: what an index needs of a record, without its kind's
/// message.
///
/// Bytes that are no message end the scan as if they ended there.
package struct ProtobufScanner: Sequence, IteratorProtocol {
    package enum Value: Hashable, Sendable {
        case varint(UInt64)
        case fixed64(UInt64)
        case fixed32(UInt32)
        case bytes(ArraySlice<UInt8>)
    }

    package struct Field: Hashable, Sendable {
        package let number: Int
        package let value: Value
    }

    private let bytes: ArraySlice<UInt8>
    private var index: Int
    /// Whether what was read so far is a message; false after the first bytes that are not.
    package private(set) var isSound = true

    package init(_ bytes: [UInt8]) { self.init(bytes[...]) }

    package init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        index = bytes.startIndex
    }

    /// Nil at the end, and for ever after what cannot be read. Groups, long deprecated, cannot.
    package mutating func next() -> Field? {
        guard index < bytes.endIndex else { return nil }
        let field = read()
        if field == nil {
            index = bytes.endIndex
            isSound = false
        }
        return field
    }

    private mutating func read() -> Field? {
        guard let tag = varint(), tag >> 3 >= 1, tag >> 3 < 1 << 29 else { return nil }
        let value: Value? =
            switch tag & 7 {
            case 0: varint().map(Value.varint)
            case 1: littleEndian(8).map(Value.fixed64)
            case 2: lengthDelimited().map(Value.bytes)
            case 5: littleEndian(4).map { .fixed32(UInt32(truncatingIfNeeded: $0)) }
            default: nil
            }
        return value.map { Field(number: Int(tag >> 3), value: $0) }
    }

    private mutating func varint() -> UInt64? {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), through: 63, by: 7) {
            guard index < bytes.endIndex else { return nil }
            let byte = bytes[index]
            index += 1
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
        }
        return nil
    }

    private mutating func littleEndian(_ count: Int) -> UInt64? {
        guard bytes.endIndex - index >= count else { return nil }
        defer { index += count }
        return bytes[index..<index + count].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    private mutating func lengthDelimited() -> ArraySlice<UInt8>? {
        guard let length = varint(), length <= UInt64(bytes.endIndex - index) else { return nil }
        defer { index += Int(length) }
        return bytes[index..<index + Int(length)]
    }
}

extension ProtobufScanner {
    /// The numbers of a message's fields, in the order of its bytes.
    package static func numbers(in bytes: [UInt8]) -> [Int] { ProtobufScanner(bytes).map(\.number) }

    /// The last value of a field, as protobuf reads one that is not repeated.
    package static func last(_ number: Int, in bytes: [UInt8]) -> Value? {
        var found: Value?
        for field in ProtobufScanner(bytes) where field.number == number { found = field.value }
        return found
    }

    /// Empty when the field is absent, no text or not UTF-8.
    package static func text(_ number: Int, in bytes: [UInt8]) -> String {
        guard case .bytes(let content) = last(number, in: bytes) else { return "" }
        return String(validating: content, as: UTF8.self) ?? ""
    }

    /// Nil when the field is absent or no id.
    package static func identifier(_ number: Int, in bytes: [UInt8]) -> Identifier? {
        guard case .bytes(let content) = last(number, in: bytes) else { return nil }
        return Identifier(bytes: content)
    }
}

/// What the stores need of an account's bytes beside them.
package enum AccountScan {
    package static func creditor(_ bytes: [UInt8]) -> String { ProtobufScanner.text(1, in: bytes) }
    package static func number(_ bytes: [UInt8]) -> String { ProtobufScanner.text(2, in: bytes) }
    package static func assignee(_ bytes: [UInt8]) -> PersonID? { ProtobufScanner.identifier(19, in: bytes) }
}
