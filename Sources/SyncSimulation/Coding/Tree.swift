/// What a `Codable` value is made of, between the value and its bytes. Keys stand in the order of encoding.
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
    var encoded: [UInt8] {
        var bytes = [UInt8]()
        write(to: &bytes)
        return bytes
    }

    private func write(to bytes: inout [UInt8]) {
        switch self {
        case .null: bytes.append(0)
        case .number(let number):
            bytes.append(1)
            Tree.write(UInt64(bitPattern: number << 1 ^ number >> 63), to: &bytes)
        case .text(let text):
            bytes.append(2)
            Tree.write(UInt64(text.utf8.count), to: &bytes)
            bytes.append(contentsOf: text.utf8)
        case .bytes(let raw):
            bytes.append(3)
            Tree.write(UInt64(raw.count), to: &bytes)
            bytes.append(contentsOf: raw)
        case .list(let items):
            bytes.append(4)
            Tree.write(UInt64(items.count), to: &bytes)
            for item in items { item.write(to: &bytes) }
        case .map(let pairs):
            bytes.append(5)
            Tree.write(UInt64(pairs.count), to: &bytes)
            for pair in pairs {
                Tree.write(UInt64(pair.key.utf8.count), to: &bytes)
                bytes.append(contentsOf: pair.key.utf8)
                pair.value.write(to: &bytes)
            }
        }
    }

    private static func write(_ word: UInt64, to bytes: inout [UInt8]) {
        var rest = word
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
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
        case 0: return .null
        case 1:
            let word = try word()
            return .number(Int64(bitPattern: word >> 1) ^ -Int64(bitPattern: word & 1))
        case 2: return .text(String(decoding: try slice(), as: UTF8.self))
        case 3: return .bytes(Array(try slice()))
        case 4:
            var items: [Tree] = []
            for _ in 0..<(try word()) { items.append(try tree()) }
            return .list(items)
        case 5:
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
