package import FieldModel

/// One field's edit: the value its author saw and the value he wants. Empty text means absent.
package struct FieldEdit: Sendable, Hashable, Codable {
    package var field: String
    package var base: String
    package var value: String
    /// The operation that had written the base, nil when none had: tells equal texts of different edits apart.
    package var baseOperation: OperationID?

    package init(field: String, base: String = "", value: String, baseOperation: OperationID? = nil) {
        self.field = field
        self.base = base
        self.value = value
        self.baseOperation = baseOperation
    }
}
