package import FieldModel

/// Where a branch's head stood at moments of the past: what tells which commits are older than a horizon.
///
/// Commits carry no time; a mark a day is enough, because a fence that lags by a day costs nothing but a few rows.
package struct HeadMarks: Hashable, Sendable {
    package private(set) var marks: [Mark]

    package struct Mark: Hashable, Sendable {
        package var at: Instant
        package var commit: UInt64
    }

    package init() { marks = [] }

    /// Nothing is noted by a clock that went backwards, nor sooner than `every` milliseconds after the last.
    package mutating func note(head commit: UInt64, at now: Instant, every interval: Int64) {
        if let last = marks.last {
            guard now > last.at, now - last.at >= interval, commit >= last.commit else { return }
        }
        marks.append(Mark(at: now, commit: commit))
    }

    /// The head as it stood at or before a moment; 0 when that is not known.
    package func head(at moment: Instant) -> UInt64 { marks.last { $0.at <= moment }?.commit ?? 0 }

    /// Drops what no later question will ask for, but for the newest mark before `moment`.
    package mutating func forget(before moment: Instant) {
        guard let kept = marks.lastIndex(where: { $0.at <= moment }) else { return }
        marks.removeFirst(kept)
    }

    package var text: String { marks.map { "\($0.at.milliseconds):\($0.commit)" }.joined(separator: " ") }

    /// What cannot be read is left out: a mark less makes the fence older, never younger.
    package init(text: String) {
        marks = text.split(separator: " ").compactMap { word in
            let numbers = word.split(separator: ":", omittingEmptySubsequences: false)
            guard numbers.count == 2, let at = Int64(numbers[0]), let commit = UInt64(numbers[1]) else { return nil }
            return Mark(at: Instant(milliseconds: at), commit: commit)
        }
    }
}

/// The commit of a branch up to which tombstones and evictions are gone from the feed.
///
/// A device whose cursor lies before it may hold what it was never told to drop: it rejoins by comparing.
package enum FeedFence {
    static func key(_ branch: BranchID) -> String { "fence.\(branch)" }
    static func marksKey(_ branch: BranchID) -> String { "fence.marks.\(branch)" }

    package static func commit(_ branch: BranchID, in reading: any ServerReading) throws -> UInt64 {
        try reading.setting(key(branch)).flatMap { UInt64($0) } ?? 0
    }
}

/// What a compaction took out of a branch's feed.
package struct Compacted: Hashable, Sendable {
    package var fence: UInt64
    package var tombstones: Int
    package var evictions: Int
    package var erasures: Int

    package init(fence: UInt64 = 0, tombstones: Int = 0, evictions: Int = 0, erasures: Int = 0) {
        self.fence = fence
        self.tombstones = tombstones
        self.evictions = evictions
        self.erasures = erasures
    }

    package var rows: Int { tombstones + evictions + erasures }
}

/// Moves the fence of a branch and removes what lies behind it, a bounded number of rows a transaction.
package struct FeedCompaction {
    private let horizonMilliseconds: Int64
    private let now: Instant

    package init(horizonMilliseconds: Int64, now: Instant) {
        self.horizonMilliseconds = max(0, horizonMilliseconds)
        self.now = now
    }

    /// The fence moves in the transaction that removes the first row: no device can pass between the two.
    package func step(_ branch: BranchID, in transaction: any ServerTransaction) throws -> Compacted {
        let head = try transaction.head(branch).commit
        var marks = HeadMarks(text: try transaction.setting(FeedFence.marksKey(branch)) ?? "")
        let before = marks
        marks.note(head: head, at: now, every: min(Self.day, horizonMilliseconds / 8))
        let edge = now + -horizonMilliseconds
        let old = try FeedFence.commit(branch, in: transaction)
        let fence = min(head, max(old, marks.head(at: edge)))
        marks.forget(before: edge)
        if marks != before { try transaction.setSetting(FeedFence.marksKey(branch), marks.text) }
        if fence != old { try transaction.setSetting(FeedFence.key(branch), "\(fence)") }
        guard fence > 0 else { return Compacted() }
        return try transaction.compact(branch, through: fence, limit: Limits.compactedRowsPerTransaction)
    }

    private static let day: Int64 = 86_400_000
}
