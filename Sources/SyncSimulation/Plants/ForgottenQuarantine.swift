internal import SyncCore

extension PlantedBug {
    /// What a copy of a laptop sends into quarantine is answered, and is not kept.
    static func forgetsQuarantine(_ plant: PlantedBug?, _ greeting: Greeting) -> Bool {
        guard plant == .forgottenQuarantine, case .quarantined = greeting.mode else { return false }
        return true
    }
}
