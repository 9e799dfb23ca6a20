extension PlantedBug {
    /// The server commits first and writes the audit's leaves after that: when it dies in between they are never written.
    static func losesLeaves(_ plant: PlantedBug?, dying: Bool) -> Bool { plant == .auditAfterCommit && dying }
}
