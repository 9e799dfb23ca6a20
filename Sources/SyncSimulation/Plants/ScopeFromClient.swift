internal import SyncCore

extension PlantedBug {
    /// The server serves the scope that a frame names instead of the one that its own tables give.
    static func served(_ plant: PlantedBug?, _ scope: SyncScope, claimed: SyncScope) -> SyncScope {
        plant == .scopeFromClient ? claimed : scope
    }
}
