internal import SyncCore

/// `monotone-cursor`: a cursor never goes back within an epoch.
enum MonotoneCursor {
    static func violation(from before: FeedPosition, to after: FeedPosition) -> String? {
        after.precedes(before) ? "the cursor went from \(text(before)) back to \(text(after))" : nil
    }

    private static func text(_ position: FeedPosition) -> String {
        "\(position.commit)\(position.lastKey.isEmpty ? "" : "+")"
    }
}
