protocol Journaled {
    func commit()
    func rollBack()
}

/// A dictionary that can take back what was written since the last `commit`.
///
/// `copy` shares the contents until one of the two is written, so a snapshot costs nothing by itself.
final class Table<Key: Hashable, Value>: Journaled {
    private(set) var rows: [Key: Value]
    private var journal: [(key: Key, before: Value?)] = []

    init(_ rows: [Key: Value] = [:]) { self.rows = rows }

    var copy: Table { Table(rows) }

    subscript(key: Key) -> Value? {
        get { rows[key] }
        set {
            let before =
                if let newValue { rows.updateValue(newValue, forKey: key) } else { rows.removeValue(forKey: key) }
            journal.append((key, before))
        }
    }

    subscript(key: Key, default fallback: Value) -> Value {
        get { rows[key] ?? fallback }
        set { self[key] = newValue }
    }

    func commit() { if !journal.isEmpty { journal.removeAll(keepingCapacity: true) } }

    func rollBack() {
        if journal.isEmpty { return }
        for (key, before) in journal.reversed() { rows[key] = before }
        journal = []
    }
}
