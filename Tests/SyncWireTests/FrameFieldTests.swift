import FieldModel
import SyncCore
import SyncWire
import Testing

/// What the messages say that native frames say: fields that an older peer does not send.
@Suite("Fields of frames")
struct FrameFieldTests {
    @Test(
        "a number that need not be said comes over as it is, and one that was not said is not 0",
        arguments: [nil, 0, 7])
    func unsaid(through: UInt64?) throws {
        var hello = Hello(incarnation: 1, wallClock: Instant(milliseconds: 1))
        hello.lateThrough = through
        #expect(try hello.proto().native() == hello)
        let at = FeedPosition(branch: RecordID(high: 1, low: 2), epoch: 1, commit: 3)
        hello.olderChainsOffered = through
        #expect(try hello.proto().native() == hello)
        var checkpoint = Checkpoint(at: at, digest: ScopeDigest(), caughtUp: true, round: 1)
        checkpoint.lateThrough = through
        #expect(try checkpoint.proto().native() == checkpoint)
    }
}
