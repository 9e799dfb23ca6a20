/// An ISO 4217 currency that amounts may be in, with the number of decimals of its minor unit.
package struct Currency: Hashable, Sendable, Codable {
    /// Three capital letters.
    package let code: String

    /// Nil for a code that the table of exponents does not know: an amount in it could not be read.
    package init?(_ code: String) {
        guard Currency.exponents[code] != nil else { return nil }
        self.code = code
    }

    package var exponent: Int { Currency.exponents[code] ?? 2 }

    /// ISO 4217's minor units of the currencies that lenders of the packs' countries use.
    private static let exponents: [String: Int] = [
        "MXN": 2, "USD": 2, "EUR": 2, "GBP": 2, "COP": 2, "PEN": 2, "BRL": 2, "ARS": 2, "BOB": 2, "CRC": 2, "DOP": 2,
        "GTQ": 2, "HNL": 2, "NIO": 2, "PAB": 2, "UYU": 2, "VES": 2, "CAD": 2, "INR": 2, "IDR": 2, "PHP": 2, "ZAR": 2,
        "KES": 2, "NGN": 2, "TZS": 2, "CHF": 2, "AUD": 2, "NZD": 2, "CNY": 2,
        "CLP": 0, "PYG": 0, "JPY": 0, "KRW": 0, "VND": 0, "UGX": 0, "RWF": 0, "XAF": 0, "XOF": 0,
        "BHD": 3, "JOD": 3, "KWD": 3, "OMR": 3, "TND": 3, "CLF": 4,
    ]
}

/// An amount in a currency's minor units: centavos for MXN, whole pesos for CLP.
package struct Money: Hashable, Sendable, Codable {
    package var minor: Int64
    package var currency: Currency

    package init(minor: Int64, currency: Currency) {
        self.minor = minor
        self.currency = currency
    }

    package enum ParseFailure: Error, Hashable, Sendable {
        case notANumber
        /// More decimals than the currency has; never rounded in silence.
        case tooPrecise(decimals: Int)
        case tooLarge
    }

    /// The most that one amount may be, in minor units: 9 × 10^15, so that sums of a thousand still fit in 64 bits.
    package static let mostMinor: Int64 = 9_000_000_000_000_000

    /// Reads `1500`, `1500.50`, `-3.2`: a dot, no grouping, no sign but a minus.
    package static func parse(_ text: some StringProtocol, in currency: Currency) -> Result<Money, ParseFailure> {
        var bytes = Array(text.utf8)[...]
        var negative = false
        if bytes.first == UInt8(ascii: "-") {
            negative = true
            bytes.removeFirst()
        }
        let parts = bytes.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = parts.first, !whole.isEmpty, whole.allSatisfy(isDigit) else { return .failure(.notANumber) }
        var fraction = parts.count == 2 ? Array(parts[1]) : []
        guard parts.count == 1 || (!fraction.isEmpty && fraction.allSatisfy(isDigit)) else {
            return .failure(.notANumber)
        }
        while fraction.count > currency.exponent, fraction.last == UInt8(ascii: "0") { fraction.removeLast() }
        guard fraction.count <= currency.exponent else { return .failure(.tooPrecise(decimals: currency.exponent)) }
        fraction += Array(repeating: UInt8(ascii: "0"), count: currency.exponent - fraction.count)
        var value: Int64 = 0
        for digit in whole + fraction {
            value = value * 10 + Int64(digit - UInt8(ascii: "0"))
            guard value <= mostMinor else { return .failure(.tooLarge) }
        }
        return .success(Money(minor: negative ? -value : value, currency: currency))
    }

    /// `1500.50`, with as many decimals as the currency has, no grouping: what `parse` reads.
    package var decimal: String {
        let exponent = currency.exponent
        var digits = String(minor.magnitude)
        if digits.utf8.count <= exponent {
            digits = String(repeating: "0", count: exponent + 1 - digits.utf8.count) + digits
        }
        let sign = minor < 0 ? "-" : ""
        guard exponent > 0 else { return sign + digits }
        return "\(sign)\(digits.dropLast(exponent)).\(digits.suffix(exponent))"
    }

    /// `1,500.50 MXN`: as people read it, in pages, letters and tables alike.
    package var text: String {
        let parts = decimal.split(separator: ".")
        let fraction = parts.count == 2 ? ".\(parts[1])" : ""
        return "\(grouped(parts[0]))\(fraction) \(currency.code)"
    }

    private func grouped(_ whole: Substring) -> String {
        var rest = whole.drop { $0 == "-" }
        var groups: [Substring] = []
        while rest.count > 3 {
            groups.insert(rest.suffix(3), at: 0)
            rest = rest.dropLast(3)
        }
        return (minor < 0 ? "-" : "") + ([rest] + groups).joined(separator: ",")
    }
}

private func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }
