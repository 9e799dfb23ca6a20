internal import SyncCore

extension PlantedBug {
    /// A laptop that was away longer than the feed remembers keeps what the comparison shows to be gone.
    static func dropsSurplus(_ plant: PlantedBug?) -> Bool { plant != .resurrectedTombstone }
}
