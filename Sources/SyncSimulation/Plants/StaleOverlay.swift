extension PlantedBug {
    /// A device goes on showing what its own work made of rows that have changed since.
    static func keepsOverlay(_ plant: PlantedBug?) -> Bool { plant == .staleOverlay }
}
