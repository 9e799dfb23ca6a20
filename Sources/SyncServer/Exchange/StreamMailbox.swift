internal import SyncCore
internal import Synchronization

/// What one exchange waits for: the device's next frame, new commits, the order to end.
///
/// It holds one frame: whoever reads the stream waits until that is taken, so that a device is read no faster than its
/// frames are worked off. News coalesce. An order to end comes before everything else.
final class StreamMailbox: Sendable {
    enum Event: Sendable {
        case frame(DeviceFrame)
        case malformed
        case advanced
        case inputEnded
        case ended(Bye)
    }

    private let state = Mutex(State())

    private struct State {
        var frame: Event?
        var isOver = false
        var hasAdvanced = false
        var bye: Bye?
        var isClosed = false
        var consumer: CheckedContinuation<Event, Never>?
        var producer: CheckedContinuation<Void, Never>?
        var watcher: CheckedContinuation<Void, Never>?

        mutating func take() -> Event? {
            if let bye { return .ended(bye) }
            if let frame {
                self.frame = nil
                return frame
            }
            if isOver || isClosed { return .inputEnded }
            guard hasAdvanced else { return nil }
            hasAdvanced = false
            return .advanced
        }
    }

    /// Waits until the frame before was taken.
    func put(_ event: Event) async {
        await withCheckedContinuation { continuation in
            update { state in
                if state.isClosed { return continuation.resume() }
                state.frame = event
                state.producer = continuation
            }
        }
    }

    func finishInput() { update { $0.isOver = true } }
    func advance() { update { $0.hasAdvanced = true } }
    func end(_ bye: Bye) { update { $0.bye = $0.bye ?? bye } }

    /// Lets everybody who waits here go.
    func close() { update { $0.isClosed = true } }

    /// The order to end, without waiting.
    var ending: Bye? { state.withLock { $0.bye } }

    func next() async -> Event {
        await withCheckedContinuation { continuation in
            update { $0.consumer = continuation }
        }
    }

    /// Returns when the order to end has come, or on `close`.
    func waitForEnding() async {
        await withCheckedContinuation { continuation in
            update { $0.watcher = continuation }
        }
    }

    private func update(_ change: (inout State) -> Void) {
        let wake = state.withLock { state -> [() -> Void] in
            change(&state)
            var wake: [() -> Void] = []
            if let consumer = state.consumer, let event = state.take() {
                state.consumer = nil
                wake.append { consumer.resume(returning: event) }
            }
            if let producer = state.producer, state.frame == nil || state.isClosed {
                state.producer = nil
                wake.append { producer.resume() }
            }
            if let watcher = state.watcher, state.bye != nil || state.isClosed {
                state.watcher = nil
                wake.append { watcher.resume() }
            }
            return wake
        }
        for action in wake { action() }
    }
}
