package import GRPCCore
internal import SwiftProtobuf
package import SyncWire
internal import Synchronization

/// Whether the server serves: `ready` turns false when it begins to stop.
package final class Readiness: Sendable {
    private let state = Mutex(State())

    private struct State {
        var isReady = true
        var next = 0
        var waiting: [Int: AsyncStream<Bool>.Continuation] = [:]
    }

    package init() {}

    package var isReady: Bool { state.withLock { $0.isReady } }

    package func set(_ isReady: Bool) {
        let waiting = state.withLock { state -> [AsyncStream<Bool>.Continuation] in
            state.isReady = isReady
            return Array(state.waiting.values)
        }
        for continuation in waiting { continuation.yield(isReady) }
    }

    /// The present state, then each change.
    fileprivate var changes: AsyncStream<Bool> {
        let (stream, continuation) = AsyncStream.makeStream(of: Bool.self, bufferingPolicy: .bufferingNewest(1))
        let (key, isReady) = state.withLock { state -> (Int, Bool) in
            state.next += 1
            state.waiting[state.next] = continuation
            return (state.next, state.isReady)
        }
        continuation.onTermination = { [self] _ in state.withLock { $0.waiting[key] = nil } }
        continuation.yield(isReady)
        return stream
    }
}

/// `grpc.health.v1.Health`: empty for the server as a whole, `ready` for readiness, else a service's full name.
package struct HealthService: Grpc_Health_V1_Health.SimpleServiceProtocol {
    private let readiness: Readiness
    private let services: Set<String>

    package init(readiness: Readiness, services: [String]) {
        self.readiness = readiness
        self.services = Set(services)
    }

    package func check(
        request: Grpc_Health_V1_HealthCheckRequest, context: ServerContext
    ) async throws -> Grpc_Health_V1_HealthCheckResponse {
        guard isKnown(request.service) else {
            throw ServiceFailure.notFound("unknown_service", "There is no such service.")
        }
        return status(request.service, isReady: readiness.isReady)
    }

    package func watch(
        request: Grpc_Health_V1_HealthCheckRequest, response: RPCWriter<Grpc_Health_V1_HealthCheckResponse>,
        context: ServerContext
    ) async throws {
        let changes = readiness.changes
        var last: Grpc_Health_V1_HealthCheckResponse?
        try await withRPCCancellationHandler {
            for await isReady in changes {
                let status = status(request.service, isReady: isReady)
                if status != last { try await response.write(status) }
                last = status
                if context.cancellation.isCancelled { break }
            }
        } onCancelRPC: {
            readiness.set(readiness.isReady)
        }
    }

    private func isKnown(_ service: String) -> Bool {
        service.isEmpty || service == "ready" || services.contains(service)
    }

    private func status(_ service: String, isReady: Bool) -> Grpc_Health_V1_HealthCheckResponse {
        .with {
            if !isKnown(service) {
                $0.status = .serviceUnknown
            } else {
                $0.status = service == "ready" && !isReady ? .notServing : .serving
            }
        }
    }
}
