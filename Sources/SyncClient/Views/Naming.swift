package import FieldModel
package import SyncCore

/// How a person names things: accounts by number, id or ending; the rest by id or ending.
package enum Naming {
    /// Characters of an ending at least: fewer name too many.
    package static let shortestEnding = 6

    /// The account of a number, else of an id, else of the only id that ends so.
    package static func account(_ text: String, _ reading: any ReplicaReading, _ parts: ClientParts) throws -> AccountID
    {
        if let key = try reading.value(.lookupKey).flatMap({ bytes(hexadecimal: $0) }) {
            let found = try reading.accounts(lookup: accountLookup(text, key: key, hash: parts.hash))
            if found.count == 1 { return found[0] }
            if found.count > 1 {
                throw ClientFailure.badInput(
                    "ambiguous_account", "Several creditors have an account of that number.",
                    hint: "Name it by its id: \(found.prefix(4).map(\.ending).joined(separator: ", ")).")
            }
        }
        return try record(text, kind: .account, reading, code: "unknown_account")
    }

    package static func record(
        _ text: String, kind: RecordKind, _ reading: any ReplicaReading, code: String = "unknown_record"
    ) throws -> RecordID {
        if let id = Identifier(text), try reading.row(kind: kind, id: id) != nil { return id }
        return try only(text, code: code) { try reading.ids(kind: kind, ending: $0, limit: 3) }
    }

    package static func operation(_ text: String, _ reading: any ReplicaReading) throws -> OperationID {
        if let id = Identifier(text), try reading.operation(id) != nil { return id }
        return try only(text, code: "unknown_operation") { try reading.operationIDs(ending: $0, limit: 3) }
    }

    private static func only(
        _ text: String, code: String, _ find: (String) throws -> [Identifier]
    ) throws -> Identifier {
        let digits = text.lowercased().filter { $0 != "-" }
        let isEnding = digits.utf8.count >= shortestEnding && digits.utf8.count <= 32
        let found = isEnding && digits.allSatisfy(\.isHexDigit) ? try find(digits) : []
        if found.count == 1 { return found[0] }
        if found.count > 1 {
            throw ClientFailure.badInput(
                code.replacing("unknown_", with: "ambiguous_"), "More than one id ends with “\(printable(text))”.",
                hint: "Give more characters of its end.")
        }
        throw ClientFailure.badInput(
            code, "Nothing here is named “\(printable(text))”.",
            hint: "Name it by its exact number, its id, or the last \(shortestEnding) or more characters of its id.")
    }
}

/// Control characters as escapes, so that data cannot drive a terminal.
package func printable(_ text: String, keepingLines: Bool = false) -> String {
    // What is replaced below begins with one of these bytes; most texts have none.
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F && $0 != 0xC2 && $0 != 0xE2 }) { return text }
    var out = ""
    for scalar in text.unicodeScalars {
        switch scalar.value {
        case 0x0A where keepingLines: out.unicodeScalars.append(scalar)
        case 0x0A: out += "\\n"
        case 0x0D: out += "\\r"
        case 0x09: out += "\\t"
        case 0x00...0x1F, 0x7F...0x9F: out += "\\x\(hexadecimal([UInt8(truncatingIfNeeded: scalar.value)]))"
        // Direction overrides turn what is printed into something else.
        case 0x202A...0x202E, 0x2066...0x2069: out += "\\u{\(String(scalar.value, radix: 16))}"
        default: out.unicodeScalars.append(scalar)
        }
    }
    return out
}
