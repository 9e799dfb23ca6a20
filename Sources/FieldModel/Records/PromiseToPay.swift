/// A promise to pay.
package struct PromiseToPay: Hashable, Sendable, Codable {
    /// Oldest first; one for a plain promise. Amounts in the account's currency, > 0. <= 60.
    package var instalments: [Instalment]
    package var state: PromiseState
    /// Payments counted towards it.
    package var paid: Int64
    package var author: Identifier
    package var madeAt: Instant
    /// Frozen at the making, from the rule that was in force.
    package var graceDays: Int
    /// Percent of what is due that counts as kept, 1..100.
    package var thresholdPercent: Int
    /// 1 at the making, +1 at each revision.
    package var revision: Int
    /// Every edge it took, oldest first.
    package var events: [PromiseEvent]
    package var reason: String
    /// The day up to which the server has judged it.
    package var judgedDay: CalendarDate?
    /// Terms that a revision replaced, oldest first.
    package var earlier: [PromiseTerms]
    /// Deadlines that fell on a day without business and were moved to the next one, frozen at the making.
    package var movedDeadlines: [MovedDeadline]
    /// Whether the lender's balance fell by more than the payments that are known, so that it is not called broken.
    package var unconfirmed: Bool
    /// The highest that the lender's files have said since the making, less what payments explain; nil while the
    /// balance is the one of the making.
    package var balance: LenderBalance?
    /// Fields of a newer version: protobuf bytes that go back where they came from.
    package var unknownFields: [UInt8]

    package init(
        instalments: [Instalment],
        state: PromiseState = .open,
        paid: Int64 = 0,
        author: Identifier,
        madeAt: Instant,
        graceDays: Int = 0,
        thresholdPercent: Int = 100,
        revision: Int = 1,
        events: [PromiseEvent] = [],
        reason: String = "",
        judgedDay: CalendarDate? = nil,
        earlier: [PromiseTerms] = [],
        movedDeadlines: [MovedDeadline] = [],
        unconfirmed: Bool = false,
        balance: LenderBalance? = nil,
        unknownFields: [UInt8] = []
    ) {
        self.instalments = instalments
        self.state = state
        self.paid = paid
        self.author = author
        self.madeAt = madeAt
        self.graceDays = graceDays
        self.thresholdPercent = thresholdPercent
        self.revision = revision
        self.events = events
        self.reason = reason
        self.judgedDay = judgedDay
        self.earlier = earlier
        self.movedDeadlines = movedDeadlines
        self.unconfirmed = unconfirmed
        self.balance = balance
        self.unknownFields = unknownFields
    }
}

package enum PromiseState: Int, Hashable, Sendable, Codable, CaseIterable {
    case open = 1
    case kept = 2
    case partial = 3
    case broken = 4
    case withdrawn = 5
    case replaced = 6
    /// Kept, but after the due day and within the grace.
    case keptLate = 7
}

/// A part of a promise: what is due on a day.
package struct Instalment: Hashable, Sendable, Codable {
    package var dueDay: CalendarDate
    package var amount: Int64

    package init(
        dueDay: CalendarDate,
        amount: Int64
    ) {
        self.dueDay = dueDay
        self.amount = amount
    }
}

/// What was promised before a revision.
package struct PromiseTerms: Hashable, Sendable, Codable {
    package var instalments: [Instalment]
    package var operation: Identifier

    package init(
        instalments: [Instalment],
        operation: Identifier
    ) {
        self.instalments = instalments
        self.operation = operation
    }
}

/// An edge of the promise's state machine that it took.
package struct PromiseEvent: Hashable, Sendable, Codable {
    package var state: PromiseState
    package var at: Instant
    /// What moved it: an operation's id.
    package var operation: Identifier
    /// Set with `open` or `broken` when a reversal moved it back.
    package var reopened: Bool

    package init(
        state: PromiseState,
        at: Instant,
        operation: Identifier,
        reopened: Bool = false
    ) {
        self.state = state
        self.at = at
        self.operation = operation
        self.reopened = reopened
    }
}

/// A deadline that is not where the days of grace put it.
package struct MovedDeadline: Hashable, Sendable, Codable {
    package var dueDay: CalendarDate
    package var deadlineDay: CalendarDate

    package init(
        dueDay: CalendarDate,
        deadlineDay: CalendarDate
    ) {
        self.dueDay = dueDay
        self.deadlineDay = deadlineDay
    }
}

/// What the lender said was owed, and as of when.
package struct LenderBalance: Hashable, Sendable, Codable {
    package var amount: Int64
    package var asOfDay: CalendarDate
    package var asOfAt: Instant?

    package init(
        amount: Int64,
        asOfDay: CalendarDate,
        asOfAt: Instant? = nil
    ) {
        self.amount = amount
        self.asOfDay = asOfDay
        self.asOfAt = asOfAt
    }
}
