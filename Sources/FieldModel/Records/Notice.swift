/// A notice that the law asks for and the debtor was given.
package struct Notice: Hashable, Sendable, Codable {
    package var kind: String
    package var at: Instant
    package var letter: Identifier?
    /// Fields of a newer version: protobuf bytes that go back where they came from.
    package var unknownFields: [UInt8]

    package init(
        kind: String,
        at: Instant,
        letter: Identifier? = nil,
        unknownFields: [UInt8] = []
    ) {
        self.kind = kind
        self.at = at
        self.letter = letter
        self.unknownFields = unknownFields
    }
}
