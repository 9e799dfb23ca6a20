package import GRPCCore
internal import SyncCore
package import SyncWire

/// `cartera.v1.Exchange`: one stream per device, driven by `ServerSession`.
package struct ExchangeService: Cartera_V1_Exchange.StreamingServiceProtocol {
    private let core: ServerCore
    private let peer: PeerSource

    package init(core: ServerCore, peer: @escaping PeerSource) {
        self.core = core
        self.peer = peer
    }

    /// The peer is read here and not in the producer, which runs when the interceptors have returned.
    package func exchange(
        request: StreamingServerRequest<Cartera_V1_DeviceFrame>, context: ServerContext
    ) async throws -> StreamingServerResponse<Cartera_V1_ServerFrame> {
        let identity = try core.checked(peer(context))
        let core = core
        return StreamingServerResponse { writer in
            let mailbox = StreamMailbox()
            try await withRPCCancellationHandler {
                try await ExchangeDriver(core: core, identity: identity, mailbox: mailbox).run(request.messages, writer)
            } onCancelRPC: {
                // Fires when the server begins to stop, too: then the stream still works.
                mailbox.end(Bye(reason: "shutting_down", retryAfterMilliseconds: 2_000))
            }
            return [:]
        }
    }
}
