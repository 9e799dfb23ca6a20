import FieldModel
import Testing

@testable import FieldRules

struct GreatCircleTests {
    private func point(_ latitude: Double, _ longitude: Double) -> GeoPoint {
        GeoPoint(latitudeE7: Int32((latitude * 1e7).rounded()), longitudeE7: Int32((longitude * 1e7).rounded()))
    }

    /// By the haversine formula in double precision on a sphere of 6,371,008.8 m.
    @Test(arguments: [
        (19.4326, -99.1332, 19.4326, -99.1332, 0), (19.4326, -99.1332, 19.4327, -99.1332, 11),
        (19.4326, -99.1332, 19.4416, -99.1332, 1001), (19.4326, -99.1332, 19.4326, -99.1237, 996),
        (19.4326, -99.1332, 20.6597, -103.3496, 461_068), (0, 0, 0, 180, 20_015_114), (90, 0, -90, 0, 20_015_114),
        (51.5, 179.9, 51.5, -179.9, 13_844), (0, 0, 0, 1, 111_195), (-33.9249, 18.4241, 51.5072, -0.1276, 9_670_989),
    ])
    func isTheHaversine(a: Double, b: Double, c: Double, d: Double, metres: Int) {
        let found = GreatCircle.metres(point(a, b), point(c, d))
        #expect(abs(found - metres) <= 1 + metres / 100_000)
        #expect(found == GreatCircle.metres(point(c, d), point(a, b)))
    }

    @Test func whatIsFartherEastIsFarther() {
        let origin = point(19.4, -99.1)
        var last = -1
        for step in 0..<2_000 {
            let found = GreatCircle.metres(
                origin, GeoPoint(latitudeE7: 194_000_000, longitudeE7: -991_000_000 + Int32(step) * 2_003))
            #expect(found >= last)
            last = found
        }
    }

    @Test func rootsAreWhole() {
        for value in [0, 1, 2, 3, 4, 8, 9, 15, 16, 1 << 40, (1 << 31) * (1 << 31) - 1, UInt64(1) << 62] as [UInt64] {
            let root = GreatCircle.root(value)
            #expect(root * root <= value && (root + 1) * (root + 1) > value)
        }
    }

    @Test func nothingThatADeviceSendsTraps() {
        let ends: [Int32] = [.min, -900_000_001, 0, 900_000_001, .max]
        for a in ends {
            for b in ends {
                #expect(
                    GreatCircle.metres(GeoPoint(latitudeE7: a, longitudeE7: b), GeoPoint(latitudeE7: b, longitudeE7: a))
                        >= 0)
            }
        }
    }
}
