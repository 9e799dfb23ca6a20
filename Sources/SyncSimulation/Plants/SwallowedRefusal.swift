internal import FieldModel
internal import SyncCore

extension PlantedBug {
    /// A refused operation vanishes from the device, and the person's words with it.
    static func forgets(_ plant: PlantedBug?, _ receipt: Receipt) -> Bool {
        plant == .swallowedRefusal && receipt.outcome.state == .refused
    }
}
