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
        var items = [DoctorView.item("version", .ok, "cartera \(programVersion)")]
        items += try parts.store.read { reading in
            _ = try reading.identity()
            return [
                DoctorView.clock(try reading.number(.clockOffset)),
                DoctorView.lease(
                    try reading.instant(.leaseExpiresAt), state: try reading.value(.deviceState), now: now),
                DoctorView.digest(try reading.value(.digest)),
                DoctorView.outbox(try reading.operationCount(states: [.pending])),
            ]
        }
        items += DoctorView.replica(try parts.store.integrityProblems())
        if let chain = try program.home.readText(program.home.certificatePath) {
            let leaf = try Keys().leaf(chain: chain)
            items.append(DoctorView.certificate(from: leaf.from, until: leaf.until, now: now))
        } else {
            items.append(
                DoctorView.item("certificate", .problem, "missing", "Enrol again with an invitation."))
        }
        items.append(DoctorView.keyMode(mode(program.home.keyPath)))
        items.append(DoctorView.disk(freeMegabytes: freeMegabytes()))
        if !isOffline { items.append(DoctorView.network(await reach(parts))) }
        return items
    }

    private func mode(_ path: String) -> UInt32? {
        var entry = stat()
        return stat(path, &entry) == 0 ? entry.st_mode : nil
    }

    private func freeMegabytes() -> UInt64? {
        var system = statvfs()
        guard statvfs(program.home.path, &system) == 0 else { return nil }
        return (UInt64(system.f_bavail) * UInt64(system.f_frsize)) >> 20
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
