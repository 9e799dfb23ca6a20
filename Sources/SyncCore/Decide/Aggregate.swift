package import FieldModel

/// A record's name and bytes as a store keeps them.
package struct AggregateRow: Hashable, Sendable {
    package var key: RecordKey
    package var bytes: [UInt8]

    package init(key: RecordKey, bytes: [UInt8]) {
        self.key = key
        self.bytes = bytes
    }
}

/// One account's records as a value: what the reducer reads and writes instead of a store.
///
/// Bytes are decoded when they are asked for. What was written stands apart from what was loaded until `settle`, so that
/// a rejected operation is undone by forgetting it.
package struct Aggregate: Sendable {
    /// Nil for the records of audience `all`.
    package let account: AccountID?
    private var loaded: [RecordKind: [RecordID: Loaded]] = [:]
    var changes: [RecordKey: RecordContent] = [:]
    private let codec: (any RecordCoding)?

    private enum Loaded: Sendable {
        case bytes([UInt8])
        case content(RecordContent)
    }

    package init(account: AccountID?, rows: [AggregateRow], codec: any RecordCoding) {
        self.account = account
        self.codec = codec
        for row in rows { loaded[row.key.kind, default: [:]][row.key.id] = .bytes(row.bytes) }
    }

    package init(account: AccountID?, records: [Record] = []) {
        self.account = account
        codec = nil
        for record in records { loaded[record.kind, default: [:]][record.id] = .content(record.content) }
    }
}

extension Aggregate {
    /// Nil when there is none, and for bytes that this program cannot read.
    package subscript(key: RecordKey) -> RecordContent? { changes[key] ?? loadedContent(key) }

    package subscript<Value: RecordValue>(type: Value.Type, id: RecordID) -> Value? {
        self[RecordKey(kind: Value.rowKind, id: id)].flatMap(Value.init)
    }

    /// Whether there is such a record, readable or not.
    package func contains(_ key: RecordKey) -> Bool { changes[key] != nil || loaded[key.kind]?[key.id] != nil }

    /// By id.
    package func all(_ kind: RecordKind) -> [(id: RecordID, content: RecordContent)] {
        ids(kind).compactMap { id in self[RecordKey(kind: kind, id: id)].map { (id, $0) } }
    }

    /// By id.
    package func all<Value: RecordValue>(_ type: Value.Type) -> [(id: RecordID, value: Value)] {
        all(Value.rowKind).compactMap { id, content in Value(content).map { (id, $0) } }
    }

    /// Everything that can be read, by key.
    package var records: [Record] {
        Set(loaded.keys).union(changes.keys.map(\.kind)).sorted().flatMap { kind in
            all(kind).map { Record(id: $0.id, account: account, content: $0.content) }
        }
    }

    private func ids(_ kind: RecordKind) -> [RecordID] {
        let known = loaded[kind] ?? [:]
        var ids = Array(known.keys)
        for key in changes.keys where key.kind == kind && known[key.id] == nil { ids.append(key.id) }
        ids.sort()
        return ids
    }

    private func loadedContent(_ key: RecordKey) -> RecordContent? {
        switch loaded[key.kind]?[key.id] {
        case .content(let content): content
        case .bytes(let bytes): try? codec?.decode(kind: key.kind, bytes: bytes)
        case nil: nil
        }
    }
}

extension Aggregate {
    /// A record that comes to say what was loaded is no change.
    package mutating func set(_ content: RecordContent, _ id: RecordID) {
        let key = RecordKey(kind: content.kind, id: id)
        changes[key] = loadedContent(key) == content ? nil : content
    }

    package mutating func set(_ value: some RecordValue, _ id: RecordID) { set(value.content, id) }

    /// What was written since the last `settle`, in key order.
    package var changed: [Record] {
        changes.sorted { $0.key < $1.key }.map { Record(id: $0.key.id, account: account, content: $0.value) }
    }

    /// Takes what was written for loaded: between the operations that a store admits together.
    package mutating func settle() {
        for (key, content) in changes { loaded[key.kind, default: [:]][key.id] = .content(content) }
        changes = [:]
    }
}
