internal import FieldModel

/// Why an operation has no effect, for good or for now.
struct Rejection: Hashable, Sendable {
    var code: ReasonCode
    /// The rule that speaks, `pack/rule`; empty when it is none.
    var rule = ""
    /// Whether it waits instead of being refused.
    var isHeld = false

    var outcome: Outcome { Outcome(state: isHeld ? .held : .refused, reason: code.rawValue, rule: rule) }
}
