package import FieldModel

/// What the order of a day's visits is decided by, for one account.
package struct WorklistEntry: Hashable, Sendable {
    package var account: AccountID
    /// The earliest day of an instalment of an open promise that is not paid yet.
    package var promiseDueDay: CalendarDate?
    package var daysPastDue: Int
    /// In minor units; accounts of a branch share a currency as a rule, and where they do not, the number decides.
    package var balance: Int64
    /// What a visit is expected to bring by the account's score; nil where no account of the list has a score.
    package var expected: Int64?

    package init(
        account: AccountID, promiseDueDay: CalendarDate? = nil, daysPastDue: Int, balance: Int64,
        expected: Int64? = nil
    ) {
        self.account = account
        self.promiseDueDay = promiseDueDay
        self.daysPastDue = daysPastDue
        self.balance = balance
        self.expected = expected
    }
}

/// Why an account is on the list.
package enum WorklistReason: String, Hashable, Sendable, CaseIterable {
    case promiseDueToday = "promise_due_today"
    case expectedRecovery = "expected_recovery"
    case pastDue = "past_due"
    case balance
}

/// Who comes first: a promise due on the day, then what a visit is expected to bring where scores are known, then the
/// days past due, then what is owed; ties by account id.
package enum Worklist {
    package static func reason(_ entry: WorklistEntry, on day: CalendarDate) -> WorklistReason {
        if entry.promiseDueDay == day { return .promiseDueToday }
        if entry.expected != nil { return .expectedRecovery }
        return entry.daysPastDue > 0 ? .pastDue : .balance
    }

    /// Accounts on which nothing is owed and nothing is due have no place on it.
    package static func ordered(_ entries: [WorklistEntry], on day: CalendarDate) -> [WorklistEntry] {
        entries.filter { $0.balance > 0 || $0.promiseDueDay == day }.sorted { precedes($0, $1, on: day) }
    }

    package static func precedes(_ a: WorklistEntry, _ b: WorklistEntry, on day: CalendarDate) -> Bool {
        let (aDue, bDue) = (a.promiseDueDay == day, b.promiseDueDay == day)
        if aDue != bDue { return aDue }
        if let left = a.expected, let right = b.expected, left != right { return left > right }
        if a.daysPastDue != b.daysPastDue { return a.daysPastDue > b.daysPastDue }
        if a.balance != b.balance { return a.balance > b.balance }
        return a.account < b.account
    }
}
