import GRPCCore
import GRPCNIOTransportHTTP2Posix
import Testing

@testable import SecureTransport

/// Bytes as a message, so that the tests need no generated code.
struct RawSerializer: MessageSerializer {
    func serialize<Bytes: GRPCContiguousBytes>(_ message: [UInt8]) throws -> Bytes { Bytes(message) }
}

struct RawDeserializer: MessageDeserializer {
    func deserialize<Bytes: GRPCContiguousBytes>(_ bytes: Bytes) throws -> [UInt8] {
        bytes.withUnsafeBytes { Array($0) }
    }
}

/// Answers with the device that the server saw and the length of the request.
struct WhoService: RegistrableRPCService {
    static let ask = MethodDescriptor(fullyQualifiedService: "test.Who", method: "Ask", type: .unary)
    /// Answered when the caller has gone.
    static let never = MethodDescriptor(fullyQualifiedService: "test.Who", method: "Never", type: .unary)

    func registerMethods<Transport: ServerTransport>(with router: inout RPCRouter<Transport>) {
        router.registerHandler(
            forMethod: Self.ask, deserializer: RawDeserializer(), serializer: RawSerializer()
        ) { request, context in
            var length = 0
            for try await message in request.messages { length += message.count }
            let device = PeerCertificate.of(context)
            let name = device.map { "\($0.organisation)/\($0.branch ?? "-")/\($0.device)/\($0.generation)" } ?? "nobody"
            return StreamingServerResponse(single: ServerResponse(message: Array("\(name) \(length)".utf8)))
        }
        router.registerHandler(
            forMethod: Self.never, deserializer: RawDeserializer(), serializer: RawSerializer()
        ) { _, context in
            try await context.cancellation.cancelled
            return StreamingServerResponse(single: ServerResponse(message: []))
        }
    }
}

/// Runs a server for the length of `body`, on a port that the system chooses.
func withServer(
    of organisation: TestOrganisation, identity: ReloadableServerIdentity? = nil,
    limits: ServerTransportLimits = ServerTransportLimits(),
    _ body: (_ port: Int, _ server: GRPCServer<HTTP2ServerTransport.Posix>) async throws -> Void
) async throws {
    let transport = SecureServerTransport.make(try identity ?? organisation.serverIdentity(limits: limits))
    let server = GRPCServer(transport: transport, services: [WhoService()])
    try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await server.serve() }
        do {
            try await body(try await SecureServerTransport.boundAddress(of: transport).port, server)
        } catch {
            group.cancelAll()
            throw error
        }
        server.beginGracefulShutdown()
        try await group.waitForAll()
    }
}

/// One call over a new connection.
func ask(
    _ transport: HTTP2ClientTransport.Posix, _ method: MethodDescriptor = WhoService.ask, payload: [UInt8] = []
) async throws -> String {
    try await withGRPCClient(transport: transport) { client in
        try await client.unary(
            request: ClientRequest(message: payload), descriptor: method, serializer: RawSerializer(),
            deserializer: RawDeserializer(), options: .defaults
        ) { String(decoding: try $0.message, as: UTF8.self) }
    }
}

/// Expects the text that `WhoService` gives to one call over a new connection.
func expectAnswer(
    _ expected: String, from transport: HTTP2ClientTransport.Posix, payload: [UInt8] = [],
    sourceLocation: SourceLocation = #_sourceLocation
) async throws {
    let answer = try await ask(transport, payload: payload)
    #expect(answer == expected, sourceLocation: sourceLocation)
}

extension TestOrganisation {
    func client(
        port: Int, authority name: String? = nil, rootPEM: String? = nil,
        identity: SecureClientTransport.Identity? = nil, host: String = "127.0.0.1",
        answer: Duration = .seconds(10), deadlines: [MethodDescriptor: Duration] = [:]
    ) throws -> HTTP2ClientTransport.Posix {
        try SecureClientTransport.make(
            host: host, port: port, authority: name ?? authority.serverName, rootPEM: rootPEM ?? created.rootPEM,
            identity: identity, answer: answer, deadlines: deadlines)
    }
}

/// What `classify` makes of the error that `call` throws, nil if it throws none.
func failure(of call: () async throws -> String) async -> TransportFailure? {
    do {
        _ = try await call()
        return nil
    } catch {
        return TransportFailure.classify(error)
    }
}
