internal import SyncCore

extension PlantedBug {
    /// The device's cursor is on disk before the rows that it speaks of: what is left when it dies in between.
    static func leftByCrash(_ plant: PlantedBug?, _ device: SimulatedDevice, page: PageReply) -> SimulatedDevice {
        var left = device
        if plant == .cursorBeforeRows && page.from == device.cursor { left.cursor = page.reaches }
        return left
    }
}
