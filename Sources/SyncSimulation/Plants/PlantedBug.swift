/// Bugs that are put in on purpose: a simulator that finds nothing proves nothing.
///
/// Each has a file beside this one, with what it does in the place of the right thing.
package enum PlantedBug: String, CaseIterable, Sendable {
    case acknowledgeBeforeCommit = "acknowledge-before-commit"
    case missingDedupe = "missing-dedupe"
    case cursorBeforeRows = "cursor-before-rows"
    case lastWriteWins = "last-write-wins"
    case swallowedRefusal = "swallowed-refusal"
    case scopeFromClient = "scope-from-client"
    case tornPage = "torn-page"
    case forgottenEviction = "forgotten-eviction"
    case deviceClock = "device-clock"
    case ignoredGap = "ignored-gap"
    case staleOverlay = "stale-overlay"
    case undeadPromise = "undead-promise"
    case rewoundCursor = "rewound-cursor"
    case skippedLeaf = "skipped-leaf"
    case auditAfterCommit = "audit-after-commit"
    case retriedFsync = "retried-fsync"
    case idReuseAfterRestore = "id-reuse-after-restore"
    case trustedDisk = "trusted-disk"
    case halfRepair = "half-repair"
    case forgottenQuarantine = "forgotten-quarantine"
    case droppedUnknown = "dropped-unknown"
    case stalePack = "stale-pack"
    case resurrectedTombstone = "resurrected-tombstone"
}
