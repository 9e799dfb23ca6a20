import FieldModel
import Testing

@testable import SyncCore

@Suite("What is known of an account that has moved")
struct AccountMovesTests {
    private func at(_ branch: UInt64, _ commit: UInt64, epoch: UInt64 = 1) -> FeedPosition {
        FeedPosition(branch: Identifier(high: 0x7000, low: branch), epoch: epoch, commit: commit)
    }

    /// From branch 1 to 2, and back.
    private var moves: AccountMoves {
        AccountMoves([AccountMove(from: at(1, 10), to: at(2, 7)), AccountMove(from: at(2, 20), to: at(1, 15))])
    }

    @Test("who stands after the move knows what was done before it, and nobody else does")
    func across() {
        #expect(moves.isKnown(at(1, 9), at: at(2, 7)))
        #expect(!moves.isKnown(at(1, 9), at: at(2, 6)))
        #expect(!moves.isKnown(at(2, 8), at: at(1, 14)))
        #expect(moves.isKnown(at(2, 8), at: at(1, 15)))
        // What was done there after it had left is not of this account's past there.
        #expect(!moves.isKnown(at(1, 16), at: at(2, 30)))
        #expect(moves.isKnown(at(1, 16), at: at(1, 16)))
        #expect(moves.isKnown(at(1, 3), at: at(1, 4)))
    }

    @Test("a later epoch knows all of the earlier one")
    func epochs() {
        #expect(moves.isKnown(at(1, 9), at: at(2, 1, epoch: 2)))
        #expect(!moves.isKnown(at(2, 21, epoch: 2), at: at(1, 99)))
    }

    @Test("a third branch knows nothing of it")
    func elsewhere() { #expect(!moves.isKnown(at(1, 9), at: at(3, 99))) }
}
