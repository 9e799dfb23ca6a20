internal import FieldModel

extension PlantedBug {
    /// The server takes the device's clock for the time that it is.
    static func now(_ plant: PlantedBug?, _ now: Instant, device clock: Instant) -> Instant {
        plant == .deviceClock ? clock : now
    }
}
