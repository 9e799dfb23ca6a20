extension PlantedBug {
    /// A store does not take back what a transaction had written when a write failed.
    static func keepsHalf(_ plant: PlantedBug?) -> Bool { plant == .keptHalf }
}
