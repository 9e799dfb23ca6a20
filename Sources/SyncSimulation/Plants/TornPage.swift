internal import SyncCore

extension PlantedBug {
    /// A device that dies while it writes a page keeps the first half of it and takes all for written.
    static func torn(_ plant: PlantedBug?, _ device: SimulatedDevice, page: PageReply) -> SimulatedDevice? {
        guard plant == .tornPage, page.from == device.cursor, page.rows.count > 1 else { return nil }
        var half = page
        half.rows = Array(page.rows.prefix(page.rows.count / 2))
        half.checkpoint = nil
        var left = device
        _ = left.take(half, plant: nil)
        return left
    }
}
