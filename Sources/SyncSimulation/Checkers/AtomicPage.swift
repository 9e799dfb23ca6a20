internal import SyncCore

/// `atomic-page`: at a checkpoint a replica holds the server's scope as of it, neither more nor less; cursor and rows
/// never disagree.
enum AtomicPage {
    static func violation(_ device: SimulatedDevice, at checkpoint: Checkpoint) -> String? {
        // A disk that was damaged is found by this very comparison.
        if device.digest == checkpoint.digest || device.disk.isDamaged { return nil }
        return "at commit \(checkpoint.at.commit) the replica has \(device.digest.count) rows and another digest than "
            + "the server's scope of \(checkpoint.digest.count)"
    }
}
