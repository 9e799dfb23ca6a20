extension PlantedBug {
    /// The server commits now and then what its audit log does not have.
    static func skipsLeaf(_ plant: PlantedBug?, _ index: UInt64) -> Bool { plant == .skippedLeaf && index % 16 == 7 }
}
