internal import FieldModel
internal import GRPCCore
internal import SyncCore

/// Certificates of devices: a new generation per request, and the same answer to the same request.
struct CertificateIssue: Sendable {
    let core: ServerCore

    func renew(_ peer: PeerIdentity, request: [UInt8]) async throws -> String {
        let parts = core.parts
        return try await core.writer.perform { transaction in
            guard var record = try transaction.device(peer.device), let person = try transaction.person(record.person)
            else {
                throw ServiceFailure(.unauthenticated, code: "unknown_device", "The server does not know this device.")
            }
            // A restored store may have forgotten the last ones that it issued.
            record.generationUsed = max(record.generationUsed, peer.generation)
            record.generationIssued = max(record.generationIssued, peer.generation)
            return try Self.issue(request, to: &record, branch: person.branch, in: transaction, parts: parts)
        }
    }

    /// Saves the record with the new certificate in it.
    static func issue(
        _ request: [UInt8], to record: inout DeviceRecord, branch: BranchID?, in transaction: any ServerTransaction,
        parts: ServerParts
    ) throws -> String {
        let requestHash = parts.hash.sha256(request)
        if record.requestHash == requestHash, !record.certificateChain.isEmpty { return record.certificateChain }
        let isFirst = record.certificateChain.isEmpty && record.generationUsed == 0
        let generation = isFirst ? record.generationIssued : record.generationIssued + 1
        let issued = try parts.certificates.issue(
            request: request, branch: branch, device: record.id, generation: generation, at: parts.now())
        record.generationIssued = generation
        record.requestHash = requestHash
        record.certificateChain = issued.chain
        record.certificateExpiresAt = issued.notAfter
        try transaction.save(record)
        return issued.chain
    }
}
