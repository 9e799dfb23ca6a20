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
            switch response.accepted {
            case .success(var contents):
                let producer = contents.producer
                contents.producer = { writer in
                    do { return try await producer(writer) } catch { throw Self.told(error) }
                }
                response.accepted = .success(contents)
            case .failure(let error):
                response.accepted = .failure(Self.told(error))
            }
            return response
        } catch {
            throw Self.told(error)
        }
    }

    /// What a unary method threw comes as a value: gRPC has made an `unknown` of all that it does not know.
    private static func told(_ error: RPCError) -> RPCError {
        guard error.code == .unknown, let cause = error.cause, !(cause is RPCError) else { return error }
        return RPCError(ServiceFailure.of(cause))
    }

    private static func told(_ error: any Error) -> any Error {
        switch error {
        case is RPCError, is any RPCErrorConvertible: error
        default: ServiceFailure.of(error)
        }
    }
}
