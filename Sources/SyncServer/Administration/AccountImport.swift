internal import FieldModel
internal import FieldRules
internal import GRPCCore
internal import SwiftProtobuf
internal import SyncCore
internal import SyncWire

/// One lender's file, batch by batch: each row an operation of its branch's system device, a batch one transaction.
///
/// A row that changes nothing makes no operation; a row that cannot be taken is told and the others go in.
struct AccountImport: Sendable {
    let core: ServerCore
    let caller: Principal
    private var seen: Set<UInt64> = []
    private var throughLine: UInt64 = 0

    init(core: ServerCore, caller: Principal) {
        self.core = core
        self.caller = caller
    }

    mutating func take(_ batch: Cartera_V1_ImportBatch) async throws -> Cartera_V1_ImportResult {
        try RowBatch.check(batch.rows.count)
        var result = Cartera_V1_ImportResult()
        var rows: [Cartera_V1_ImportRow] = []
        for row in batch.rows {
            throughLine = max(throughLine, row.line)
            if isFirst(row) {
                rows.append(row)
            } else {
                result.rejected.append(
                    RowRejection(column: "account_number", code: "duplicate_number", "The file has this number before.")
                        .entry(row.line))
            }
        }
        let (core, caller) = (core, caller)
        try await RowBatch.write(rows[...], into: &result) { rows in
            try await core.admit { admission in
                var rowsIn = BatchImport(
                    admission: admission, caller: caller, branch: batch.branch, dryRun: batch.dryRun)
                let counted = try rowsIn.run(rows)
                admission = rowsIn.admission
                return counted
            }
        }
        result.rejected.sort { $0.line < $1.line }
        result.throughLine = throughLine
        return result
    }

    /// The first 8 bytes of a hash are kept, so that a million rows take little memory.
    private mutating func isFirst(_ row: Cartera_V1_ImportRow) -> Bool {
        let account = row.content.account
        let name = Array(account.creditor.utf8) + [0] + Array(account.number.utf8)
        return seen.insert(bigEndianWord(core.parts.hash.sha256(name)[0..<8])).inserted
    }
}

/// Why a row of the file was not taken. Says nothing of the row's content but the column.
struct RowRejection: Error, Hashable {
    var column: String
    var code: String
    var message: String

    init(column: String = "", code: String, _ message: String) {
        self.column = column
        self.code = code
        self.message = message
    }

    func entry(_ line: UInt64) -> Cartera_V1_ImportRejection {
        .with {
            $0.line = line
            $0.column = column
            $0.code = code
            $0.message = message
        }
    }
}

/// The rows of one batch, in its transaction.
private struct BatchImport {
    var admission: Admission
    let caller: Principal
    let branch: String
    let dryRun: Bool
    private var branches: [BranchRecord]?
    private var collectors: [String: PersonRecord] = [:]
    private var zones: [BranchID: ZoneTable] = [:]

    init(admission: Admission, caller: Principal, branch: String, dryRun: Bool) {
        self.admission = admission
        self.caller = caller
        self.branch = branch
        self.dryRun = dryRun
    }

    mutating func run(_ rows: ArraySlice<Cartera_V1_ImportRow>) throws -> Cartera_V1_ImportResult {
        var result = Cartera_V1_ImportResult()
        for row in rows {
            do {
                switch try take(row) {
                case .created: result.created += 1
                case .updated: result.updated += 1
                case .unchanged: result.unchanged += 1
                }
            } catch let rejection as RowRejection {
                result.rejected.append(rejection.entry(row.line))
            }
        }
        return result
    }

    private enum Taken { case created, updated, unchanged }

    private mutating func take(_ row: Cartera_V1_ImportRow) throws -> Taken {
        let file = row.content.account
        let existing = try admission.transaction.account(creditor: file.creditor, number: file.number)
        let placement = try existing.flatMap { try admission.transaction.placement($0) }
        let branch = try branch(of: row, placement)
        let collector = try row.collector.isEmpty ? nil : self.collector(row.collector, in: branch)
        let id = existing ?? admission.parts.mint()
        var outcome = try write(row, id, collector, placement, branch)
        if let collector, let placement, placement.audience != .collector(collector.id) {
            let intent = Intent.assignAccount(AssignAccount(assignee: collector.id, reason: "import"))
            if !dryRun { try submit(intent, id, branch) }
            outcome = outcome == .created ? .created : .updated
        }
        return outcome
    }

    private mutating func write(
        _ row: Cartera_V1_ImportRow, _ id: AccountID, _ collector: PersonRecord?, _ placement: AccountPlacement?,
        _ branch: BranchRecord
    ) throws -> Taken {
        let today = Zones.zone(branch.timeZone).localDate(at: admission.now)
        let isDated = row.content.account.balanceAsOfDay != 0
        if placement != nil, !isDated, let before = try account(id) {
            // Without a date of its own the same row says the same on another day.
            let same = try intent(row, branch, asOf: before.balanceAsOfDay, collector: nil)
            if try !changes(same, id, branch) { return .unchanged }
        }
        let intent = try intent(row, branch, asOf: today, collector: placement == nil ? collector?.id : nil)
        let result = try admission.submitIfChanging(
            .importAccount(intent), account: id, branch: branch, author: caller.person.id, dryRun: dryRun)
        guard result.outcome.state == .applied || result.outcome.state == .merged else {
            throw RowRejection(code: result.outcome.reason, "The row was refused: \(result.outcome.reason).")
        }
        return placement == nil ? .created : result.changes ? .updated : .unchanged
    }

    private mutating func changes(_ intent: ImportAccount, _ id: AccountID, _ branch: BranchRecord) throws -> Bool {
        let result = try admission.submitIfChanging(
            .importAccount(intent), account: id, branch: branch, author: caller.person.id, dryRun: true)
        return result.changes || result.outcome.state == .refused
    }

    private mutating func submit(_ intent: Intent, _ id: AccountID, _ branch: BranchRecord) throws {
        let receipt = try admission.submit(intent, account: id, branch: branch, author: caller.person.id)
        guard receipt.outcome.state == .applied else {
            throw RowRejection(column: "collector", code: receipt.outcome.reason, "The account could not be assigned.")
        }
    }

    private func account(_ id: AccountID) throws -> Account? {
        guard let row = try admission.transaction.row(kind: .account, id: id),
            case .account(let account)? = try? admission.parts.records.decode(kind: .account, bytes: row.bytes)
        else { return nil }
        return account
    }
}

extension BatchImport {
    /// The account's own branch where there is one: a file does not move accounts.
    private mutating func branch(of row: Cartera_V1_ImportRow, _ placement: AccountPlacement?) throws -> BranchRecord {
        let named = row.branch.isEmpty ? branch : row.branch
        let known = try known()
        let wanted = named.isEmpty ? nil : known.first { $0.name == named || $0.id.description == named }
        if !named.isEmpty, wanted == nil {
            throw RowRejection(column: "branch", code: "unknown_branch", "There is no such branch.")
        }
        if let placement {
            guard wanted == nil || wanted?.id == placement.branch else {
                throw RowRejection(column: "branch", code: "other_branch", "The account belongs to another branch.")
            }
            guard let own = known.first(where: { $0.id == placement.branch }) else { throw Self.notPermitted }
            return own
        }
        if let wanted { return wanted }
        guard known.count == 1 else {
            throw RowRejection(column: "branch", code: "branch_missing", "The row names no branch.")
        }
        return known[0]
    }

    private static let notPermitted = RowRejection(
        column: "branch", code: "not_permitted", "The branch is not yours.")

    private mutating func known() throws -> [BranchRecord] {
        if let branches { return branches }
        let read = try admission.transaction.branches().filter { caller.reaches($0.id) }
        branches = read
        return read
    }

    private mutating func collector(_ text: String, in branch: BranchRecord) throws -> PersonRecord {
        let key = "\(branch.id) \(text)"
        if let known = collectors[key] { return known }
        guard let person = try? Names(reading: admission.transaction).person(text), person.role == .collector,
            !person.disabled, person.branch == branch.id
        else {
            throw RowRejection(column: "collector", code: "unknown_collector", "The branch has no such collector.")
        }
        collectors[key] = person
        return person
    }

    private mutating func zones(of branch: BranchRecord) throws -> ZoneTable {
        if let known = zones[branch.id] { return known }
        let read = try admission.parts.zones(admission.transaction, branch.id)
        zones[branch.id] = read
        return read
    }

    private mutating func intent(
        _ row: Cartera_V1_ImportRow, _ branch: BranchRecord, asOf day: CalendarDate, collector: PersonID?
    ) throws -> ImportAccount {
        try RowCheck.check(row.content)
        var content = row.content
        content.debtorID = admission.parts.mint().data
        for index in content.points.indices { content.points[index].point = admission.parts.mint().data }
        for index in content.consents.indices { content.consents[index].consent = admission.parts.mint().data }
        for index in content.records.indices { content.records[index].record = admission.parts.mint().data }
        if content.account.balanceAsOfDay == 0 { content.account.balanceAsOfDay = day.rataDie }
        content.account.assignee = collector.data
        content.account.resolvedZone = try RowCheck.zone(
            of: content, branch: branch.timeZone, try zones(of: branch))
        do {
            return try content.native()
        } catch let failure as WireFailure {
            let column = failure.field.split(separator: ".").last.map(String.init) ?? ""
            throw RowRejection(column: column, code: failure.code, "The value cannot be read.")
        }
    }
}
