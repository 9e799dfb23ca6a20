extension PlantedBug {
    /// A reassignment does not tell the collector who had the account.
    static func forgetsEviction(_ plant: PlantedBug?) -> Bool { plant == .forgottenEviction }
}
