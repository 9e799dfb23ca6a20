extension PlantedBug {
    /// The server answers a push whose transaction dies with it.
    static func answersLostTransaction(_ plant: PlantedBug?) -> Bool { plant == .acknowledgeBeforeCommit }
}
