internal import FieldModel
package import SyncCore

/// What one or several exchanges came to, as `cartera sync` prints it.
package struct SyncReport: Hashable, Sendable {
    package struct Receipts: Hashable, Sendable {
        package var applied = 0
        package var merged = 0
        package var conflicted = 0
        package var held = 0
        package var refused = 0
        package var withdrawn = 0
        package var alreadyApplied = 0
    }
    package var pushed = 0
    package var receipts = Receipts()
    package var pulled = 0
    package var evicted = 0
    package var cursor = FeedPosition()
    /// match, repaired, mismatch; none when there was nothing to compare.
    package var digest = "none"
    /// Rows that differed and were sent again.
    package var repairedRows = 0
    package var bytesSent = 0
    package var bytesReceived = 0
    package var roundTrips = 0
    package var durationMilliseconds: Int64 = 0
    /// Contents of attachments, after the records.
    package var contents = ContentReport()

    package init() {}

    package mutating func add(_ other: SyncReport) {
        pushed += other.pushed
        receipts.applied += other.receipts.applied
        receipts.merged += other.receipts.merged
        receipts.conflicted += other.receipts.conflicted
        receipts.held += other.receipts.held
        receipts.refused += other.receipts.refused
        receipts.withdrawn += other.receipts.withdrawn
        receipts.alreadyApplied += other.receipts.alreadyApplied
        pulled += other.pulled
        evicted += other.evicted
        cursor = other.cursor
        digest = other.digest
        repairedRows += other.repairedRows
        bytesSent += other.bytesSent
        bytesReceived += other.bytesReceived
        roundTrips += other.roundTrips
        durationMilliseconds += other.durationMilliseconds
        contents.add(other.contents)
    }

    /// What came after `earlier` in the same exchange.
    package func since(_ earlier: SyncReport) -> SyncReport {
        var later = self
        later.pushed -= earlier.pushed
        later.receipts.applied -= earlier.receipts.applied
        later.receipts.merged -= earlier.receipts.merged
        later.receipts.conflicted -= earlier.receipts.conflicted
        later.receipts.held -= earlier.receipts.held
        later.receipts.refused -= earlier.receipts.refused
        later.receipts.withdrawn -= earlier.receipts.withdrawn
        later.receipts.alreadyApplied -= earlier.receipts.alreadyApplied
        later.pulled -= earlier.pulled
        later.evicted -= earlier.evicted
        later.repairedRows -= earlier.repairedRows
        later.bytesSent -= earlier.bytesSent
        later.bytesReceived -= earlier.bytesReceived
        later.roundTrips -= earlier.roundTrips
        later.durationMilliseconds -= earlier.durationMilliseconds
        return later
    }

    mutating func count(_ receipt: Receipt) {
        if receipt.alreadyApplied {
            receipts.alreadyApplied += 1
            return
        }
        switch receipt.outcome.state {
        case .applied: receipts.applied += 1
        case .merged: receipts.merged += 1
        case .conflicted: receipts.conflicted += 1
        case .held: receipts.held += 1
        case .refused: receipts.refused += 1
        case .withdrawn: receipts.withdrawn += 1
        }
    }
}
