/// A place on the Earth (WGS 84).
package struct GeoPoint: Hashable, Sendable, Codable {
    /// Degrees x 10^7.
    package var latitudeE7: Int32
    package var longitudeE7: Int32
    /// Radius of uncertainty in metres, 0 when unknown.
    package var accuracyM: Int

    package init(
        latitudeE7: Int32,
        longitudeE7: Int32,
        accuracyM: Int = 0
    ) {
        self.latitudeE7 = latitudeE7
        self.longitudeE7 = longitudeE7
        self.accuracyM = accuracyM
    }
}
