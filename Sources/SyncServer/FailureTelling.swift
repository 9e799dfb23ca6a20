package import GRPCCore

/// Turns whatever a service throws into a failure that a caller may be told, also out of a streaming producer, which runs
/// when the method has returned. Put it around every service.
package struct FailureTelling: ServerInterceptor {
    package init() {}

    package func intercept<Input: Sendable, Output: Sendable>(
        request: StreamingServerRequest<Input>, context: ServerContext,
        next:
            @Sendable (
                _ request: StreamingServerRequest<Input>, _ context: ServerContext
            ) async throws -> StreamingServerResponse<Output>
    ) async throws -> StreamingServerResponse<Output> {
        do {
            var response = try await next(request, context)
            if case .success(var contents) = response.accepted {
                let producer = contents.producer
                contents.producer = { writer in
                    do { return try await producer(writer) } catch { throw Self.told(error) }
                }
                response.accepted = .success(contents)
            }
            return response
        } catch {
            throw Self.told(error)
        }
    }

    private static func told(_ error: any Error) -> any Error {
        switch error {
        case is RPCError, is any RPCErrorConvertible: error
        default: ServiceFailure.of(error)
        }
    }
}
