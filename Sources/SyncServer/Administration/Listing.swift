internal import FieldModel
internal import FoundationEssentials
internal import GRPCCore
internal import SwiftProtobuf
internal import SyncCore
internal import SyncWire

/// Records and operations as they are stored, page by page, within the caller's reach.
struct Listing: Sendable {
    static let rowsPerPage = 500
    static let operationsByDefault = 100
    static let mostOperations = 10_000

    let core: ServerCore
    let caller: Principal

    func records(
        _ request: Cartera_V1_ListRecordsRequest, to response: RPCWriter<Cartera_V1_RecordBatch>
    ) async throws {
        let kinds = try request.kinds.map { try kind($0) }
        var left = request.limit == 0 ? Int.max : Int(request.limit)
        if !request.account.isEmpty {
            let rows = try await rows(ofAccount: request.account, kinds: kinds)
            return try await send(Array(rows.prefix(left)), to: response)
        }
        let caller = caller
        let branches = try await core.readers.read { try caller.branches(request.branch, in: $0).map(\.id) }
        for kind in kinds.isEmpty ? RecordKind.allCases : kinds {
            for branch in branches {
                var after: RecordID?
                while left > 0 {
                    let wanted = min(Self.rowsPerPage, left)
                    let from = after
                    let rows = try await core.readers.read {
                        try $0.rows(kind: kind, branch: branch, after: from, limit: wanted)
                    }
                    try await send(rows, to: response)
                    left -= rows.count
                    after = rows.last?.id
                    if rows.count < wanted { break }
                }
            }
        }
    }

    private func kind(_ kind: Cartera_V1_RecordKind) throws -> RecordKind {
        guard let native = RecordKind(rawValue: kind.rawValue) else {
            throw ServiceFailure.invalid("unknown_kind", "There is no such kind of record.")
        }
        return native
    }

    private func rows(ofAccount text: String, kinds: [RecordKind]) async throws -> [FeedRow] {
        let caller = caller
        let wanted = Set(kinds.map { UInt16($0.rawValue) })
        return try await core.readers.read { reading in
            let id = try Names(reading: reading).account(text)
            // An account out of reach is answered like one that does not exist.
            guard caller.reaches(try reading.placement(id)?.branch) else { throw Names.unknown("account") }
            return try reading.rows(account: id).filter { wanted.isEmpty || wanted.contains($0.kind) }
        }
    }

    /// Messages stay far below the transport's limit, whatever the records weigh.
    private func send(_ rows: [FeedRow], to response: RPCWriter<Cartera_V1_RecordBatch>) async throws {
        var batch: [Cartera_V1_Row] = []
        var bytes = 0
        for row in rows {
            if bytes + row.bytes.count > Limits.pageBytes, !batch.isEmpty {
                try await response.write(.with { $0.rows = batch })
                (batch, bytes) = ([], 0)
            }
            batch.append(row.proto())
            bytes += row.bytes.count + 64
        }
        if !batch.isEmpty { try await response.write(.with { $0.rows = batch }) }
    }

    func operations(_ request: Cartera_V1_ListOperationsRequest) async throws -> [Cartera_V1_OperationEntry] {
        let caller = caller
        return try await core.readers.read { reading in
            try Self.entries(try Self.find(request, caller, in: reading), caller, in: reading)
        }
    }

    /// Page by page, each in a snapshot of its own: what is taken in meanwhile comes at the end.
    func history(
        _ request: Cartera_V1_ListOperationsRequest, to response: RPCWriter<Cartera_V1_OperationEntry>
    ) async throws {
        let caller = caller
        let named = request.branch
        let branch = try await core.readers.read { reading in
            named.isEmpty
                ? caller.reach == .branch ? caller.person.branch : nil : try Names(reading: reading).branch(named).id
        }
        var left = request.limit == 0 ? Int.max : Int(request.limit)
        var after: UInt64 = 0
        while left > 0 {
            let (from, limit) = (after, min(Self.rowsPerPage, left))
            let (page, entries) = try await core.readers.read { reading in
                let page = try reading.history(branch: branch, after: from, limit: limit)
                return (page, try Self.entries(page.operations, caller, in: reading))
            }
            if page.operations.isEmpty { return }
            try await response.write(contentsOf: entries)
            after = page.reaches
            left -= page.operations.count
        }
    }

    private static func entries(
        _ operations: [StoredOperation], _ caller: Principal, in reading: any ServerReading
    ) throws -> [Cartera_V1_OperationEntry] {
        try operations.compactMap { operation in
            let branch = try operation.receipt.branch ?? reading.placement(operation.header.account)?.branch
            return caller.reaches(branch) ? try entry(operation, in: reading) : nil
        }
    }

    private static func find(
        _ request: Cartera_V1_ListOperationsRequest, _ caller: Principal, in reading: any ServerReading
    ) throws -> [StoredOperation] {
        let names = Names(reading: reading)
        if let id = Identifier(request.operation) {
            guard let operation = try reading.operation(id) else { throw Names.unknown("operation") }
            return [operation]
        }
        var filter = OperationFilter()
        if !request.account.isEmpty { filter.account = try names.account(request.account) }
        if !request.branch.isEmpty { filter.branch = try names.branch(request.branch).id }
        if !request.device.isEmpty { filter.device = try names.device(request.device).id }
        if caller.reach == .branch, filter.account == nil { filter.branch = caller.person.branch }
        guard request.operation.isEmpty else {
            guard let ending = Names.ending(request.operation) else { throw Names.unknown("operation") }
            filter.limit = mostOperations
            let found = try reading.operations(filter).filter { $0.header.id.hexadecimal.hasSuffix(ending) }
            if found.isEmpty { throw Names.unknown("operation") }
            if found.count > 1 { throw Names.ambiguous("operation") }
            return found
        }
        filter.limit = request.limit == 0 ? operationsByDefault : min(Int(request.limit), mostOperations)
        return try reading.operations(filter)
    }

    static func entry(
        _ operation: StoredOperation, in reading: any ServerReading
    ) throws -> Cartera_V1_OperationEntry {
        let author = try reading.person(operation.header.author)
        return .with {
            $0.header = Data(operation.sealed.header)
            $0.body = Data(operation.sealed.body)
            $0.receipt = operation.receipt.proto()
            $0.authorName = author?.name ?? ""
        }
    }
}
