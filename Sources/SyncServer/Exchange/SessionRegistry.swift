internal import FieldModel
internal import SyncCore
internal import Synchronization

/// The open exchanges: who is told of new commits, and whose stream ends when a device is revoked or comes again.
package final class SessionRegistry: Sendable {
    /// Open exchanges at most; a device beyond it is told to wait.
    package static let mostSessions = 2_000

    private let state = Mutex(State())

    private struct State {
        var next: UInt64 = 0
        var sessions: [UInt64: Entry] = [:]
    }

    private struct Entry {
        var device: DeviceID
        var incarnation: UInt32
        var scope: SyncScope?
        var mailbox: StreamMailbox
    }

    package init() {}

    var isFull: Bool { state.withLock { $0.sessions.count >= Self.mostSessions } }

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
