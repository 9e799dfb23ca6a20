extension PlantedBug {
    /// A laptop judges a plan without what was done under the person's other accounts.
    static func forgetsSiblings(_ plant: PlantedBug?) -> Bool { plant == .forgottenSibling }
}
