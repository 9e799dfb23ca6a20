internal import SyncCore

extension PlantedBug {
    /// A laptop believes the digest that it keeps, and does not read its rows before it compares.
    static func trustsDisk(_ plant: PlantedBug?) -> Bool { plant == .trustedDisk }

    /// A laptop takes in the first of the rows that repair sends it, and believes that it is whole.
    static func repaired(_ plant: PlantedBug?, _ rows: [FeedRow]) -> [FeedRow] {
        plant == .halfRepair ? Array(rows.dropLast()) : rows
    }
}
