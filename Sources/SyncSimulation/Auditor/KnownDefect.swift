/// Violations that are known and not mended yet, each as narrow as it can be said. A strict run lets none through.
///
/// A defect leaves this list together with its repair, and its seed becomes a named test.
package enum KnownDefect: String, CaseIterable, Sendable {
    /// `ResolveConflict.valuesSeen` counts: a value that took the place of another leaves the count as it was, and is
    /// resolved away by somebody who never saw it.
    case resolutionSawAnotherValue = "resolution-saw-another-value"
    /// A late resolution that meets an earlier one opens the conflict again with both, but what was written to the
    /// field after the earlier one is overwritten and is none of the values.
    case resolutionOverwritesLaterEdit = "resolution-overwrites-later-edit"
}
