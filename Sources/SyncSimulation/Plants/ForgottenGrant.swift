extension PlantedBug {
    /// A laptop does not ask what its holder was granted.
    static func forgetsGrants(_ plant: PlantedBug?) -> Bool { plant == .forgottenGrant }
}
