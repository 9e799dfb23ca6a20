import FieldModel
import SyncCore
import SyncWire
import Testing

struct RecordGlanceTests {
    private let codec = WireRecordCodec()

    /// What lists show is what decoding the whole record would have shown.
    @Test func anAccountAtAGlanceIsTheAccount() throws {
        let sample = recordSamples.compactMap { if case .account(let account) = $0 { account } else { nil } }.first
        var account = try #require(sample)
        for (balance, pastDue, closed) in [(1_234_567, 99, false), (-5, nil, true), (0, 0, false)]
            as [(Int64, Int64?, Bool)]
        {
            (account.lenderBalance, account.pastDue, account.closed) = (balance, pastDue, closed)
            let glance = try #require(RecordGlance.account(codec.encode(.account(account))))
            let expected = Account(
                creditor: "", number: account.number, currency: account.currency,
                lenderBalance: account.lenderBalance, balanceAsOfDay: account.balanceAsOfDay,
                collectedSince: account.collectedSince, pastDue: account.pastDue, daysPastDue: account.daysPastDue,
                timeZone: account.timeZone, closed: account.closed, resolvedZone: account.resolvedZone)
            #expect(glance == expected)
        }
    }

    @Test func aDebtorsName() throws {
        let sample = recordSamples.compactMap { if case .debtor(let debtor) = $0 { debtor } else { nil } }.first
        let debtor = try #require(sample)
        #expect(RecordGlance.debtorName(try codec.encode(.debtor(debtor))) == debtor.name)
    }

    @Test func bytesThatAreNoAccount() {
        #expect(RecordGlance.account([]) == nil)
        #expect(RecordGlance.account([0xFF]) == nil)
    }
}

/// What goes without saying in a frame comes back all the same.
struct FrameDefaultsTests {
    @Test func limitsAreSentOnlyWhereTheyAreUnusual() throws {
        let usual = Welcome(serverTime: Instant(milliseconds: 5), verdict: .resume)
        #expect(!usual.proto().hasLimits)
        #expect(try usual.proto().native() == usual)
        let unusual = Welcome(
            serverTime: Instant(milliseconds: 5), batchOperations: 3, pageBytes: 4096, clockSkewMilliseconds: 1,
            verdict: .resume)
        #expect(unusual.proto().limits.batchBytes == 0)
        #expect(try unusual.proto().native() == unusual)
    }

    @Test(arguments: [3, 7] as [UInt64])
    func whatWasMintedLastIsSentOnlyWhereItIsNew(minted: UInt64) throws {
        func end(_ sequence: UInt64) -> ChainEnd {
            ChainEnd(incarnation: 2, sequence: sequence, link: Array(repeating: UInt8(sequence), count: 32))
        }
        let frame = DeviceFrame.hello(
            Hello(
                incarnation: 2, lastAcknowledged: end(3), lastMinted: end(minted), wallClock: Instant(milliseconds: 1),
                monotonic: 1, bootID: []))
        #expect(frame.proto().hello.lastMintedSequence == (minted == 3 ? 0 : minted))
        #expect(try frame.proto().native() == frame)
    }
}
