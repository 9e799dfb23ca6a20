package import FieldModel

/// Where a replica's bytes do not bear out what it says of them: an accident of the disk.
package struct ReplicaDamage: Hashable, Sendable {
    package struct Row: Hashable, Sendable {
        package var branch: BranchID
        package var kind: UInt16
        package var id: RecordID

        package init(branch: BranchID, kind: UInt16, id: RecordID) {
            self.branch = branch
            self.kind = kind
            self.id = id
        }
    }
    /// Rows whose bytes do not give their digest, or cannot be opened.
    package var rows: [Row]
    /// Branches whose running digest is not the sum of their rows'.
    package var sums: [BranchID]

    package init(rows: [Row] = [], sums: [BranchID] = []) {
        self.rows = rows
        self.sums = sums
    }

    package var isEmpty: Bool { rows.isEmpty && sums.isEmpty }
}
