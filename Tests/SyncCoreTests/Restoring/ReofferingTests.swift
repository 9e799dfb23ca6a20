import FieldModel
import SyncCore
import Testing

@Suite("What a device offers again")
struct ReofferingTests {
    private let branch = BranchID(high: 7, low: 7)
    private let now = Instant(seconds: 1_800_000_000)

    private func entry(
        _ sequence: UInt64, incarnation: UInt32 = 1, state: OutboxEntry.State = .settled
    ) -> OutboxEntry {
        OutboxEntry(
            header: OperationHeader(
                id: OperationID(high: 1, low: sequence), device: branch, incarnation: incarnation,
                sequence: sequence, account: branch, kind: 1, wallClock: now, author: branch),
            sealed: SealedOperation(header: [], body: []), link: [], state: state,
            provisional: Outcome(state: .applied))
    }

    private func welcome(_ verdict: WelcomeVerdict, epoch: UInt64, chain: UInt64 = 0) -> Welcome {
        Welcome(
            serverTime: now, chain: ChainEnd(sequence: chain), heads: [FeedPosition(branch: branch, epoch: epoch)],
            verdict: verdict)
    }

    private func offered(
        _ verdict: WelcomeVerdict, epoch: UInt64, chain: UInt64 = 0, known: OfferedEpochs, incarnation: UInt32 = 1
    ) throws -> Reoffering {
        try #require(
            Reoffering(
                welcome(verdict, epoch: epoch, chain: chain), positions: [], epochs: known, incarnation: incarnation))
    }

    @Test("is what lies beyond the server's chain, within an epoch")
    func withinAnEpoch() throws {
        let known = OfferedEpochs(inChain: 5, ofOlderChains: 5)
        let offer = try offered(.resume, epoch: 5, chain: 2, known: known)
        #expect(!offer.wants(entry(2)))
        #expect(offer.wants(entry(3)))
        #expect(!offer.wants(entry(3, state: .pending)))
        #expect(offer.epochs == known)
    }

    /// Seed 26: the backup had the operation, and a laptop that was set back after the restore another word on it.
    @Test("is all of its chain in a new epoch, once")
    func newEpoch() throws {
        let offer = try offered(
            .rebaseline(reason: "epoch"), epoch: 9, chain: 2, known: OfferedEpochs(inChain: 5, ofOlderChains: 5))
        #expect(offer.wants(entry(1)))
        let again = try offered(.resume, epoch: 9, chain: 2, known: offer.epochs)
        #expect(!again.wants(entry(1)))
    }

    /// Seed 80: a revoked laptop learned nothing of a second restore, and what it had sent before was gone.
    @Test("goes into quarantine once in each epoch, and into the chain once it may")
    func quarantined() throws {
        let known = OfferedEpochs(inChain: 5, ofOlderChains: 5)
        let first = try offered(.revoked(reason: "lost"), epoch: 9, chain: 4, known: known)
        #expect(first.wants(entry(1)))
        #expect(try !offered(.revoked(reason: "lost"), epoch: 9, chain: 4, known: first.epochs).wants(entry(1)))
        let second = try offered(.quarantined(reason: "x"), epoch: 11, chain: 4, known: first.epochs)
        #expect(second.wants(entry(1)))
        #expect(try offered(.resume, epoch: 11, chain: 4, known: second.epochs).wants(entry(1)))
    }

    /// Seeds 13 and 131: what a laptop had done before it got another chain was lost with the server's disk.
    @Test("brings the work of older chains along with the next new one after a restore")
    func olderChains() throws {
        let known = OfferedEpochs(inChain: 5, ofOlderChains: 5)
        let old = entry(1, incarnation: 1)
        #expect(try !offered(.newIncarnation(3), epoch: 5, known: known, incarnation: 2).wants(old))
        let resumed = try offered(.resume, epoch: 9, known: known, incarnation: 2)
        #expect(!resumed.wants(old))
        let rechained = try offered(.newIncarnation(3), epoch: 9, known: resumed.epochs, incarnation: 2)
        #expect(rechained.wants(old))
        #expect(!rechained.wants(entry(1, incarnation: 2)))
        #expect(try !offered(.newIncarnation(4), epoch: 9, known: rechained.epochs, incarnation: 3).wants(old))
    }

    /// Seed 953: a revoked laptop gets no new chain any more, and had work of before its present one.
    @Test("brings the work of older chains into quarantine, once in each epoch, and once more with a new chain")
    func olderChainsInQuarantine() throws {
        let known = OfferedEpochs(inChain: 5, ofOlderChains: 5)
        let old = entry(1, incarnation: 1)
        let revoked = WelcomeVerdict.revoked(reason: "lost")
        #expect(try !offered(revoked, epoch: 5, known: known, incarnation: 2).wants(old))
        let first = try offered(revoked, epoch: 9, known: known, incarnation: 2)
        #expect(first.wants(old) && first.first == .start)
        #expect(try !offered(revoked, epoch: 9, known: first.epochs, incarnation: 2).wants(old))
        #expect(try offered(.newIncarnation(3), epoch: 9, known: first.epochs, incarnation: 2).wants(old))
    }

    @Test("comes from the positions where no epoch was noted yet, and survives as text")
    func upgraded() throws {
        let position = FeedPosition(branch: branch, epoch: 5, commit: 3)
        let offer = try #require(
            Reoffering(
                welcome(.resume, epoch: 9, chain: 4), positions: [position], epochs: OfferedEpochs(text: ""),
                incarnation: 1))
        #expect(offer.startsOver)
        #expect(offer.wants(entry(1)))
        #expect(OfferedEpochs(text: offer.epochs.text) == offer.epochs)
        #expect(
            Reoffering(
                welcome(.wait(milliseconds: 1), epoch: 9), positions: [position], epochs: offer.epochs,
                incarnation: 1) == nil)
    }
}
