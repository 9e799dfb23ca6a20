package import FieldModel

/// A JSON value whose objects keep the order in which their keys were put: the contract's order, in every output.
package indirect enum JSONValue: Hashable, Sendable {
    case null
    case bool(Bool)
    case integer(Int64)
    case string(String)
    case array([JSONValue])
    case object([JSONMember])

    package subscript(key: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key == key }?.value
    }
}

package struct JSONMember: Hashable, Sendable {
    package var key: String
    package var value: JSONValue

    package init(_ key: String, _ value: JSONValue) {
        self.key = key
        self.value = value
    }
}

extension JSONValue: ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral, ExpressibleByStringLiteral,
    ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral
{
    package init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(elements.map { JSONMember($0.0, $0.1) })
    }
    package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    package init(stringLiteral value: String) { self = .string(value) }
    package init(integerLiteral value: Int64) { self = .integer(value) }
    package init(booleanLiteral value: Bool) { self = .bool(value) }

    package init(_ text: String) { self = .string(text) }
    package init(_ number: some BinaryInteger) { self = .integer(Int64(clamping: number)) }
    package init(_ id: Identifier?) { self = id.map { .string($0.description) } ?? .null }
    package init(_ day: CalendarDate?) { self = day.map { .string($0.description) } ?? .null }
    package init(_ money: Money) {
        self = ["minor": JSONValue(money.minor), "currency": .string(money.currency.code)]
    }
    package init(_ values: [String]) { self = .array(values.map { .string($0) }) }

    /// A list as every list command prints it.
    package static func items(_ items: [JSONValue]) -> JSONValue { ["items": .array(items)] }

    /// Empty text is no value.
    package static func text(_ text: String) -> JSONValue { text.isEmpty ? .null : .string(text) }

    /// Without the members of those keys.
    package func without(_ keys: String...) -> JSONValue {
        guard case .object(let members) = self else { return self }
        return .object(members.filter { !keys.contains($0.key) })
    }

    /// With more members at the end.
    package func adding(_ key: String, _ value: JSONValue) -> JSONValue {
        guard case .object(let members) = self else { return self }
        return .object(members + [JSONMember(key, value)])
    }
}

extension JSONValue {
    /// The document: with `indent`, one member a line; without, on one line.
    package func text(indent: Bool = true) -> String {
        var out = [UInt8]()
        write(to: &out, indent: indent ? 0 : nil)
        return String(decoding: out, as: UTF8.self)
    }

    private func write(to out: inout [UInt8], indent: Int?) {
        switch self {
        case .null: out += "null".utf8
        case .bool(let value): out += (value ? "true" : "false").utf8
        case .integer(let value): out += String(value).utf8
        case .string(let value): Self.write(value, to: &out)
        case .array(let values):
            Self.group(values, "[", "]", to: &out, indent) { value, out, inner in value.write(to: &out, indent: inner) }
        case .object(let members):
            Self.group(members, "{", "}", to: &out, indent) { member, out, inner in
                Self.write(member.key, to: &out)
                out += (inner == nil ? ":" : ": ").utf8
                member.value.write(to: &out, indent: inner)
            }
        }
    }

    private static func group<Element>(
        _ elements: [Element], _ open: String, _ close: String, to out: inout [UInt8], _ indent: Int?,
        _ write: (Element, inout [UInt8], Int?) -> Void
    ) {
        out += open.utf8
        let inner = indent.map { $0 + 1 }
        for (index, element) in elements.enumerated() {
            if index > 0 { out.append(UInt8(ascii: ",")) }
            breakLine(&out, inner)
            write(element, &out, inner)
        }
        if !elements.isEmpty { breakLine(&out, indent) }
        out += close.utf8
    }

    private static func breakLine(_ out: inout [UInt8], _ indent: Int?) {
        guard let indent else { return }
        out.append(UInt8(ascii: "\n"))
        out += Array(repeating: UInt8(ascii: " "), count: indent * 2)
    }

    private static func write(_ text: String, to out: inout [UInt8]) {
        out.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""): out += "\\\"".utf8
            case UInt8(ascii: "\\"): out += "\\\\".utf8
            case UInt8(ascii: "\n"): out += "\\n".utf8
            case UInt8(ascii: "\r"): out += "\\r".utf8
            case UInt8(ascii: "\t"): out += "\\t".utf8
            case 0..<0x20, 0x7F: out += "\\u00\(hexadecimal([byte]))".utf8
            default: out.append(byte)
            }
        }
        out.append(UInt8(ascii: "\""))
    }
}
