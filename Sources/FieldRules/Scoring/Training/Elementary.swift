/// ln and exp to about one unit in the last place.
///
/// The pure targets import neither Foundation nor the C library, and the functions of those differ in the last digits
/// from system to system; with these a card is trained to the same bits wherever it is trained.
package enum Elementary {
    private static let ln2High = 6.93147180369123816490e-01
    private static let ln2Low = 1.90821492927058770002e-10

    /// x = 2^k · (1 + f) with 1 + f near 1, then ln(1 + f) = 2 artanh(f / (2 + f)) as a series.
    static func ln(_ x: Double) -> Double {
        guard x > 0, x.isFinite else { return x == 0 ? -.infinity : x > 0 ? x : .nan }
        var exponent = Double(x.exponent)
        var significand = x.significand
        if significand > 1.4142135623730951 {
            significand /= 2
            exponent += 1
        }
        let f = significand - 1
        let s = f / (2 + f)
        let z = s * s
        var series = 0.0
        for divisor in stride(from: 23.0, through: 3.0, by: -2) { series = z * (2 / divisor + series) }
        // 2s = f - s·f, which keeps the digits that 2s would lose.
        return exponent * ln2High + (f - (s * (f - series) - exponent * ln2Low))
    }

    /// x = k · ln 2 + r with |r| at most ln 2 / 2, then exp(r) by its series.
    static func exp(_ x: Double) -> Double {
        guard x < 710 else { return x.isNaN ? x : .infinity }
        guard x > -746 else { return 0 }
        let k = (x * 1.4426950408889634).rounded()
        let r = (x - k * ln2High) - k * ln2Low
        var series = inverseFactorials[0]
        for factor in inverseFactorials.dropFirst() { series = series * r + factor }
        let value = 1 + (r + r * r * series)
        let exponent = Int(k)
        guard exponent > -1000, exponent < 1000 else {
            return Double(sign: .plus, exponent: exponent, significand: value)
        }
        return value * Double(bitPattern: UInt64(exponent + 1023) << 52)
    }

    /// 1/14!, 1/13!, … 1/2!
    private static let inverseFactorials: [Double] = {
        var factorial = 1.0
        var out: [Double] = []
        for n in 2...14 {
            factorial *= Double(n)
            out.append(1 / factorial)
        }
        return out.reversed()
    }()

    /// 1 / (1 + exp(-x)), without overflow on either side.
    package static func logistic(_ x: Double) -> Double {
        if x >= 0 { return 1 / (1 + exp(-x)) }
        let e = exp(x)
        return e / (1 + e)
    }
}
