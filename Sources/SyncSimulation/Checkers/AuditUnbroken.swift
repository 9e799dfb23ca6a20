internal import SyncCore

/// `audit-unbroken`: each device's chain verifies from its first operation to its last, and every receipt names a leaf
/// that its log has.
enum AuditUnbroken {
    static func violation(_ world: World) -> String? { (try? world.server.store.verify())?.first }
}
