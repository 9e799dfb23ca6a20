extension PlantedBug {
    /// A laptop does not write down what a plan takes of a grant.
    static func losesSpends(_ plant: PlantedBug?) -> Bool { plant == .uncountedSpend }

    /// Bugs that show in the world of holders alone.
    static func isOfAllowances(_ plant: PlantedBug?) -> Bool {
        guard let plant else { return false }
        return [.forgottenGrant, .uncountedSpend, .forgottenSibling, .hastyRestore].contains(plant)
    }
}
