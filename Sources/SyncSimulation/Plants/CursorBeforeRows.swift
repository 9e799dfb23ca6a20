internal import SyncCore

extension PlantedBug {
    /// What a device that dies while it takes a page finds when it starts again; the page is not there, as a rule.
    static func left(
        _ plant: PlantedBug?, _ device: SimulatedDevice, _ rows: [FeedRow], _ page: Page
    ) -> SimulatedDevice {
        var left = device
        switch plant {
        // The cursor is on disk before the rows that it speaks of.
        case .cursorBeforeRows: left.cursor = page.reaches
        // The first half of the page is there and is taken for all of it.
        case .tornPage where rows.count > 1: left.take(Array(rows.prefix(rows.count / 2)), reaches: page.reaches)
        // It goes on from the last checkpoint, with the rows of what came since.
        case .rewoundCursor: left.cursor = left.lastCheckpoint
        default: break
        }
        return left
    }
}
