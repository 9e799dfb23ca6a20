/// The chi-square distribution, as far as reports need it.
enum ChiSquare {
    /// The probability of a value above `x`: the upper incomplete gamma function, by the recurrence over degrees.
    static func above(_ x: Double, _ degrees: Int) -> Double {
        guard x > 0, degrees > 0 else { return 1 }
        guard x < 1_400 else { return 0 }
        let half = x / 2
        // Q(a + 1) = Q(a) + half^a e^-half / gamma(a + 1), from Q(1) = e^-half or Q(1/2) = erfc(sqrt half).
        let isEven = degrees.isMultiple(of: 2)
        var a = isEven ? 1.0 : 0.5
        var term = isEven ? half : half.squareRoot() / 0.88622692545275801365
        var sum = isEven ? Elementary.exp(-half) : complementaryError(half.squareRoot())
        let weight = Elementary.exp(-half)
        while a < Double(degrees) / 2 - 0.25 {
            sum += weight * term
            a += 1
            term *= half / a
        }
        return min(1, max(0, sum))
    }

    /// erfc for x >= 0: the series of erf below 2, the continued fraction above.
    private static func complementaryError(_ x: Double) -> Double {
        let sqrtPi = 1.7724538509055160273
        if x < 2 {
            var (term, sum, n) = (x, x, 1.0)
            while abs(term) > 1e-17 * abs(sum), n < 200 {
                term *= -x * x / n
                sum += term / (2 * n + 1)
                n += 1
            }
            return 1 - 2 / sqrtPi * sum
        }
        var fraction = x
        for k in stride(from: 60.0, to: 0.0, by: -1.0) { fraction = x + k / 2 / fraction }
        return Elementary.exp(-x * x) / sqrtPi / fraction
    }

    /// The value that is exceeded once in twenty times, found by halving.
    static func bound95(_ degrees: Int) -> Double {
        guard degrees > 0 else { return 0 }
        var (low, high) = (0.0, Double(degrees) + 10 * Double(degrees).squareRoot() + 20)
        for _ in 0..<60 {
            let middle = (low + high) / 2
            if above(middle, degrees) > 0.05 { low = middle } else { high = middle }
        }
        return high
    }
}
