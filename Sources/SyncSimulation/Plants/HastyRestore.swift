extension PlantedBug {
    /// A server that came out of a backup grants as if it had forgotten nothing.
    static func grantsAfterRestore(_ plant: PlantedBug?) -> Bool { plant == .hastyRestore }
}
