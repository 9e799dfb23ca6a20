import FieldModel
import SyncCore
import Testing

@Suite("Who may begin an exchange")
struct AdmissionGateTests {
    private let start = Instant(seconds: 1_000)
    private let big = Identifier(high: 1, low: 1)
    private let small = Identifier(high: 2, low: 2)

    private func device(_ number: UInt64) -> DeviceID { Identifier(high: 9, low: number) }

    private func wait(_ decision: AdmissionGate.Decision) -> UInt32? {
        if case .wait(let milliseconds) = decision { return milliseconds }
        return nil
    }

    @Test("as many as there are places enter, and one more waits for as long as the limits allow")
    func places() throws {
        var gate = AdmissionGate(places: 4)
        for number in 0..<4 { #expect(gate.arrive(device(UInt64(number)), of: big, at: start) == .enter) }
        let decision = gate.arrive(device(4), of: big, at: start)
        let told = try #require(wait(decision))
        #expect(Limits.shortestWaitMilliseconds...Limits.longestWaitMilliseconds ~= Int64(told))
        #expect(gate.working == 4 && gate.waiting == 1)
        gate.leave(big, enteredAt: start, at: start + 100)
        #expect(gate.arrive(device(4), of: big, at: start + Int64(told)) == .enter)
        #expect(gate.waiting == 0)
    }

    @Test("so many turns are remembered, and whoever is one too many is told to wait all the same")
    func mostWaiting() {
        var gate = AdmissionGate(places: 1, mostWaiting: 3)
        #expect(gate.arrive(device(0), of: big, at: start) == .enter)
        for number in 1...4 {
            let decision = gate.arrive(device(UInt64(number)), of: big, at: start)
            #expect(wait(decision) != nil)
            #expect(gate.waiting == min(number, 3))
        }
    }

    @Test("three hundred laptops of one branch do not keep the two of another out")
    func fairPerBranch() {
        var gate = AdmissionGate(places: 8)
        for number in 0..<300 { _ = gate.arrive(device(UInt64(number)), of: big, at: start) }
        #expect(gate.working == 8)
        for number in [UInt64(900), 901] {
            let decision = gate.arrive(device(number), of: small, at: start)
            #expect(wait(decision) != nil)
        }
        // One place falls vacant: the big branch has more than its share, so it is the small one's.
        gate.leave(big, enteredAt: start, at: start + 200)
        let notYet = gate.arrive(device(50), of: big, at: start + 1_200)
        #expect(wait(notYet) != nil)
        #expect(gate.arrive(device(900), of: small, at: start + 1_200) == .enter)
        gate.leave(big, enteredAt: start, at: start + 1_300)
        #expect(gate.arrive(device(901), of: small, at: start + 1_300) == .enter)
        // Nobody of the small one waits any more: the next place is the big one's.
        gate.leave(big, enteredAt: start, at: start + 1_400)
        #expect(gate.arrive(device(51), of: big, at: start + 2_500) == .enter)
    }

    @Test("who was told to wait keeps his turn: a newcomer does not take a place that is due to another")
    func turns() {
        var gate = AdmissionGate(places: 1)
        #expect(gate.arrive(device(1), of: big, at: start) == .enter)
        let told = wait(gate.arrive(device(2), of: big, at: start)) ?? 0
        let due = start + Int64(told)
        gate.leave(big, enteredAt: start, at: due)
        let newcomer = gate.arrive(device(3), of: big, at: due)
        #expect(wait(newcomer) != nil)
        #expect(gate.arrive(device(2), of: big, at: due) == .enter)
        gate.leave(big, enteredAt: due, at: due + 10)
        #expect(gate.arrive(device(3), of: big, at: due + Limits.longestWaitMilliseconds) == .enter)
    }

    @Test("who does not come back loses his turn")
    func givenUp() {
        var gate = AdmissionGate(places: 1)
        #expect(gate.arrive(device(1), of: big, at: start) == .enter)
        let told = Int64(wait(gate.arrive(device(2), of: big, at: start)) ?? 0)
        gate.leave(big, enteredAt: start, at: start + 1)
        let late = start + told + Limits.turnGraceMilliseconds
        #expect(gate.arrive(device(3), of: big, at: late) == .enter)
        #expect(gate.waiting == 0)
    }

    /// Everybody comes back when he was told to, and again when he is told to again.
    @Test("everybody of five hundred gets in, and none waits much longer than his branch's work takes")
    func everybody() {
        var gate = AdmissionGate(places: 16)
        var pending: [(device: UInt64, branch: BranchID, at: Int64)] = []
        for number in 0..<500 { pending.append((UInt64(number), number % 10 == 0 ? small : big, 0)) }
        var running: [(branch: BranchID, until: Int64, since: Int64)] = []
        var done: [BranchID: Int64] = [:]
        var now: Int64 = 0
        while !pending.isEmpty || !running.isEmpty, now < 600_000 {
            for exchange in running where exchange.until <= now {
                gate.leave(exchange.branch, enteredAt: start + exchange.since, at: start + now)
                done[exchange.branch] = now
            }
            running.removeAll { $0.until <= now }
            for index in pending.indices.reversed() where pending[index].at <= now {
                let (number, branch, _) = pending[index]
                switch gate.arrive(device(number), of: branch, at: start + now) {
                case .enter:
                    pending.remove(at: index)
                    running.append((branch, now + 400, now))
                case .wait(let milliseconds): pending[index].at = now + Int64(milliseconds)
                }
            }
            #expect(gate.working <= 16)
            now += 50
        }
        #expect(pending.isEmpty)
        // Fifty exchanges of 0.4 s at eight places are three seconds; the whole is thirteen.
        #expect(done[small, default: .max] < done[big, default: 0])
        #expect(done[big, default: .max] < 60_000)
    }

    @Test("pauses double up to a cap, and the same seed gives the same")
    func backoff() {
        var one = Backoff(seed: 7)
        var same = Backoff(seed: 7)
        var other = Backoff(seed: 8)
        let pauses = (0..<12).map { _ in one.next() }
        let sames = (0..<12).map { _ in same.next() }
        let others = (0..<12).map { _ in other.next() }
        #expect(pauses == sames)
        #expect(pauses != others)
        var most = Limits.shortestPauseMilliseconds
        for pause in pauses {
            #expect((most / 2...most).contains(pause))
            most = min(most * 2, Limits.longestPauseMilliseconds)
        }
        one.reset()
        #expect(one.next() <= Limits.shortestPauseMilliseconds)
    }
}
