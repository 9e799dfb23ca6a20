/// Bytes from a peer or a store that cannot be read. Never traps, never guesses.
package struct WireFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// `malformed_frame`, `unknown_value` or `too_large`.
    package var code: String
    /// The message and field, `Row.kind`; no content.
    package var field: String

    package init(code: String, field: String) {
        self.code = code
        self.field = field
    }

    package static func malformed(_ field: String) -> WireFailure { WireFailure(code: "malformed_frame", field: field) }
    package static func unknownValue(_ field: String) -> WireFailure {
        WireFailure(code: "unknown_value", field: field)
    }
    package static func tooLarge(_ field: String) -> WireFailure { WireFailure(code: "too_large", field: field) }

    package var description: String { "\(code): \(field)" }
}
