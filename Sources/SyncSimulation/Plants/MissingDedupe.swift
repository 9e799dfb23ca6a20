internal import SyncCore

extension PlantedBug {
    /// Where a server with a bug believes that a device's chain ends before it takes `first`; nil for the truth.
    ///
    /// One admits operations again when they come again, the other takes what comes after a gap.
    static func chainEnd(_ plant: PlantedBug?, before first: OperationHeader, truly end: ChainEnd) -> ChainEnd? {
        let isWanted =
            switch plant {
            case .missingDedupe: first.sequence <= end.sequence
            case .ignoredGap: first.sequence > end.sequence + 1
            default: false
            }
        guard isWanted else { return nil }
        return ChainEnd(incarnation: first.incarnation, sequence: first.sequence - 1, link: first.previousLink)
    }
}
