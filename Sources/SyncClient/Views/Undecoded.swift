internal import FieldModel
internal import SyncCore

/// Records that a newer server sent and this program cannot read: kept as they came, left out of every view, and shown
/// by the program that can read them. Nothing has to be sent again for that.
package enum Undecoded {
    /// Reads every record.
    package static func count(_ context: ViewContext) throws -> Int {
        let reading = context.reading
        var count = 0
        for (position, _) in try reading.positions() {
            guard let branch = position.branch else { continue }
            count += try reading.repairRowDigests(branch: branch, prefix: [])
                .count { RecordKind(rawValue: Int($0.kind)) == nil }
        }
        for kind in RecordKind.allCases {
            try reading.forEachRow(kind: kind) { row in
                if context.parts.content(of: row) == nil { count += 1 }
            }
        }
        return count
    }
}
