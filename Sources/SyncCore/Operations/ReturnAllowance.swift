package import FieldModel

/// What a holder gives back of a grant.
package struct ReturnAllowance: Sendable, Hashable, Codable {
    package var allowance: RecordID
    package var unspent: Int
    package var throughSequence: UInt64

    package init(allowance: RecordID, unspent: Int, throughSequence: UInt64) {
        self.allowance = allowance
        self.unspent = unspent
        self.throughSequence = throughSequence
    }
}

extension ReturnAllowance: Decidable {
    /// Its rules come with a later version; until then it waits.
    func decide(_ draft: inout Draft) { draft.hold(.unsupported) }
}
