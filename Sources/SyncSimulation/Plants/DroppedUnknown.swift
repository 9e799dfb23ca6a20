internal import FieldModel
internal import SyncCore

extension PlantedBug {
    /// An old program leaves out rows of kinds that it does not know, and its cursor goes past them.
    static func keeps(_ plant: PlantedBug?, _ row: FeedRow, unknown: Set<RecordKind>) -> Bool {
        guard plant == .droppedUnknown, let kind = RecordKind(rawValue: Int(row.kind)) else { return true }
        return !unknown.contains(kind)
    }
}
