package import FieldModel
internal import SyncCore

/// A part of a promise as it was typed: the amount is read in the account's currency.
package struct InstalmentWords: Sendable {
    package var amount: String
    package var due: CalendarDate
    package init(amount: String, due: CalendarDate) {
        self.amount = amount
        self.due = due
    }
}

extension Acting {
    package func makePromise(_ account: AccountID, _ instalments: [InstalmentWords]) throws -> ActResult {
        try act { view in
            let id = view.mint()
            let owed = try view.state(account).account
            let promise = MakePromise(
                promise: id, instalments: try instalments.map { try $0.native(owed.currency) },
                currency: owed.currency.code)
            var act = PlannedAct(account: account, record: id, intent: .makePromise(promise))
            act.notes = owed.notes(on: promise.instalments)
            return act
        }
    }

    package func revisePromise(_ promise: RecordID, _ instalments: [InstalmentWords]) throws -> ActResult {
        try act { view in
            let (account, before, state) = try view.record(PromiseToPay.self, promise)
            let currency = state.account.currency
            let revised = RevisePromise(
                promise: promise, instalments: try instalments.map { try $0.native(currency) },
                currency: currency.code, baseRevision: before.revision)
            var act = PlannedAct(
                account: account, record: promise, intent: .revisePromise(revised),
                dependsOn: [state.pendingOperation(of: promise, .promise)])
            act.notes = state.account.notes(on: revised.instalments, paid: before.paid)
            return act
        }
    }

    package func withdrawPromise(_ promise: RecordID, reason: String) throws -> ActResult {
        try act { view in
            let (account, before, state) = try view.record(PromiseToPay.self, promise)
            let withdrawn = WithdrawPromise(promise: promise, reason: reason, baseRevision: before.revision)
            return PlannedAct(
                account: account, record: promise, intent: .withdrawPromise(withdrawn),
                dependsOn: [state.pendingOperation(of: promise, .promise)])
        }
    }

    /// The voucher's number is `<device code>-<n>-<4 characters of the operation id>`; n counts on this laptop.
    package func recordPayment(
        _ account: AccountID, amount: String, method: String, reference: String, at: Instant?
    ) throws -> ActResult {
        try act { view in
            let id = view.mint()
            let currency = try view.state(account).account.currency
            let number = (try view.reading.number(.voucherCounter) ?? 0) + 1
            let operation = view.mint()
            let voucher = "\(view.identity.deviceCode)-\(number)-\(operation.description.suffix(4))"
            let payment = RecordPayment(
                payment: id, amount: try amountInMinorUnits(amount, currency), currency: currency.code, method: method,
                reference: reference, claimedAt: at ?? view.now, voucher: voucher)
            var act = PlannedAct(account: account, record: id, intent: .recordPayment(payment))
            act.operation = operation
            act.settings = [(.voucherCounter, "\(number)")]
            act.notes = [("voucher", voucher)]
            return act
        }
    }

    package func reversePayment(_ payment: RecordID, reason: String) throws -> ActResult {
        try act { view in
            let (account, _, state) = try view.record(Payment.self, payment)
            return PlannedAct(
                account: account, record: payment,
                intent: .reversePayment(ReversePayment(payment: payment, reason: reason)),
                dependsOn: [state.pendingOperation(of: payment, .payment)])
        }
    }
}

extension Account {
    /// What the person is told of a promise of more than the account shows as owed. It is no refusal: the balance of a
    /// laptop may be days old, and interest comes on top; but mostly a digit is too many. What was paid towards the
    /// promise is owed no more.
    fileprivate func notes(on instalments: [Instalment], paid: Int64 = 0) -> [(key: String, value: String)] {
        let promised = saturatingDifference(instalments.reduce(0) { saturatingSum($0, $1.amount) }, paid)
        guard promised > max(shownBalance, 0) else { return [] }
        return [("above_balance", money(saturatingDifference(promised, max(shownBalance, 0))).text)]
    }
}

extension InstalmentWords {
    fileprivate func native(_ currency: Currency) throws -> Instalment {
        Instalment(dueDay: due, amount: try amountInMinorUnits(amount, currency))
    }
}

/// An amount as it was typed, never rounded in silence; a currency's code before or after it must be the account's.
func amountInMinorUnits(_ text: String, _ currency: Currency) throws -> Int64 {
    var number = text.filter { !$0.isWhitespace }
    let letters = number.filter(\.isLetter)
    if Currency(letters.uppercased()) != nil {
        guard letters.uppercased() == currency.code else {
            throw ClientFailure.badInput(
                "other_currency", "The account's currency is \(currency.code).", hint: "Give the amount in it.")
        }
        number = number.filter { !$0.isLetter }
    }
    switch Money.parse(number, in: currency) {
    case .success(let money): return money.minor
    case .failure(.tooPrecise(let decimals)):
        throw ClientFailure.badInput(
            "amount_too_precise", "\(currency.code) has \(decimals) decimals; the amount has more.",
            hint: "Amounts are never rounded: type what was paid.")
    case .failure(.tooLarge):
        throw ClientFailure.badInput("amount_too_large", "The amount is more than can be counted.")
    case .failure(.notANumber):
        throw ClientFailure.badInput(
            "amount_malformed", "“\(printable(text))” is not an amount.", hint: "Type it like 1500 or 1500.50.")
    }
}
