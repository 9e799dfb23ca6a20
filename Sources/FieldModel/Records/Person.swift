/// A person of the organisation, so that lists can show names.
package struct Person: Hashable, Sendable, Codable {
    package var name: String
    /// collector, supervisor, branch, compliance, auditor, administrator.
    package var role: String
    package var branch: Identifier?
    package var disabled: Bool
    /// Fields of a newer version: protobuf bytes that go back where they came from.
    package var unknownFields: [UInt8]

    package init(
        name: String,
        role: String,
        branch: Identifier? = nil,
        disabled: Bool = false,
        unknownFields: [UInt8] = []
    ) {
        self.name = name
        self.role = role
        self.branch = branch
        self.disabled = disabled
        self.unknownFields = unknownFields
    }
}
