/// A number of a characteristic, in millionths.
///
/// Fixed point, so that a value falls into the same bin on every machine. Digits after the sixth decimal are cut off
/// downwards: with edges of at most six decimals and bins closed on the left, that never changes the bin.
package struct ScoreNumber: Hashable, Sendable, Comparable {
    package let millionths: Int64

    package static let perOne: Int64 = 1_000_000
    /// Kept free as the mark of a missing cell.
    static let missing = Int64.min

    package init(millionths: Int64) { self.millionths = max(millionths, .min + 1) }

    /// Saturates: beyond nine million millions the bin cannot change any more.
    package init(_ whole: Int) {
        let (product, overflow) = Int64(whole).multipliedReportingOverflow(by: ScoreNumber.perOne)
        self.init(millionths: overflow ? (whole < 0 ? .min + 1 : .max) : product)
    }

    package static func < (a: ScoreNumber, b: ScoreNumber) -> Bool { a.millionths < b.millionths }
}

extension ScoreNumber {
    package enum Reading: Hashable, Sendable {
        case number(ScoreNumber)
        /// Meant as a number, as it seems, but not usable as one.
        case unusable(String)
        case text
    }

    package init?(_ text: String) {
        guard case .number(let number) = ScoreNumber.read(Array(text.utf8)[...]) else { return nil }
        self = number
    }

    /// Digits with a sign, a decimal point, an exponent. Spaces around are not part of the number.
    package static func read(_ bytes: ArraySlice<UInt8>) -> Reading {
        var scan = NumberScan(bytes: bytes)
        return scan.read()
    }

    private struct NumberScan {
        var bytes: ArraySlice<UInt8>
        /// The digits so far as one number, and how many of them stand after the point.
        var digits: Int64 = 0
        var decimals = 0
        var isTooLong = false
        var cutOff = false

        private static let separators = "write numbers without separators of thousands and with a decimal point"
        private static let range = "numbers must lie between -9,000,000,000,000 and 9,000,000,000,000"

        mutating func read() -> Reading {
            while let first = bytes.first, first == 32 { bytes.removeFirst() }
            while let last = bytes.last, last == 32 { bytes.removeLast() }
            if let word = infinity() { return word }
            if bytes.contains(UInt8(ascii: ",")) { return commas() }
            let isNegative = takeSign()
            guard takeDigits() else { return .text }
            guard let exponent = takeExponent() else { return .text }
            return value(isNegative: isNegative, exponent: exponent)
        }

        private mutating func takeSign() -> Bool {
            guard let first = bytes.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") else {
                return false
            }
            bytes.removeFirst()
            return first == UInt8(ascii: "-")
        }

        private mutating func takeDigits() -> Bool {
            var count = 0
            var isAfterPoint = false
            while let byte = bytes.first {
                if byte == UInt8(ascii: "."), !isAfterPoint {
                    isAfterPoint = true
                } else if byte >= 48, byte <= 57 {
                    count += 1
                    take(Int64(byte - 48), isAfterPoint)
                } else {
                    break
                }
                bytes.removeFirst()
            }
            return count > 0
        }

        private mutating func take(_ digit: Int64, _ isAfterPoint: Bool) {
            if digits > 90_000_000_000_000_000 {
                if digit != 0 { cutOff = true }
                if !isAfterPoint { isTooLong = true }
                return
            }
            digits = digits * 10 + digit
            if isAfterPoint { decimals += 1 }
        }

        /// Nil when something follows that is no exponent.
        private mutating func takeExponent() -> Int? {
            guard let first = bytes.first else { return 0 }
            guard first | 32 == UInt8(ascii: "e") else { return nil }
            bytes.removeFirst()
            let isNegative = takeSign()
            guard !bytes.isEmpty, bytes.count <= 6, bytes.allSatisfy({ $0 >= 48 && $0 <= 57 }) else { return nil }
            let size = bytes.reduce(0) { $0 * 10 + Int($1 - 48) }
            return isNegative ? -size : size
        }

        private func value(isNegative: Bool, exponent: Int) -> Reading {
            guard !isTooLong else { return .unusable(NumberScan.range) }
            var value = digits
            var cut = cutOff
            var shift = 6 - decimals + exponent
            while shift > 0, value != 0 {
                let (product, overflow) = value.multipliedReportingOverflow(by: 10)
                if overflow { return .unusable(NumberScan.range) }
                value = product
                shift -= 1
            }
            while shift < 0, value != 0 {
                cut = cut || value % 10 != 0
                value /= 10
                shift += 1
            }
            guard value <= 9_000_000_000_000 * ScoreNumber.perOne else { return .unusable(NumberScan.range) }
            return .number(ScoreNumber(millionths: isNegative ? -value - (cut ? 1 : 0) : value))
        }

        private func infinity() -> Reading? {
            let letters = bytes.drop { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }.map { $0 | 32 }
            let words = ["inf", "infinity", "nan"]
            guard words.contains(where: { Array($0.utf8) == letters }) else { return nil }
            return .unusable("a finite number is needed; leave the cell empty when the value is missing")
        }

        private func commas() -> Reading {
            let looksNumeric = bytes.allSatisfy { ($0 >= 48 && $0 <= 57) || "+-.,".utf8.contains($0) }
            let hasDigit = bytes.contains { $0 >= 48 && $0 <= 57 }
            return looksNumeric && hasDigit ? .unusable(NumberScan.separators) : .text
        }
    }
}

extension ScoreNumber: CustomStringConvertible {
    /// The shortest decimal.
    package var description: String {
        let size = millionths.magnitude
        let whole = size / UInt64(ScoreNumber.perOne)
        var decimals = String(size % UInt64(ScoreNumber.perOne))
        decimals = String(repeating: "0", count: 6 - decimals.count) + decimals
        while decimals.hasSuffix("0") { decimals.removeLast() }
        return (millionths < 0 ? "-" : "") + String(whole) + (decimals.isEmpty ? "" : ".\(decimals)")
    }
}
