extension PlantedBug {
    /// The server admits an operation again when it comes again.
    static func admitsRepeats(_ plant: PlantedBug?) -> Bool { plant == .missingDedupe }
}
