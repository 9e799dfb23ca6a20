/// What a `Codable` value is made of, out of its bytes. Keys stand in the order of encoding.
indirect enum Tree {
    case null
    /// Integers and truth values.
    case number(Int64)
    case text(String)
    case bytes([UInt8])
    case list([Tree])
    case map([(key: String, value: Tree)])
}

/// Bytes that are not a tree, or a tree that is not the value.
struct TreeFailure: Error {
    var message: String
}

extension Tree {
    /// What stands before each value.
    enum Mark {
        static let null: UInt8 = 0
        static let number: UInt8 = 1
        static let text: UInt8 = 2
        static let bytes: UInt8 = 3
        static let list: UInt8 = 4
        static let map: UInt8 = 5
    }
}

extension Tree {
    init(decoding bytes: [UInt8]) throws {
        var reader = TreeReader(bytes: bytes)
        self = try reader.tree()
        guard reader.isAtEnd else { throw TreeFailure(message: "bytes after the end") }
    }
}

private struct TreeReader {
    let bytes: [UInt8]
    private var position = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { position == bytes.count }

    mutating func tree() throws -> Tree {
        switch try byte() {
        case Tree.Mark.null: return .null
        case Tree.Mark.number:
            let word = try word()
            return .number(Int64(bitPattern: word >> 1) ^ -Int64(bitPattern: word & 1))
        case Tree.Mark.text: return .text(String(decoding: try slice(), as: UTF8.self))
        case Tree.Mark.bytes: return .bytes(Array(try slice()))
        case Tree.Mark.list:
            var items: [Tree] = []
            for _ in 0..<(try word()) { items.append(try tree()) }
            return .list(items)
        case Tree.Mark.map:
            var pairs: [(key: String, value: Tree)] = []
            for _ in 0..<(try word()) {
                let key = String(decoding: try slice(), as: UTF8.self)
                pairs.append((key, try tree()))
            }
            return .map(pairs)
        default: throw TreeFailure(message: "unknown mark")
        }
    }

    private mutating func byte() throws -> UInt8 {
        guard position < bytes.count else { throw TreeFailure(message: "cut short") }
        position += 1
        return bytes[position - 1]
    }

    private mutating func word() throws -> UInt64 {
        var word: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 7) {
            let next = try byte()
            word |= UInt64(next & 0x7F) << shift
            if next < 0x80 { return word }
        }
        throw TreeFailure(message: "a number without end")
    }

    private mutating func slice() throws -> ArraySlice<UInt8> {
        let count = try word()
        guard count <= UInt64(bytes.count - position) else { throw TreeFailure(message: "cut short") }
        position += Int(count)
        return bytes[position - Int(count)..<position]
    }
}
