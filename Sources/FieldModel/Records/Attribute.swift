/// A pair of texts: a lender's unknown column, a setting.
package struct Attribute: Hashable, Sendable, Codable {
    package var key: String
    package var value: String

    package init(
        key: String,
        value: String
    ) {
        self.key = key
        self.value = value
    }
}
