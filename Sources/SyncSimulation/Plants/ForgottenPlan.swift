extension PlantedBug {
    /// A laptop does not show what is planned before the server has confirmed it: until then its units are there still.
    static func forgetsPlans(_ plant: PlantedBug?) -> Bool { plant == .forgottenPlan }
}
