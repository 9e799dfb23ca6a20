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
    /// Everything that the holder has spent stands before it in the chain of the device that gives it back. Another
    /// device of his may have spent too: then the grant runs until it ends.
    func decide(_ draft: inout Draft) {
        guard var returned = draft.existing(Allowance.self, allowance) else { return }
        draft.require(draft.isAuthor(returned.holder), .notPermitted)
        draft.require(throughSequence < draft.context.header.sequence, .malformed)
        draft.require((0...returned.units).contains(unspent), .badRange)
        guard draft.isSound, !returned.closed, !draft.context.holderHasOtherDevices else { return }
        returned.spent = max(returned.spent, returned.units - unspent)
        returned.closed = true
        draft.set(returned, allowance)
    }
}
