package import FieldModel
package import FoundationEssentials

extension Data {
    /// Throws unless 16 bytes.
    package func identifier(_ field: String) throws -> Identifier {
        guard let identifier = Identifier(bytes: self) else { throw WireFailure.malformed(field) }
        return identifier
    }

    /// Nil when empty; throws unless 0 or 16 bytes.
    package func optionalIdentifier(_ field: String) throws -> Identifier? {
        isEmpty ? nil : try identifier(field)
    }
}

extension Identifier? {
    /// Empty when nil.
    package var data: Data { map { Data($0.bytes) } ?? Data() }
}

extension Identifier {
    package var data: Data { Data(bytes) }
}
