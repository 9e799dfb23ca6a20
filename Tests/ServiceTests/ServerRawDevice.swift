import FieldModel
import GRPCCore
import GRPCInProcessTransport
import HostLibraries
import SwiftProtobuf
import SyncCore
import SyncWire

@testable import SyncServer

/// A device that speaks frames and keeps its own chain, right or wrong as a test wants it.
struct RawDevice: Sendable {
    var harness: ServerHarness
    let id: DeviceID
    var person: PersonID
    var incarnation: UInt32 = 1
    var end = ChainEnd()
    var acknowledged = ChainEnd()
    var generation: UInt32 = 1
    var seen = FeedPosition()

    init(harness: ServerHarness, id: DeviceID, person: PersonID) {
        self.harness = harness
        self.id = id
        self.person = person
    }

    var peer: PeerIdentity {
        PeerIdentity(device: id, generation: generation, certificateEnds: ServerHarness.start + 1 << 40)
    }

    /// The next operation of the chain.
    mutating func operation(
        _ intent: Intent, on account: AccountID, id: OperationID? = nil, device: DeviceID? = nil,
        dependsOn: [OperationID] = [], corrupt: Bool = false
    ) throws -> SealedOperation {
        let coding = WireOperationCodec()
        let hash = OpenSSLHash()
        let parts = harness.core.parts
        let content = try coding.encodeIntent(intent)
        let salt = SystemRandom.bytes(16)
        let header = OperationHeader(
            id: id ?? parts.mint(), device: device ?? self.id, incarnation: incarnation, sequence: end.sequence + 1,
            previousLink: end.link, account: account, kind: intent.kind, dependsOn: dependsOn, seen: seen,
            wallClock: parts.now(), commitment: ChainHash.commitment(salt: salt, intent: content, hash: hash),
            author: person)
        let bytes = try coding.encodeHeader(header)
        var body = try coding.encodeBody(salt: salt, intent: content)
        if corrupt { body[body.count - 1] ^= 1 }
        end = ChainEnd(
            incarnation: incarnation, sequence: header.sequence, link: ChainHash.link(header: bytes, hash: hash))
        return SealedOperation(header: bytes, body: body)
    }

    mutating func visit(_ account: AccountID, note: String = "") throws -> SealedOperation {
        let visit = RecordVisit(
            visit: harness.core.parts.mint(), outcome: "not_home", startedAt: harness.core.now, note: note)
        return try operation(.recordVisit(visit), on: account)
    }

    func hello(_ change: (inout Hello) -> Void = { _ in }) -> Hello {
        var hello = Hello(
            incarnation: incarnation, lastAcknowledged: acknowledged, lastMinted: end, wallClock: harness.core.now)
        hello.encodings = ["zstd", "identity"]
        change(&hello)
        return hello
    }

    /// One exchange: pushes, pulls to the checkpoint, says Bye.
    func sync(
        _ batches: [[SealedOperation]] = [], _ change: (inout Hello) -> Void = { _ in }
    ) async throws -> SyncOutcome {
        let hello = hello(change)
        return try await talk { conversation in
            var outcome = SyncOutcome()
            conversation.send(.hello(hello))
            for batch in batches { conversation.send(.push(batch)) }
            conversation.send(.endOfPush(round: 1))
            while let frame = try await conversation.next() {
                outcome.take(frame)
                switch frame {
                case .page(let page):
                    conversation.send(.applied(Applied(cursor: page.reaches, digest: ScopeDigest())))
                case .checkpoint(let checkpoint):
                    conversation.send(
                        .applied(Applied(cursor: checkpoint.at, digest: checkpoint.digest, comparison: "match")))
                    conversation.send(.bye(Bye(reason: "done")))
                default: break
                }
            }
            return outcome
        }
    }

    /// A conversation of the test's own making.
    func talk<T: Sendable>(
        _ body: @escaping @Sendable (inout Conversation) async throws -> T
    ) async throws -> T {
        let pair = InProcessTransport()
        let peer = peer
        let service = ExchangeService(core: harness.core, peer: { _ in peer })
        return try await withGRPCServer(
            transport: pair.server, services: [service], interceptors: [FailureTelling()]
        ) { _ in
            try await withGRPCClient(transport: pair.client) { client in
                let (frames, outbox) = AsyncStream.makeStream(of: DeviceFrame.self)
                return try await Cartera_V1_Exchange.Client(wrapping: client).exchange { writer in
                    for await frame in frames { try await writer.write(frame.proto()) }
                } onResponse: { response in
                    defer { outbox.finish() }
                    var conversation = Conversation(
                        outbox: outbox, frames: response.messages.makeAsyncIterator())
                    return try await body(&conversation)
                }
            }
        }
    }
}

/// Both directions of one stream.
struct Conversation {
    let outbox: AsyncStream<DeviceFrame>.Continuation
    var frames: RPCAsyncSequence<Cartera_V1_ServerFrame, any Error>.AsyncIterator

    func send(_ frame: DeviceFrame) { outbox.yield(frame) }
    func hangUp() { outbox.finish() }

    mutating func next() async throws -> ServerFrame? { try await frames.next()?.native() }

    /// Skips to the first frame that `pick` takes.
    mutating func await_<T>(_ pick: (ServerFrame) -> T?) async throws -> T? {
        while let frame = try await next() {
            if let value = pick(frame) { return value }
        }
        return nil
    }
}

/// What one exchange brought.
struct SyncOutcome: Sendable {
    var welcome: Welcome?
    var receipts: [Receipt] = []
    var rows: [FeedRow] = []
    var checkpoint: Checkpoint?
    var bye: Bye?

    mutating func take(_ frame: ServerFrame) {
        switch frame {
        case .welcome(let welcome): self.welcome = welcome
        case .receipts(let receipts): self.receipts += receipts
        case .page(let page): rows += (try? Self.coder.rows(of: page)) ?? []
        case .checkpoint(let checkpoint): self.checkpoint = checkpoint
        case .bye(let bye): self.bye = bye
        case .repair: break
        }
    }

    /// The digest of the rows that came, as a replica that held nothing would have it.
    var digest: ScopeDigest {
        var digest = ScopeDigest()
        for row in rows where row.state == .live { digest.add(RowDigest(of: row, hash: OpenSSLHash())) }
        return digest
    }

    func has(_ kind: RecordKind, _ state: RowState = .live) -> Bool {
        rows.contains { $0.kind == UInt16(kind.rawValue) && $0.state == state }
    }

    private static let coder = PageCoder(content: WirePageContent(), encodings: [ZstdPages()])
}
