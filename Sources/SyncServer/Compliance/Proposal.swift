internal import FieldModel
internal import SyncCore

/// A record of audience `all` that carries a document.
struct SharedDocument: Hashable, Sendable {
    let id: RecordID
    let content: RecordContent
    let data: DataDocument

    /// Nil for records that are neither rules nor scorecards.
    init?(id: RecordID, _ content: RecordContent) {
        switch content {
        case .rulePack(let data), .calendar(let data), .letterTemplate(let data), .scorecard(let data),
            .zoneTable(let data):
            self.data = data
        default: return nil
        }
        self.id = id
        self.content = content
    }

    var title: String { "\(data.name)@\(data.version)" }
}

/// A document that one person has put forward: an operation of the first branch's system device that waits.
struct Proposal: Sendable {
    let document: SharedDocument
    let receipt: Waiting

    struct Waiting: Sendable {
        var operation: OperationID
        var device: DeviceID
        var author: PersonID
        var branch: BranchID
        var at: Instant
    }

    static func all(_ reading: any ServerReading, _ parts: some CodingParts) throws -> [Proposal] {
        var found: [Proposal] = []
        for branch in try reading.branches().sorted(by: { $0.id < $1.id }) {
            let filter = OperationFilter(
                device: branch.systemDevice, state: .held, limit: RuleShelf.mostDocuments)
            for stored in try reading.operations(filter) {
                let body = try? parts.operations.decodeBody(stored.sealed.body).intent
                guard case .writeDocument(let written)? = try? body.map(parts.operations.decodeIntent),
                    let document = SharedDocument(id: written.id, written.content)
                else { continue }
                found.append(
                    Proposal(
                        document: document,
                        receipt: Waiting(
                            operation: stored.header.id, device: stored.header.device, author: stored.header.author,
                            branch: branch.id, at: stored.receipt.receivedAt)))
            }
        }
        return found
    }

    func end(_ outcome: Outcome, _ transaction: any ServerTransaction) throws {
        guard var receipt = try transaction.receipt(operation: receipt.operation, device: receipt.device) else {
            return
        }
        receipt.outcome = outcome
        try transaction.update(receipt)
    }
}

/// Parts that read operations: the server's own and those of an admission.
protocol CodingParts {
    var operations: any OperationCoding { get }
}

extension ServerParts: CodingParts {}
extension AdmissionParts: CodingParts {}
