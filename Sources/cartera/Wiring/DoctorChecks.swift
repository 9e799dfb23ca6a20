internal import Glibc
import SyncClient
import SyncCore
import SyncWire

/// Measures a home for `DoctorView`.
struct DoctorChecks {
    let program: Program
    let isOffline: Bool

    func run() async throws -> [JSONValue] {
        let parts = try program.parts()
        let now = program.clock.now()
        let printer = program.printer
        let view = DoctorView { printer.text($0, $1) }
        var items = [view.item("version", .ok, "doctor_program", [programVersion])]
        items += try parts.store.read { reading in
            _ = try reading.identity()
            return [
                view.clock(try reading.knownClockOffset(program.clock)),
                view.lease(
                    try reading.instant(.leaseExpiresAt), state: try reading.value(.deviceState), now: now),
                view.digest(
                    try reading.value(.digest), repairs: try reading.number(.repairs) ?? 0,
                    rows: try reading.number(.repairedRows) ?? 0, repairedAt: try reading.instant(.lastRepairAt),
                    now: now),
                view.outbox(try reading.operationCount(states: [.pending])),
            ]
        }
        items.append(view.records(undecoded: try program.read { try Undecoded.count($0) }))
        items += view.replica(try parts.store.integrityProblems(), try damage(parts))
        items.append(
            view.attachments(
                held: try parts.contents.list(nil).count, damaged: try parts.contents.damaged().count,
                waiting: try parts.store.read { try ContentLedger($0, parts).waiting().count }))
        if let chain = try program.home.readText(program.home.certificatePath) {
            let leaf = try Keys().leaf(chain: chain)
            items.append(view.certificate(from: leaf.from, until: leaf.until, now: now))
        } else {
            items.append(view.certificateMissing())
        }
        items.append(view.keyMode(mode(program.home.keyPath)))
        items.append(view.disk(freeMegabytes: FreeSpace.bytes(program.home.path).map { $0 >> 20 }))
        if !isOffline {
            let failure = await reach(parts)
            items.append(
                view.network(
                    failure.map { (Texts.message(of: $0, printer.language), Texts.hint(of: $0, printer.language)) }))
        }
        return items
    }

    /// None can be told of a file that cannot be read at all.
    private func damage(_ parts: ClientParts) throws -> ReplicaDamage {
        do {
            return try parts.store.read { try $0.damage() }
        } catch let failure as StoreFailure where failure.code == "corrupt" {
            return ReplicaDamage()
        }
    }

    private func mode(_ path: String) -> UInt32? {
        var entry = stat()
        return stat(path, &entry) == 0 ? entry.st_mode : nil
    }

    /// Asks for a nonce: the least that shows that both sides trust each other.
    private func reach(_ parts: ClientParts) async -> ClientFailure? {
        do {
            _ = try await program.enrolling(parts).connect { clients in
                try await clients.enrolment.nonce(Cartera_V1_NonceRequest())
            }
            return nil
        } catch {
            return Connector.failure(error)
        }
    }
}
