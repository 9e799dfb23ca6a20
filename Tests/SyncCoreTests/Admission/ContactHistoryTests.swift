import FieldModel
import SyncCore
import Testing

@Suite("The contacts that bound an operation's time")
struct ContactHistoryTests {
    private let device = DeviceID(high: 1, low: 2)

    private func moment(_ hours: Int64) -> Instant { Instant(seconds: 1_800_000_000 + hours * 3600) }

    private func hello(_ minted: UInt64, incarnation: UInt32 = 1, link: [UInt8] = []) -> Hello {
        Hello(
            incarnation: incarnation,
            lastMinted: ChainEnd(incarnation: incarnation, sequence: minted, link: link), wallClock: moment(0))
    }

    private func places(upTo acknowledged: UInt64) -> Set<ContactHistory.Place> {
        Set((0...acknowledged).map { ContactHistory.Place($0, []) })
    }

    private func header(_ sequence: UInt64, incarnation: UInt32 = 1) -> OperationHeader {
        OperationHeader(
            id: device, device: device, incarnation: incarnation, sequence: sequence, account: device, kind: 6,
            wallClock: moment(0), author: device)
    }

    private func history(_ contacts: [(hour: Int64, minted: UInt64)], acknowledged: UInt64 = 0) -> ContactHistory {
        var history = ContactHistory()
        for contact in contacts {
            history.add(
                hello(contact.minted), at: moment(contact.hour), offset: contact.hour, isSuspect: contact.hour == 3,
                arrived: places(upTo: acknowledged))
        }
        return history
    }

    @Test("are those around the act, not the last ones before it arrives")
    func aroundTheAct() {
        let history = history([(1, 0), (2, 2), (3, 2), (4, 5)])
        let early = history.bounds(header(2))
        #expect(early == ContactBounds(clockOffset: 2, clockSuspect: false, previousContact: moment(1)))
        let late = history.bounds(header(3))
        #expect(late == ContactBounds(clockOffset: 4, clockSuspect: false, previousContact: moment(3)))
        let after = history.bounds(header(6))
        #expect(after == ContactBounds(clockOffset: 4, clockSuspect: false, previousContact: moment(4)))
    }

    @Test("know a jump of the clock from the contact that found it")
    func jumps() {
        let history = history([(1, 0), (3, 2), (4, 5)])
        #expect(history.bounds(header(1)).clockSuspect)
        #expect(!history.bounds(header(3)).clockSuspect)
    }

    @Test("are dropped when no operation can need them")
    func acknowledged() {
        let kept = history([(1, 0), (2, 2), (4, 5)], acknowledged: 2)
        #expect(kept.bounds(header(3)).previousContact == moment(2))
        #expect(kept.text.split(separator: " ").count == 2 + 6 * 2)
    }

    @Test("are kept for a laptop that was set back, whatever its chain had before")
    func setBackInQuarantine() {
        var history = ContactHistory()
        for (hour, minted) in [(1, 0), (2, 1), (3, 2)] as [(Int64, UInt64)] {
            history.add(hello(minted), at: moment(hour), offset: hour, isSuspect: false, arrived: places(upTo: 0))
        }
        let bounds = history.bounds(header(1))
        #expect(bounds == ContactBounds(clockOffset: 2, clockSuspect: false, previousContact: moment(1)))
    }

    @Test("of one copy of a laptop do not bound what the other did under the same numbers")
    func copies() {
        var history = history([(1, 0), (2, 2), (4, 2)], acknowledged: 2)
        history.add(
            hello(3, link: [7]), at: moment(6), offset: 6, isSuspect: false, arrived: places(upTo: 2))
        #expect(history.bounds(header(2)) == ContactBounds(clockOffset: 6))
        #expect(history.bounds(header(3)).previousContact == moment(4))
    }

    @Test("do not make what waits younger than a contact at which it had been done")
    func renumberedCopy() {
        var history = history([(1, 0), (2, 1)], acknowledged: 1)
        history.add(
            hello(1, link: [7]), at: moment(5), offset: 5, isSuspect: false, arrived: places(upTo: 1))
        #expect(history.bounds(header(1)).previousContact == nil)
        #expect(history.bounds(header(1, incarnation: 2)).previousContact == nil)
        history.add(hello(1, incarnation: 2), at: moment(6), offset: 6, isSuspect: false, arrived: places(upTo: 0))
        #expect(history.bounds(header(1, incarnation: 2)) == ContactBounds(clockOffset: 6))
    }

    @Test("stay within their limit, and the bounds become wider, never wrong")
    func limit() {
        let contacts = (0...100).map { (hour: Int64($0), minted: UInt64($0) * 2) }
        let history = history(contacts)
        #expect(history.text.split(separator: " ").count == 2 + 6 * ContactHistory.mostPoints)
        for sequence in UInt64(1)...200 {
            let made = moment(Int64((sequence + 1) / 2 - 1))
            #expect(history.bounds(header(sequence)).previousContact.map { $0 <= made } ?? true)
        }
        #expect(history.bounds(header(200)).previousContact == moment(99))
    }

    @Test("go on when what waits gets new numbers, and when a laptop is set back")
    func newNumbers() {
        var rechained = history([(1, 0), (2, 2), (3, 5)], acknowledged: 2)
        rechained.add(hello(3, incarnation: 2), at: moment(4), offset: 4, isSuspect: false, arrived: places(upTo: 0))
        #expect(rechained.bounds(header(1, incarnation: 2)).previousContact == moment(2))
        #expect(rechained.bounds(header(4, incarnation: 2)).previousContact == moment(4))
        let setBack = history([(1, 0), (2, 8), (5, 4)])
        #expect(setBack.bounds(header(4)).previousContact == moment(1))
        #expect(setBack.bounds(header(5)).previousContact == moment(5))
    }

    @Test("come back from their text")
    func text() throws {
        let history = history([(1, 0), (3, 2), (4, 5)])
        #expect(try #require(ContactHistory(text: history.text)) == history)
        #expect(ContactHistory(text: "1 2 3") == nil)
    }
}
