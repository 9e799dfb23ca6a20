internal import FieldModel
internal import FieldRules
internal import SyncCore
internal import SyncWire

/// The server's own zone table as the first one of every branch that has rules: from then on laptop and server judge by one
/// table, whatever each was built with, until two persons activate another.
enum ZoneSeed {
    /// Writes it where packs are active or about to be, and no part of a table is; `document` is about to be written.
    static func sow(by author: PersonID, but document: SharedDocument? = nil, in admission: inout Admission) throws {
        var parts: [SharedDocument]?
        for branch in try admission.transaction.branches().sorted(by: { $0.id < $1.id }) {
            guard try document != nil || has(.rulePack, branch, admission) else { continue }
            guard try !has(.zoneTable, branch, admission) else { continue }
            let seed = try parts ?? seed(admission)
            parts = seed
            for part in seed where part.id != document?.id {
                try admission.write(part.content, id: part.id, branch: branch, author: author)
            }
        }
        guard let parts else { return }
        // What waited for a second person stands now.
        for waiting in try Proposal.all(admission.transaction, admission.parts) where parts.contains(waiting.document) {
            try waiting.end(Outcome(state: .applied), admission.transaction)
        }
        for part in parts { try admission.log("document_seeded", by: author, on: part.id, detail: part.title) }
    }

    private static func has(_ kind: RecordKind, _ branch: BranchRecord, _ admission: Admission) throws -> Bool {
        try !admission.transaction.rows(kind: kind, branch: branch.id, after: nil, limit: 1).isEmpty
    }

    private static func seed(_ admission: Admission) throws -> [SharedDocument] {
        try ZoneDocuments.seed.compactMap { part in
            guard let content = part.content else { return nil }
            let data = DataDocument(
                name: part.name, version: part.version, mediaType: RuleDocument.mediaType,
                content: try WireRuleCodec().encode(content))
            return Documents.shared(data, .zoneTable, .zones, admission.parts.hash)
        }
    }
}
