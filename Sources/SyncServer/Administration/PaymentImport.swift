internal import FieldModel
internal import SyncCore
internal import SyncWire

/// The lender's file of payments, batch by batch: each row an operation of its branch's system device.
///
/// The account remembers each payment by the lender's reference, so nothing is kept here between batches and importing
/// a file again changes nothing.
struct PaymentImport: Sendable {
    let core: ServerCore
    let caller: Principal
    private var throughLine: UInt64 = 0

    init(core: ServerCore, caller: Principal) {
        self.core = core
        self.caller = caller
    }

    mutating func take(_ batch: Cartera_V1_PaymentBatch) async throws -> Cartera_V1_ImportResult {
        try RowBatch.check(batch.rows.count)
        throughLine = batch.rows.reduce(throughLine) { max($0, $1.line) }
        var result = Cartera_V1_ImportResult()
        let (core, caller) = (core, caller)
        try await RowBatch.write(batch.rows[...], into: &result) { rows in
            try await core.admit { admission in
                var batchIn = PaymentBatch(admission: admission, caller: caller, dryRun: batch.dryRun)
                let counted = try batchIn.run(rows)
                admission = batchIn.admission
                return counted
            }
        }
        result.rejected.sort { $0.line < $1.line }
        result.throughLine = throughLine
        return result
    }
}

/// The rows of one batch, in its transaction.
private struct PaymentBatch {
    var admission: Admission
    let caller: Principal
    let dryRun: Bool
    private var branches: [BranchID: BranchRecord] = [:]

    init(admission: Admission, caller: Principal, dryRun: Bool) {
        self.admission = admission
        self.caller = caller
        self.dryRun = dryRun
    }

    mutating func run(_ rows: ArraySlice<Cartera_V1_PaymentRow>) throws -> Cartera_V1_ImportResult {
        var result = Cartera_V1_ImportResult()
        for row in rows {
            do {
                try take(row, &result)
            } catch let rejection as RowRejection {
                result.rejected.append(rejection.entry(row.line))
            }
        }
        return result
    }

    private mutating func take(_ row: Cartera_V1_PaymentRow, _ result: inout Cartera_V1_ImportResult) throws {
        let (id, account, branch) = try account(of: row)
        var content = row.content
        content.payment = admission.parts.mint().data
        content.amount = try amount(row, account.currency)
        let intent: ImportPayment
        do {
            intent = try content.native()
        } catch let failure as WireFailure {
            let column = failure.field.split(separator: ".").last.map(String.init) ?? ""
            throw RowRejection(column: column, code: failure.code, "The value cannot be read.")
        }
        let taken = try admission.submitIfChanging(
            .importPayment(intent), account: id, branch: branch, author: caller.person.id, dryRun: dryRun)
        guard taken.outcome.state == .applied || taken.outcome.state == .merged else {
            throw Self.rejection(taken.outcome.reason)
        }
        guard taken.changes else { return result.unchanged += 1 }
        count(taken.records, intent, &result)
    }

    private func count(_ records: [Record], _ intent: ImportPayment, _ result: inout Cartera_V1_ImportResult) {
        let written = records.compactMap { record -> Payment? in
            if case .payment(let payment) = record.content, payment.fromLender { payment } else { nil }
        }
        let isNew = records.contains { $0.id == intent.payment }
        if isNew { result.created += 1 } else { result.updated += 1 }
        guard let payment = written.first, payment.match != nil, payment.reversedBy == nil else { return }
        if payment.matchSuspected { result.suspected += 1 } else { result.matched += 1 }
    }

    private mutating func account(
        of row: Cartera_V1_PaymentRow
    ) throws -> (AccountID, Account, BranchRecord) {
        let named =
            row.creditor.isEmpty
            ? try admission.transaction.accounts(number: row.accountNumber)
            : try admission.transaction.account(creditor: row.creditor, number: row.accountNumber).map { [$0] } ?? []
        var found: [(AccountID, BranchRecord)] = []
        for id in named {
            guard let placement = try admission.transaction.placement(id), caller.reaches(placement.branch),
                let branch = try branch(placement.branch)
            else { continue }
            found.append((id, branch))
        }
        guard let (id, branch) = found.first else {
            throw RowRejection(column: "account_number", code: "unknown_account", "There is no such account.")
        }
        guard found.count == 1 else {
            throw RowRejection(
                column: "account_number", code: "ambiguous_account", "Several creditors have this account number.")
        }
        guard let stored = try admission.transaction.row(kind: .account, id: id),
            case .account(let account)? = try? admission.parts.records.decode(kind: .account, bytes: stored.bytes)
        else { throw RowRejection(column: "account_number", code: "unsupported", "The account cannot be read.") }
        guard row.currency.isEmpty || row.currency == account.currency.code else {
            throw RowRejection(column: "currency", code: "other_currency", "The account has another currency.")
        }
        return (id, account, branch)
    }

    private mutating func branch(_ id: BranchID) throws -> BranchRecord? {
        if let known = branches[id] { return known }
        let read = try admission.transaction.branch(id)
        branches[id] = read
        return read
    }

    private func amount(_ row: Cartera_V1_PaymentRow, _ currency: Currency) throws -> Int64 {
        switch Money.parse(row.amount, in: currency) {
        case .success(let money):
            guard money.minor > 0 else {
                throw RowRejection(column: "amount", code: "amount_not_positive", "The amount is not above zero.")
            }
            return money.minor
        case .failure(.notANumber):
            throw RowRejection(column: "amount", code: "not_a_number", "The amount is not a number.")
        case .failure(.tooPrecise(let decimals)):
            throw RowRejection(
                column: "amount", code: "amount_too_precise", "The currency has \(decimals) decimals at most.")
        case .failure(.tooLarge):
            throw RowRejection(column: "amount", code: "amount_too_large", "The amount is more than can be counted.")
        }
    }

    private static func rejection(_ reason: String) -> RowRejection {
        switch ReasonCode(rawValue: reason) {
        case .referenceTaken:
            RowRejection(
                column: "external_reference", code: reason,
                "The reference stands for a payment of another amount, day or method.")
        case .unknownPayment:
            RowRejection(column: "", code: reason, "There is no such payment to return or to post.")
        case .alreadyReversed:
            RowRejection(column: "reverses", code: reason, "The payment was returned before.")
        case .amountDiffers:
            RowRejection(column: "amount", code: reason, "A payment is returned whole.")
        case .dayInFuture:
            RowRejection(column: "effective_date", code: "date_in_future", "The date lies in the future.")
        default: RowRejection(code: reason, "The row was refused: \(reason).")
        }
    }
}
