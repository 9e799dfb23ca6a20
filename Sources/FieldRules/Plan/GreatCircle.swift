package import FieldModel

/// How far two places are apart as the crow flies, by the haversine formula in fixed-point integers: the same metres on
/// every machine.
package enum GreatCircle {
    /// The Earth's mean diameter (IUGG) in millimetres.
    private static let diameterMM: UInt64 = 12_742_017_600
    private static let one = Int64(1) << 31

    package static func metres(_ a: GeoPoint, _ b: GeoPoint) -> Int { metres(Place(a), Place(b)) }

    /// A place with the cosine of its latitude, so that a matrix of distances computes each once.
    struct Place {
        let latitudeE7: Int64
        let longitudeE7: Int64
        let cosine: Int64

        init(_ point: GeoPoint) {
            latitudeE7 = max(-900_000_000, min(900_000_000, Int64(point.latitudeE7)))
            longitudeE7 = Int64(point.longitudeE7)
            cosine = GreatCircle.sine(halfE7: 2 * (900_000_000 - abs(latitudeE7)))
        }
    }

    static func metres(_ a: Place, _ b: Place) -> Int {
        let north = abs(a.latitudeE7 - b.latitudeE7)
        var east = abs(a.longitudeE7 - b.longitudeE7) % 3_600_000_000
        if east > 1_800_000_000 { east = 3_600_000_000 - east }
        let (sineNorth, sineEast) = (sine(halfE7: north), sine(halfE7: east))
        let cosines = UInt64((a.cosine * b.cosine) >> 31)
        let part = cosines.multipliedFullWidth(by: UInt64(sineEast * sineEast))
        let second = part.high << 33 | part.low >> 31
        let haversine = min(UInt64(sineNorth * sineNorth) + second, 1 << 62)
        return metres(chord: root(haversine))
    }

    /// From the sine of half the angle between two places, in parts of 2^31.
    private static func metres(chord: UInt64) -> Int {
        // arcsin s = s + s^3/6 + 3 s^5/40 + …; below 0.1 (1,270 km) the rest is less than a metre.
        if chord < 1 << 27 {
            let square = (chord * chord) >> 31
            let cubic = (chord * square) >> 31
            let fifth = (cubic * square) >> 31
            let angle = chord + cubic / 6 + 3 * fifth / 40
            return Int((angle * (diameterMM / 1000) + 1 << 30) >> 31)
        }
        // Farther, the angle whose sine it is, by halving: nobody plans a day like that, but a list may show it.
        var (low, high): (Int64, Int64) = (0, 1_800_000_000)
        while low < high {
            let middle = (low + high) / 2
            if UInt64(sine(halfE7: middle)) < chord { low = middle + 1 } else { high = middle }
        }
        // 1e-7 degrees are 0.01111950797 metres.
        return Int((UInt64(low) * 1_111_950_797 + 50_000_000_000) / 100_000_000_000)
    }

    /// Sine of half an angle of 0 to 180 degrees given in 1e-7 degrees, in parts of 2^31.
    ///
    /// From a table of whole degrees and the sum of two angles, the smaller of which is so small that three terms of its
    /// series are exact to the last place.
    static func sine(halfE7 angle: Int64) -> Int64 {
        let degree = (angle + 10_000_000) / 20_000_000
        // A unit is 3930132 parts of 2^52 of a radian; the remainder is at most half a degree and kept in parts of 2^36.
        let offset = ((angle - degree * 20_000_000) * 3_930_132) >> 16
        let square = (offset * offset) >> 36
        let sine = offset - ((offset * square) >> 36) / 6
        let cosine = (Int64(1) << 36) - square / 2 + ((square * square) >> 36) / 24
        let sum = (degrees[Int(degree)] * (cosine >> 5) + degrees[90 - Int(degree)] * (sine >> 5) + 1 << 30) >> 31
        return max(0, min(one, sum))
    }

    /// The largest whole number whose square is not larger.
    static func root(_ value: UInt64) -> UInt64 {
        guard value > 1 else { return value }
        var guess = UInt64(1) << ((65 - UInt64(value.leadingZeroBitCount)) / 2)
        while true {
            let next = (guess + value / guess) / 2
            if next >= guess { return guess }
            guess = next
        }
    }

    /// Sines of 0 to 90 degrees in parts of 2^31.
    private static let degrees: [Int64] = [
        0, 37_478_757, 74_946_098, 112_390_610, 149_800_887, 187_165_532, 224_473_166, 261_712_422,
        298_871_959, 335_940_456, 372_906_622, 409_759_197, 446_486_956, 483_078_711, 519_523_315,
        555_809_667, 591_926_714, 627_863_455, 663_608_942, 699_152_288, 734_482_665, 769_589_312,
        804_461_534, 839_088_709, 873_460_290, 907_565_806, 941_394_869, 974_937_175, 1_008_182_504,
        1_041_120_732, 1_073_741_824, 1_106_035_844, 1_137_992_955, 1_169_603_422, 1_200_857_616,
        1_231_746_018, 1_262_259_218, 1_292_387_921, 1_322_122_951, 1_351_455_249, 1_380_375_881,
        1_408_876_037, 1_436_947_036, 1_464_580_326, 1_491_767_492, 1_518_500_250, 1_544_770_459,
        1_570_570_115, 1_595_891_361, 1_620_726_483, 1_645_067_915, 1_668_908_244, 1_692_240_208,
        1_715_056_699, 1_737_350_766, 1_759_115_620, 1_780_344_631, 1_801_031_331, 1_821_169_419,
        1_840_752_762, 1_859_775_393, 1_878_231_519, 1_896_115_518, 1_913_421_941, 1_930_145_517,
        1_946_281_153, 1_961_823_932, 1_976_769_121, 1_991_112_166, 2_004_848_700, 2_017_974_537,
        2_030_485_680, 2_042_378_317, 2_053_648_826, 2_064_293_773, 2_074_309_917, 2_083_694_206,
        2_092_443_781, 2_100_555_978, 2_108_028_325, 2_114_858_546, 2_121_044_561, 2_126_584_485,
        2_131_476_631, 2_135_719_508, 2_139_311_824, 2_142_252_486, 2_144_540_596, 2_146_175_459,
        2_147_156_576, 2_147_483_648,
    ]
}
