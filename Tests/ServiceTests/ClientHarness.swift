import FieldModel
import Foundation
import GRPCCore
import GRPCInProcessTransport
import HostLibraries
import SyncCore
import SyncStorage
import SyncWire
import Synchronization

@testable import SyncClient
@testable import SyncServer

/// A laptop with a real replica in a folder of its own; its clock is the server's, or ahead of it.
final class Laptop: Sendable {
    let device: RawDevice
    let folder: URL
    let contents: ContentFolder
    let clock: LaptopClock
    let parts: ClientParts
    let generation = Mutex<UInt32>(1)

    init(
        _ device: RawDevice, name: String, role: Role, branch: BranchRecord?,
        wrap: (SQLiteReplicaStore) -> any ReplicaStore = { $0 }
    ) throws {
        self.device = device
        folder = FileManager.default.temporaryDirectory.appending(path: "cartera-laptop-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let store = try SQLiteReplicaStore.open(
            home: folder.path, hash: OpenSSLHash(), operations: WireOperationCodec(), createIfMissing: true)
        let clock = device.harness.clock
        self.clock = LaptopClock(clock: clock)
        contents = ContentFolder(
            path: folder.appending(path: "attachments").path, hash: OpenSSLHash(), isShared: false, now: { clock.now })
        parts = ClientParts(
            store: wrap(store), contents: contents, hash: OpenSSLHash(),
            clock: self.clock,
            random: { SystemRandom.bytes($0) }, encodings: [ZstdPages()])
        try parts.store.write { transaction in
            try transaction.set(.device, device.id.description)
            try transaction.set(.deviceCode, "D1")
            try transaction.set(.person, device.person.description)
            try transaction.set(.personName, name)
            try transaction.set(.role, role.rawValue)
            try transaction.set(.branch, branch?.id.description)
            try transaction.set(.organisation, "Crédito Ágil")
        }
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    var acting: Acting { Acting(parts) }

    /// One exchange in process; `fault` cuts it or changes what is said.
    @discardableResult
    func exchange(
        _ fault: Fault = .none, with harness: ServerHarness? = nil,
        options: ExchangeRunner.Options = ExchangeRunner.Options()
    ) async throws -> ExchangeResult {
        let parts = parts
        let generation = generation.withLock { $0 }
        let peer = PeerIdentity(
            device: device.id, generation: generation, certificateEnds: ServerHarness.start + 1 << 40)
        let service = FaultyExchange(
            inner: ExchangeService(core: (harness ?? device.harness).core, peer: { _ in peer }), fault: fault)
        return try await Self.talk(to: service) { try await ExchangeRunner(parts, options: options).run($0) }
    }

    static func talk<T: Sendable>(
        to service: any RegistrableRPCService,
        _ body: @escaping @Sendable (any Cartera_V1_Exchange.ClientProtocol) async throws -> T
    ) async throws -> T {
        let pair = InProcessTransport()
        return try await withGRPCServer(
            transport: pair.server, services: [service], interceptors: [FailureTelling()]
        ) { _ in
            try await withGRPCClient(transport: pair.client) { client in
                try await body(Cartera_V1_Exchange.Client(wrapping: client))
            }
        }
    }

    func rows(_ account: AccountID, confirmedOnly: Bool = false) throws -> [ReplicaRow] {
        try parts.store.read { try $0.rows(account: account, confirmedOnly: confirmedOnly) }
    }

    func view<T>(_ body: (ViewContext) throws -> T) throws -> T {
        try parts.store.read { try body(ViewContext($0, parts: parts, localOffsetSeconds: 0)) }
    }

    /// Whether a text stands anywhere in the folder's files.
    func holds(_ text: String) throws -> Bool {
        let wanted = Data(text.utf8)
        return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil).contains {
            guard let content = try? Data(contentsOf: $0) else { return false }
            return content.range(of: wanted) != nil
        }
    }
}

final class LaptopClock: ClientClock {
    private let clock: TestClock
    private let milliseconds = Mutex<Int64>(0)
    let bootID = [UInt8](repeating: 7, count: 16)

    init(clock: TestClock) { self.clock = clock }

    func set(ahead: Int64) { milliseconds.withLock { $0 = ahead } }
    func now() -> Instant { clock.now + milliseconds.withLock { $0 } }
    func monotonic() -> Int64 { clock.now.milliseconds - 1_000_000 }
}

/// What goes wrong on the way.
enum Fault: Sendable {
    case none
    /// The stream is cut when the server has sent so many frames.
    case cutAfterServerFrames(Int)
    /// The stream is cut when the device has sent so many.
    case cutAfterDeviceFrames(Int)
    /// The server's frame of this number says something else.
    case change(@Sendable (Int, ServerFrame) -> ServerFrame)
}

/// The real service behind a wire that fails.
struct FaultyExchange: Cartera_V1_Exchange.StreamingServiceProtocol {
    let inner: ExchangeService
    let fault: Fault

    func exchange(
        request: StreamingServerRequest<Cartera_V1_DeviceFrame>, context: ServerContext
    ) async throws -> StreamingServerResponse<Cartera_V1_ServerFrame> {
        var request = request
        if case .cutAfterDeviceFrames(let count) = fault {
            let messages = request.messages
            request = StreamingServerRequest(
                metadata: request.metadata,
                messages: RPCAsyncSequence(wrapping: Cutting(base: messages, count: count)))
        }
        let response = try await inner.exchange(request: request, context: context)
        let contents = try response.accepted.get()
        return StreamingServerResponse { writer in
            let wire = FaultyWriter(inner: writer, fault: fault)
            return try await contents.producer(RPCWriter(wrapping: wire))
        }
    }
}

private struct FaultyWriter: RPCWriterProtocol {
    let inner: RPCWriter<Cartera_V1_ServerFrame>
    let fault: Fault
    let sent = Count()

    final class Count: Sendable {
        private let value = Mutex(0)
        func next() -> Int {
            value.withLock {
                $0 += 1; return $0
            }
        }
    }

    func write(_ element: Cartera_V1_ServerFrame) async throws {
        let number = sent.next()
        switch fault {
        case .cutAfterServerFrames(let most) where number > most:
            throw RPCError(code: .unavailable, message: "Stream unexpectedly closed.")
        case .change(let change): try await inner.write(change(number, element.native()).proto())
        default: try await inner.write(element)
        }
    }

    func write(contentsOf elements: some Sequence<Cartera_V1_ServerFrame>) async throws {
        for element in elements { try await write(element) }
    }
}

private struct Cutting: AsyncSequence, Sendable {
    let base: RPCAsyncSequence<Cartera_V1_DeviceFrame, any Error>
    let count: Int

    struct Iterator: AsyncIteratorProtocol {
        var base: RPCAsyncSequence<Cartera_V1_DeviceFrame, any Error>.AsyncIterator
        var left: Int

        mutating func next() async throws -> Cartera_V1_DeviceFrame? {
            guard left > 0 else { throw RPCError(code: .unavailable, message: "Stream unexpectedly closed.") }
            left -= 1
            return try await base.next()
        }
    }

    func makeAsyncIterator() -> Iterator { Iterator(base: base.makeAsyncIterator(), left: count) }
}

/// A branch with two collectors and an office, and accounts that are assigned.
struct ClientWorld {
    let harness: ServerHarness
    let branch: BranchRecord
    let ana: Laptop
    let luis: Laptop
    let office: Laptop

    init(accounts: [String] = ["A-1", "A-2"]) async throws {
        harness = try await ServerHarness()
        branch = try await harness.addBranch(zone: "America/Mexico_City")
        ana = try Laptop(
            try await harness.addPerson("Ana", .collector, branch), name: "Ana", role: .collector, branch: branch)
        luis = try Laptop(
            try await harness.addPerson("Luis", .collector, branch), name: "Luis", role: .collector, branch: branch)
        office = try Laptop(
            try await harness.addPerson("Oficina", .branch, branch), name: "Oficina", role: .branch, branch: branch)
        try await harness.importAccounts(accounts, collector: "Ana")
    }

    func account(_ number: String = "A-1") throws -> AccountID { try harness.account(number) }
}
