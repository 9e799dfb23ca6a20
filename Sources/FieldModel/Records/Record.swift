/// The name of a record: ids are unique within a kind, and an account shares its id with its registers.
package struct RecordKey: Hashable, Sendable, Codable, Comparable {
    package let kind: RecordKind
    package let id: Identifier

    package init(kind: RecordKind, id: Identifier) {
        self.kind = kind
        self.id = id
    }

    /// By kind, then id: the order of records within a commit.
    package static func < (a: RecordKey, b: RecordKey) -> Bool {
        a.kind != b.kind ? a.kind < b.kind : a.id < b.id
    }
}

extension RecordKey: CustomStringConvertible {
    package var description: String { "\(kind)/\(id)" }
}

/// A record beside its name and the account that it hangs under.
package struct Record: Hashable, Sendable, Codable {
    package let key: RecordKey
    /// Nil for records that go to every replica of the branch.
    package var account: Identifier?
    /// Of the kind that `key` says.
    package var content: RecordContent

    package init(id: Identifier, account: Identifier?, content: RecordContent) {
        key = RecordKey(kind: content.kind, id: id)
        self.account = account
        self.content = content
    }

    package var id: Identifier { key.id }
    package var kind: RecordKind { key.kind }
}
