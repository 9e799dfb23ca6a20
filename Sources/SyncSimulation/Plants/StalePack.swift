extension PlantedBug {
    /// A laptop goes on judging by the rules that it read first.
    static func keepsOldRules(_ plant: PlantedBug?) -> Bool { plant == .stalePack }
}
