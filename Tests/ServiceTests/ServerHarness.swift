import FieldModel
import Foundation
import GRPCCore
import GRPCInProcessTransport
import HostLibraries
import Logging
import SwiftProtobuf
import SyncCore
import SyncStorage
import SyncWire
import Synchronization

@testable import SyncServer

/// A server without TLS: real SQLite, a clock that tests turn, certificates of paper.
final class ServerHarness: Sendable {
    let core: ServerCore
    let store: SQLiteServerStore
    let contents: ContentFolder
    let clock: TestClock
    let folder: URL
    let administrator: PeerIdentity
    let revoked = NotedRevocations()

    static let start = Instant.parsingRFC3339("2026-11-24T18:00:00Z")!.instant

    /// `wrap` may put a store with faults in front of the real one; `copy` is a store to go on from, with its server.
    init(
        wrap: (SQLiteServerStore) -> any ServerStore = { $0 },
        operations: any OperationCoding = WireOperationCodec(), copy: (file: URL, of: ServerHarness)? = nil
    ) async throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "cartera-server-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let clock = copy?.of.clock ?? TestClock(Self.start)
        self.clock = clock
        if let copy { try FileManager.default.copyItem(at: copy.file, to: folder.appending(path: "store.sqlite")) }
        store = try SQLiteServerStore.open(
            path: folder.appending(path: "store.sqlite").path, hash: OpenSSLHash(), operations: WireOperationCodec(),
            createIfMissing: true)
        contents = ContentFolder(
            path: folder.appending(path: "attachments").path, hash: OpenSSLHash(), isShared: true, now: { clock.now })
        core = ServerCore(
            parts: ServerParts(
                store: wrap(store), contents: contents, hash: OpenSSLHash(), records: WireRecordCodec(),
                operations: operations,
                pages: PageCoder(content: WirePageContent(), encodings: [ZstdPages()]),
                now: { clock.now }, randomBytes: { SystemRandom.bytes($0) },
                certificates: PaperCertificates(),
                organisation: OrganisationInfo(
                    name: "Crédito Ágil", timeZone: "America/Mexico_City", hosts: ["localhost:7443"],
                    authority: "credito-agil.cartera.internal", rootPEM: "root", rootFingerprint: [1, 2, 3]),
                programVersion: "test", logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }))
        administrator =
            copy?.of.administrator
            ?? PeerIdentity(device: core.parts.mint(), generation: 1, certificateEnds: Self.start + 1 << 40)
        if copy != nil { return }
        try await core.begin()
        try await add(administrator, name: "Ada", role: .administrator, branch: nil)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func advance(milliseconds: Int64) { clock.advance(milliseconds) }

    /// A person with an enrolled device.
    private func add(_ peer: PeerIdentity, name: String, role: Role, branch: BranchID?) async throws {
        let core = core
        let now = core.now
        try await core.writer.perform { transaction in
            let person = PersonRecord(id: core.parts.mint(), name: name, role: role, branch: branch, createdAt: now)
            try transaction.save(person)
            try transaction.save(
                DeviceRecord(
                    id: peer.device, name: name, code: name, person: person.id, enrolledAt: now,
                    leaseExpiresAt: now + Greeter.leaseMilliseconds))
        }
    }

    func addBranch(_ name: String = "Centro", zone: String = "") async throws -> BranchRecord {
        let request = Cartera_V1_AddBranchRequest.with {
            $0.name = name
            $0.timeZone = zone
        }
        let id = try await administration { try await $0.addBranch(request).id }
        return try store.read { try $0.branch(Identifier(bytes: id)!)! }
    }

    /// A person added through the service, with a device of his own.
    func addPerson(_ name: String, _ role: Role, _ branch: BranchRecord?) async throws -> RawDevice {
        let request = Cartera_V1_AddPersonRequest.with {
            $0.name = name
            $0.role = role.rawValue
            $0.branch = branch?.name ?? ""
        }
        let id = try await administration { try await $0.addPerson(request).id }
        let person = Identifier(bytes: id)!
        return try await addDevice(of: person, code: "D\(name)")
    }

    func addDevice(of person: PersonID, code: String) async throws -> RawDevice {
        let device = core.parts.mint()
        let now = core.now
        try await core.writer.perform { transaction in
            try transaction.save(
                DeviceRecord(
                    id: device, name: code, code: code, person: person, enrolledAt: now,
                    leaseExpiresAt: now + Greeter.leaseMilliseconds))
        }
        return RawDevice(harness: self, id: device, person: person)
    }

    func administration<T: Sendable>(
        as peer: PeerIdentity? = nil, through accidents: [any ServerInterceptor] = [],
        _ body: @escaping @Sendable (Cartera_V1_Administration.Client<InProcessTransport.Client>) async throws -> T
    ) async throws -> T {
        let peer = peer ?? administrator
        let pair = InProcessTransport()
        let service = AdministrationService(core: core, peer: { _ in peer }, revocations: revoked)
        return try await withGRPCServer(
            transport: pair.server, services: [service], interceptors: accidents + [FailureTelling()]
        ) { _ in
            try await withGRPCClient(transport: pair.client) { client in
                try await body(Cartera_V1_Administration.Client(wrapping: client))
            }
        }
    }

    /// Imports rows of `number` and balance in minor units, and returns the accounts' ids.
    @discardableResult
    func importAccounts(
        _ numbers: [String], balance: Int64 = 100_000, branch: String = "Centro", collector: String = "",
        dryRun: Bool = false, as peer: PeerIdentity? = nil
    ) async throws -> Cartera_V1_ImportResult {
        let rows = numbers.enumerated().map { index, number in
            ImportedRow(line: UInt64(index + 1), number: number, balance: balance, collector: collector).proto()
        }
        return try await importRows(rows, branch: branch, dryRun: dryRun, as: peer)
    }

    func importRows(
        _ rows: [Cartera_V1_ImportRow], branch: String = "Centro", dryRun: Bool = false, as peer: PeerIdentity? = nil
    ) async throws -> Cartera_V1_ImportResult {
        let batch = Cartera_V1_ImportBatch.with {
            $0.branch = branch
            $0.dryRun = dryRun
            $0.rows = rows
        }
        return try await administration(as: peer) { client in
            try await client.importAccounts { writer in
                try await writer.write(batch)
            } onResponse: { response in
                var sum = Cartera_V1_ImportResult()
                for try await result in response.messages { sum = result }
                return sum
            }
        }
    }

    func account(_ number: String) throws -> AccountID {
        try store.read { try $0.accounts(number: number)[0] }
    }

    func rows(_ account: AccountID, _ kind: RecordKind) throws -> [RecordContent] {
        try store.read { try $0.rows(account: account) }
            .filter { $0.kind == UInt16(kind.rawValue) }
            .map { try WireRecordCodec().decode(kind: kind, bytes: $0.bytes) }
    }

    @discardableResult
    func setState(_ device: DeviceID, _ state: String) async throws -> Cartera_V1_DeviceEntry {
        let request = Cartera_V1_SetDeviceStateRequest.with {
            $0.device = device.description
            $0.state = state
        }
        return try await administration { try await $0.setDeviceState(request) }
    }

    func assign(_ accounts: [String], to collector: String) async throws -> Cartera_V1_AssignReply {
        let request = Cartera_V1_AssignRequest.with {
            $0.accounts = accounts
            $0.to = collector
        }
        return try await administration { try await $0.assign(request) }
    }
}

/// A clock that stands until a test turns it.
final class TestClock: Sendable {
    private let moment: Mutex<Instant>
    init(_ start: Instant) { moment = Mutex(start) }
    var now: Instant { moment.withLock { $0 } }
    func advance(_ milliseconds: Int64) { moment.withLock { $0 = $0 + milliseconds } }
}

/// A row of the lender's file.
struct ImportedRow {
    var line: UInt64
    var number: String
    var balance: Int64 = 100_000
    var currency = "MXN"
    var branch = ""
    var collector = ""
    var zone = ""
    var debtor = "Juana Pérez"
    var document = ""

    func proto() -> Cartera_V1_ImportRow {
        .with {
            $0.line = line
            $0.branch = branch
            $0.collector = collector
            $0.content.account.creditor = "Banco Uno"
            $0.content.account.number = number
            $0.content.account.currency = currency
            $0.content.account.lenderBalance = balance
            $0.content.account.daysPastDue = 12
            $0.content.account.timeZone = zone
            $0.content.debtor.name = debtor
            $0.content.debtor.document = document
            $0.content.points = [
                .with {
                    $0.content.kind = .contactPointPhone
                    $0.content.value = "5512345678"
                }
            ]
        }
    }
}

final class NotedRevocations: RevocationNoting {
    let devices = Mutex<[DeviceID]>([])
    func note(_ device: DeviceID, at now: Instant) throws { devices.withLock { $0.append(device) } }
}

/// Certificates without keys: a request is any text but `bad`, a certificate is device and generation in text.
struct PaperCertificates: DeviceCertificateIssuing {
    func issue(
        request: [UInt8], branch: BranchID?, device: DeviceID, generation: UInt32, at now: Instant
    ) throws -> IssuedCertificate {
        if request == Array("bad".utf8) { throw CertificateRefusal("The request is bad.") }
        return IssuedCertificate(chain: "\(device) \(generation)", notAfter: now + 7 * 86_400_000)
    }

    func read(certificate: [UInt8]) throws -> PresentedCertificate {
        let words = String(decoding: certificate, as: UTF8.self).split(separator: " ")
        guard words.count == 2, let device = Identifier(words[0]), let generation = UInt32(words[1]) else {
            throw CertificateRefusal("not ours")
        }
        return PresentedCertificate(device: device, generation: generation) { signature, bytes in
            signature == OpenSSLHash().sha256(bytes)
        }
    }

    func serverCertificateExpiry() -> Instant? { nil }
}
