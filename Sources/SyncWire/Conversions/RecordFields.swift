package import FieldModel
package import FoundationEssentials
package import SwiftProtobuf

// How a field of a record or an intent is read and written. A field's name is `Message.field`, for failures.

extension Data {
    /// `.nil_` when empty: who reads a record need not fail because its author is not told.
    package func givenIdentifier(_ field: String) throws -> Identifier { try optionalIdentifier(field) ?? .nil_ }
}

extension Identifier {
    /// Empty for `.nil_`.
    package var givenData: Data { isNil ? Data() : data }
}

extension Int64 {
    /// A moment, nil for 0.
    package var optionalInstant: Instant? { self == 0 ? nil : Instant(milliseconds: self) }

    /// Minor units. Throws for more than any sum may be, so that adding amounts up cannot overflow.
    package func amount(_ field: String) throws -> Int64 {
        guard (-Money.mostMinor...Money.mostMinor).contains(self) else { throw WireFailure.malformed(field) }
        return self
    }
}

extension Instant? {
    package var milliseconds: Int64 { self?.milliseconds ?? 0 }
}

extension UInt32 {
    /// Throws for 0 and for what is no day of the years 1 to 9999.
    package func day(_ field: String) throws -> CalendarDate {
        guard let day = CalendarDate(rataDie: self) else { throw WireFailure.malformed(field) }
        return day
    }

    /// Nil for 0.
    package func optionalDay(_ field: String) throws -> CalendarDate? { self == 0 ? nil : try day(field) }
}

extension CalendarDate? {
    package var rataDie: UInt32 { self?.rataDie ?? 0 }
}

extension String {
    package func currency(_ field: String) throws -> Currency {
        guard let currency = Currency(self) else { throw WireFailure.unknownValue(field) }
        return currency
    }
}

extension Cartera_V1_Amount {
    package static func of(_ minor: Int64) -> Cartera_V1_Amount { .with { $0.minor = minor } }
    package func native(_ field: String) throws -> Int64 { try minor.amount(field) }
}

extension Money {
    package func proto() -> Cartera_V1_Money {
        .with {
            $0.minor = minor
            $0.currency = currency.code
        }
    }
}

extension Cartera_V1_Money {
    package func native() throws -> Money {
        Money(minor: try minor.amount("Money.minor"), currency: try currency.currency("Money.currency"))
    }
}

extension SwiftProtobuf.Message {
    /// Puts back the fields that an older program could not name.
    package mutating func keep(_ unknownFields: [UInt8]) throws {
        if !unknownFields.isEmpty { try merge(serializedBytes: unknownFields) }
    }
}
