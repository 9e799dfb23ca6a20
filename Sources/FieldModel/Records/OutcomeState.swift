/// What became of an operation; see `Outcome`.
package enum OutcomeState: Int, Hashable, Sendable, Codable, CaseIterable {
    /// Final: took effect as asked.
    case applied = 1
    /// Final: took effect beside another's edit of other fields.
    case merged = 2
    /// Final: a `Conflict` record keeps both values.
    case conflicted = 3
    /// Final: no effect; the reason and the rule say why.
    case refused = 4
    /// Final: taken back by its author before it took effect.
    case withdrawn = 5
    /// Provisional: waits, and a `Decision` will tell.
    case held = 6

    package var isFinal: Bool { self != .held }
}
