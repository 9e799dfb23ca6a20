/// The registers that people edit on an account; its id is the account's.
package struct AccountRegisters: Hashable, Sendable, Codable {
    /// preferred_hour, landmark, summary, language; sorted by name, one each. Values <= 2000 bytes.
    package var registers: [Register]
    /// Fields of a newer version: protobuf bytes that go back where they came from.
    package var unknownFields: [UInt8]

    package init(
        registers: [Register] = [],
        unknownFields: [UInt8] = []
    ) {
        self.registers = registers
        self.unknownFields = unknownFields
    }
}

/// A value that people edit, with who wrote it last.
package struct Register: Hashable, Sendable, Codable {
    package var field: String
    package var value: String
    package var operation: Identifier
    package var author: Identifier
    package var at: Instant

    package init(
        field: String,
        value: String,
        operation: Identifier,
        author: Identifier,
        at: Instant
    ) {
        self.field = field
        self.value = value
        self.operation = operation
        self.author = author
        self.at = at
    }
}
