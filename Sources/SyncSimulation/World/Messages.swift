internal import FieldModel
internal import SyncCore

/// A device's call. The measuring of its clock is apart: it reaches the server when the call is sent, or never.
enum Request {
    case push([SealedOperation])
    case pull(after: FeedPosition, claimed: SyncScope, pageBytes: Int, erased: [AccountID])
}

enum Reply {
    case receipts([Receipt])
    case page(PageReply)
}

struct PageReply {
    var from: FeedPosition
    var rows: [FeedRow]
    var reaches: FeedPosition
    /// Only at the end of what there was when the page was read.
    var checkpoint: CheckpointReply?
}

struct CheckpointReply {
    var commit: UInt64
    var digest: ScopeDigest
}

/// What a Hello says of the device's clock and chain.
struct Greeted {
    var wallClock: Instant
    var lastMinted: UInt64
}
