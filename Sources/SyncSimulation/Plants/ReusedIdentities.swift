extension PlantedBug {
    /// A restored server goes on in the epoch that it was in, and gives commit numbers a second time.
    static func reusesCommits(_ plant: PlantedBug?) -> Bool { plant == .idReuseAfterRestore }
}
