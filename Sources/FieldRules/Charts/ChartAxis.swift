/// One direction of a chart. Values are integers of which the last `decimals` digits stand after the point, so that a
/// picture is the same bytes wherever it is drawn.
package struct ChartAxis: Hashable, Sendable {
    package var title: String
    package var decimals: Int
    /// Written after each number, such as `%`.
    package var unit: String
    /// Nil takes what the values need.
    package var range: ClosedRange<Int>?
    /// Where the values are places 0, 1, 2, … of named things; a step of the axis is one name.
    package var names: [String]
    /// Whether a range taken from the values reaches to 0.
    package var includesZero: Bool

    package init(
        _ title: String, decimals: Int = 0, unit: String = "", range: ClosedRange<Int>? = nil, names: [String] = [],
        includesZero: Bool = true
    ) {
        self.title = title
        self.decimals = max(0, min(9, decimals))
        self.unit = unit
        self.range = range
        self.names = names
        self.includesZero = includesZero
    }

    /// Beyond it values are drawn at the edge; far from where the arithmetic of positions could overflow.
    package static let mostValue = 100_000_000_000_000

    static func clamped(_ value: Int) -> Int { max(-mostValue, min(mostValue, value)) }

    /// The number as people read it, groups of three digits apart, without needless zeros.
    package func text(_ value: Int) -> String { text(value, decimals: decimals) }

    func text(_ value: Int, decimals shown: Int) -> String {
        var size = Int(value.magnitude == Int.min.magnitude ? UInt(Int.max) : value.magnitude)
        var digits = decimals
        while digits > shown {
            size = size / 10 + (size % 10 >= 5 ? 1 : 0)
            digits -= 1
        }
        var power = 1
        for _ in 0..<digits { power *= 10 }
        let whole = ChartAxis.grouped(size / power)
        let rest = String(size % power)
        let fraction = digits > 0 ? "." + String(repeating: "0", count: digits - rest.count) + rest : ""
        return (value < 0 && size > 0 ? "−" : "") + whole + fraction + unit
    }

    private static func grouped(_ number: Int) -> String {
        let digits = Array(String(number))
        var out = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { out += "\u{202F}" }
            out.append(digit)
        }
        return out
    }
}

/// An axis laid onto pixels: where its ends and its ticks are.
struct ChartScale {
    let axis: ChartAxis
    let low: Int
    let high: Int
    let step: Int
    /// In tenths of a pixel; the end may lie before the start.
    let start: Int
    let end: Int

    init(_ axis: ChartAxis, values: [Int], start: Int, end: Int, mostTicks: Int) {
        self.axis = axis
        self.start = start
        self.end = end
        if !axis.names.isEmpty {
            // Half a place on each side.
            (low, high, step) = (-1, 2 * axis.names.count - 1, 2)
            return
        }
        var least = ChartAxis.clamped(values.min() ?? 0)
        var most = ChartAxis.clamped(values.max() ?? 1)
        if axis.includesZero { (least, most) = (min(0, least), max(0, most)) }
        if let range = axis.range {
            (least, most) = (ChartAxis.clamped(range.lowerBound), ChartAxis.clamped(range.upperBound))
        }
        if least == most { most += 1 }
        step = ChartScale.step(most - least, mostTicks: mostTicks)
        low = axis.range == nil ? ChartScale.floor(least, step) : least
        high = axis.range == nil ? -ChartScale.floor(-most, step) : most
    }

    /// The least of 1, 2, 5, 10, 20, … with at most so many steps.
    private static func step(_ width: Int, mostTicks: Int) -> Int {
        var step = 1
        var factors = [2, 5, 10]
        var power = 1
        while width / step > max(1, mostTicks) {
            step = power * factors.removeFirst()
            if factors.isEmpty {
                factors = [2, 5, 10]
                power *= 10
            }
        }
        return step
    }

    private static func floor(_ value: Int, _ step: Int) -> Int {
        let quotient = value / step
        return (value % step < 0 ? quotient - 1 : quotient) * step
    }

    var ticks: [Int] {
        guard axis.names.isEmpty else { return Array(axis.names.indices) }
        let first = -ChartScale.floor(-low, step)
        return first <= high ? Array(stride(from: first, through: high, by: step)) : []
    }

    func label(_ tick: Int) -> String {
        guard axis.names.isEmpty else { return axis.names[tick] }
        var shown = axis.decimals
        var rest = step
        while shown > 0, rest % 10 == 0 {
            rest /= 10
            shown -= 1
        }
        return axis.text(tick, decimals: shown)
    }

    /// In tenths of a pixel; outside values at the edge.
    func position(_ value: Int) -> Int {
        let scaled = axis.names.isEmpty ? ChartAxis.clamped(value) : 2 * ChartAxis.clamped(value)
        return position(raw: max(low, min(high, scaled)))
    }

    private func position(raw: Int) -> Int { start + (raw - low) * (end - start) / (high - low) }

    /// The width of one named place.
    var place: Int { abs(end - start) / max(1, axis.names.count) }
}
