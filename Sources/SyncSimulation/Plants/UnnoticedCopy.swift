internal import FieldModel
internal import SyncCore

extension PlantedBug {
    /// The server takes a copy of a laptop for the laptop: it believes that the copy's chain is the one that it has.
    static func notices(_ plant: PlantedBug?, _ reason: String?) -> String? {
        plant == .unnoticedCopy ? nil : reason
    }
}
