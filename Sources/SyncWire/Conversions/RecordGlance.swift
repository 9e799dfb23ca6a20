package import FieldModel

/// What a list shows of a record, read without decoding the rest: a list of thousands costs what it shows.
///
/// Fields not named here stand at their defaults; nothing of it is ever written back.
package enum RecordGlance {
    /// Number, currency, balances, what is past due and since when, zones, and whether it is closed. Nil for bytes that
    /// are no account or whose currency or day cannot be read.
    package static func account(_ bytes: [UInt8]) -> Account? {
        var found = Fields()
        var scanner = ProtobufScanner(bytes)
        while let field = scanner.next() { found.take(field) }
        guard scanner.isSound, let currency = Currency(found.currency), let day = found.balanceAsOfDay else {
            return nil
        }
        return Account(
            creditor: "", number: found.number, currency: currency, lenderBalance: found.lenderBalance,
            balanceAsOfDay: day, collectedSince: found.collectedSince, pastDue: found.pastDue,
            daysPastDue: found.daysPastDue, timeZone: found.timeZone, closed: found.closed,
            resolvedZone: found.resolvedZone)
    }

    package static func debtorName(_ bytes: [UInt8]) -> String { ProtobufScanner.text(1, in: bytes) }

    private struct Fields {
        var number = ""
        var currency = ""
        var lenderBalance: Int64 = 0
        var balanceAsOfDay: CalendarDate?
        var collectedSince: Int64 = 0
        var pastDue: Int64?
        var daysPastDue = 0
        var timeZone = ""
        var closed = false
        var resolvedZone = ""

        mutating func take(_ field: ProtobufScanner.Field) {
            switch (field.number, field.value) {
            case (2, .bytes(let text)): number = String(decoding: text, as: UTF8.self)
            case (5, .bytes(let text)): currency = String(decoding: text, as: UTF8.self)
            case (6, .varint(let value)): lenderBalance = Self.signed(value)
            case (7, .varint(let value)): balanceAsOfDay = UInt32(exactly: value).flatMap { CalendarDate(rataDie: $0) }
            case (8, .varint(let value)): collectedSince = Self.signed(value)
            case (13, .bytes(let amount)): pastDue = Self.amount(amount)
            case (16, .varint(let value)): daysPastDue = Int(clamping: value)
            case (18, .bytes(let text)): timeZone = String(decoding: text, as: UTF8.self)
            case (20, .varint(let value)): closed = value != 0
            case (22, .bytes(let text)): resolvedZone = String(decoding: text, as: UTF8.self)
            default: break
            }
        }

        private static func amount(_ bytes: ArraySlice<UInt8>) -> Int64 {
            var scanner = ProtobufScanner(bytes)
            var minor: Int64 = 0
            while let field = scanner.next() {
                if field.number == 1, case .varint(let value) = field.value { minor = signed(value) }
            }
            return minor
        }

        /// Zig-zag, as `sint64` is on the wire.
        private static func signed(_ value: UInt64) -> Int64 {
            Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
        }
    }
}
