internal import FieldModel
internal import SyncCore
internal import Synchronization

/// The open exchanges: who is told of new commits, and whose stream ends when a device is revoked or comes again.
package final class SessionRegistry: Sendable {
    private let state: Mutex<State>

    private struct State {
        var gate: AdmissionGate
        var next: UInt64 = 0
        var sessions: [UInt64: Entry] = [:]
    }

    private struct Entry {
        var device: DeviceID
        var incarnation: UInt32
        var scope: SyncScope?
        var mailbox: StreamMailbox
    }

    /// `places`: exchanges that may work at a time.
    package init(places: Int = Limits.exchangesAtWork) { state = Mutex(State(gate: AdmissionGate(places: places))) }

    /// Lets an exchange begin, or says how long the device is to wait. Each `enter` is followed by one `leave(_:)`.
    func arrive(_ device: DeviceID, of branch: BranchID?, at now: Instant) -> AdmissionGate.Decision {
        state.withLock { state in
            guard state.sessions.count < Limits.openExchanges else {
                return .wait(milliseconds: UInt32(Limits.longestWaitMilliseconds))
            }
            return state.gate.arrive(device, of: branch, at: now)
        }
    }

    /// The exchange has been worked off, or is over.
    func leave(_ branch: BranchID?, enteredAt: Instant, at now: Instant) {
        state.withLock { $0.gate.leave(branch, enteredAt: enteredAt, at: now) }
    }

    /// Ends an older stream of the same device and incarnation, and returns the new one's number.
    func enter(_ device: DeviceID, _ incarnation: UInt32, _ scope: SyncScope?, _ mailbox: StreamMailbox) -> UInt64 {
        let (number, older) = state.withLock { state -> (UInt64, [StreamMailbox]) in
            let older = state.sessions.filter { $0.value.device == device && $0.value.incarnation == incarnation }
            for key in older.keys { state.sessions[key] = nil }
            state.next += 1
            state.sessions[state.next] = Entry(device: device, incarnation: incarnation, scope: scope, mailbox: mailbox)
            return (state.next, older.values.map(\.mailbox))
        }
        for mailbox in older { mailbox.end(Bye(reason: "superseded")) }
        return number
    }

    func leave(_ number: UInt64) { state.withLock { $0.sessions[number] = nil } }

    func tell(_ news: CommitNews) {
        if news.audiences.isEmpty { return }
        for mailbox in mailboxes(where: { entry in entry.scope.map(news.concerns) ?? false }) { mailbox.advance() }
    }

    /// Ends the streams of a device: it was revoked, quarantined, or its person disabled.
    func end(_ device: DeviceID, _ bye: Bye) {
        for mailbox in mailboxes(where: { $0.device == device }) { mailbox.end(bye) }
    }

    private func mailboxes(where isWanted: (Entry) -> Bool) -> [StreamMailbox] {
        state.withLock { $0.sessions.values.filter(isWanted).map(\.mailbox) }
    }
}
