extension PlantedBug {
    /// The server tries a failed fsync once more and believes the answer: what was written is not on the disk, and is gone
    /// when it dies the next time.
    static func retriesFsync(_ plant: PlantedBug?) -> Bool { plant == .retriedFsync }
}
