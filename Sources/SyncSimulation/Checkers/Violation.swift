/// A broken invariant, by its name in the contract of the synchronisation.
package struct Violation: Hashable, Sendable {
    package var invariant: Invariant
    package var message: String
}

/// The invariants that are checked; each has a checker of its name in this folder.
package enum Invariant: String, CaseIterable, Sendable {
    case noLostOperation = "no-lost-operation"
    case exactlyOnce = "exactly-once"
    case deviceOrder = "device-order"
    case convergence = "convergence"
    case atomicPage = "atomic-page"
    case scopeTight = "scope-tight"
    case noResurrection = "no-resurrection"
    case noSilentConflict = "no-silent-conflict"
    case legalPromises = "legal-promises"
    case moneyConserved = "money-conserved"
    case sameVerdict = "same-verdict"
    case auditUnbroken = "audit-unbroken"
    case monotoneCursor = "monotone-cursor"
    case capRespected = "cap-respected"
    /// Not one of the contract's: that records keep what a program does not know of them.
    case carriedFields = "carried-fields"
    /// Not one of the contract's: that the product's replica is as the model of it.
    case sameReplica = "same-replica"
}
