internal import FieldModel
internal import SyncCore

extension PlantedBug {
    /// The server keeps the later of two edits and drops the record that says that there were two.
    static func kept(_ plant: PlantedBug?, _ changes: [Record]) -> [Record] {
        plant == .lastWriteWins ? changes.filter { $0.kind != .conflict } : changes
    }
}
