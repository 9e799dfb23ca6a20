internal import FieldModel
package import GRPCCore
internal import Synchronization

/// Refuses one more call of a device that has many under way, or on one connection more than it may use: a broken or
/// hostile laptop takes its own share and no other's. Addresses and all of them together have limits of the transport.
package struct DeviceLimits: ServerInterceptor {
    private let peer: PeerSource
    private let calls: DeviceCalls

    package init(
        peer: @escaping PeerSource, calls: Int = Limits.callsPerDevice, connections: Int = Limits.connectionsPerDevice
    ) {
        self.peer = peer
        self.calls = DeviceCalls(mostCalls: calls, mostConnections: connections)
    }

    package func intercept<Input: Sendable, Output: Sendable>(
        request: StreamingServerRequest<Input>, context: ServerContext,
        next:
            @Sendable (
                _ request: StreamingServerRequest<Input>, _ context: ServerContext
            ) async throws -> StreamingServerResponse<Output>
    ) async throws -> StreamingServerResponse<Output> {
        // Whoever has no certificate is an address and no device.
        guard let device = peer(context)?.device else { return try await next(request, context) }
        let place = try calls.enter(device, from: context.remotePeer)
        var response = try await next(request, context)
        if case .success(var contents) = response.accepted {
            let producer = contents.producer
            contents.producer = { writer in
                defer { place.leave() }
                return try await producer(writer)
            }
            response.accepted = .success(contents)
        }
        return response
    }
}

/// The calls that are under way, by device and connection.
final class DeviceCalls: Sendable {
    private let mostCalls: Int
    private let mostConnections: Int
    private let open = Mutex<[DeviceID: [String: Int]]>([:])

    init(mostCalls: Int, mostConnections: Int) {
        self.mostCalls = mostCalls
        self.mostConnections = mostConnections
    }

    func enter(_ device: DeviceID, from connection: String) throws -> Place {
        try open.withLock { open in
            var own = open[device] ?? [:]
            guard own.values.reduce(0, +) < mostCalls else {
                throw ServiceFailure(
                    .resourceExhausted, code: "too_many_calls", "This device has too many calls under way.",
                    hint: "Wait until another command has ended.")
            }
            guard own[connection] != nil || own.count < mostConnections else {
                throw ServiceFailure(
                    .resourceExhausted, code: "too_many_connections",
                    "This device has too many connections to the server.",
                    hint: "Wait until another command has ended.")
            }
            own[connection, default: 0] += 1
            open[device] = own
        }
        return Place(calls: self, device: device, connection: connection)
    }

    fileprivate func leave(_ device: DeviceID, from connection: String) {
        open.withLock { open in
            let left = (open[device]?[connection] ?? 1) - 1
            open[device]?[connection] = left > 0 ? left : nil
            if open[device]?.isEmpty == true { open[device] = nil }
        }
    }

    /// Devices with a call under way.
    var devices: Int { open.withLock { $0.count } }

    /// One call. It also ends when nobody holds it any more: of a peer that went away early no producer is ever run.
    final class Place: Sendable {
        private let calls: DeviceCalls
        private let device: DeviceID
        private let connection: String
        private let isOver = Mutex(false)

        fileprivate init(calls: DeviceCalls, device: DeviceID, connection: String) {
            self.calls = calls
            self.device = device
            self.connection = connection
        }

        deinit { leave() }

        func leave() {
            let isFirst = isOver.withLock { isOver in
                defer { isOver = true }
                return !isOver
            }
            if isFirst { calls.leave(device, from: connection) }
        }
    }
}
