package import FieldModel

/// What one committed operation told of an account: the words that facts, labels and reports are made of.
package struct AccountEvent: Hashable, Sendable {
    package enum What: Hashable, Sendable {
        /// A row of the lender's file.
        case standing(AccountStanding)
        case assigned(PersonID?)
        /// Also money that the lender took back, which his balance still has.
        case paid(PaymentEvent)
        case paymentReversed(RecordID)
        case promised(PromiseJudgement.Terms)
        case promiseRevised(RecordID, [Instalment])
        case promiseWithdrawn(RecordID)
        case contacted(ContactEvent)
        /// What a correction of a visit came to say.
        case contactCorrected(RecordID, ContactReach)
        /// What that operation told was taken back; of money the other events say so.
        case undone(OperationID)
    }

    package var operation: OperationID
    package var author: PersonID
    /// When the server had it in effect: of an operation that was held, when it was decided.
    package var committedAt: Instant
    package var what: What

    package init(operation: OperationID, author: PersonID, committedAt: Instant, what: What) {
        self.operation = operation
        self.author = author
        self.committedAt = committedAt
        self.what = what
    }
}

/// What the lender's file says of a debt and of who owes it, as far as scores read it.
package struct AccountStanding: Hashable, Sendable {
    package var account: Account
    package var income: Int64?
    package var bureauScore: Int
    package var netWorth: Int64?
    /// The debtor's document: whose accounts are drawn together in an experiment.
    package var document: String

    package init(
        account: Account, income: Int64? = nil, bureauScore: Int = 0, netWorth: Int64? = nil, document: String = ""
    ) {
        self.account = account
        self.income = income
        self.bureauScore = bureauScore
        self.netWorth = netWorth
        self.document = document
    }
}

package struct PaymentEvent: Hashable, Sendable {
    package var payment: RecordID
    package var money: CountedMoney

    package var amount: Int64 { money.amount }
    package var at: Instant { money.effectiveAt }
    package var day: CalendarDate { money.effectiveDay }

    package init(payment: RecordID, money: CountedMoney) {
        self.payment = payment
        self.money = money
    }
}

/// The steps of the contact ladder that one act can take.
package enum ContactReach: Int, Hashable, Sendable, Comparable, CaseIterable {
    case attempt, contact, rightParty

    package static func < (a: ContactReach, b: ContactReach) -> Bool { a.rawValue < b.rawValue }
}

package enum ContactWay: Int, Hashable, Sendable, CaseIterable {
    case visit, call, message, letter

    package var word: String { ["visit", "call", "message", "letter"][rawValue] }
}

/// The quarters of a working day that habits are kept by.
package enum DayPart: Int, Hashable, Sendable, CaseIterable {
    /// Until eleven, until two, until six, and later.
    case morning, midday, afternoon, evening

    package var word: String { ["morning", "midday", "afternoon", "evening"][rawValue] }

    package init(hour: Int) {
        switch hour {
        case ..<11: self = .morning
        case ..<14: self = .midday
        case ..<18: self = .afternoon
        default: self = .evening
        }
    }
}

package struct ContactEvent: Hashable, Sendable {
    package var contact: RecordID
    package var way: ContactWay
    package var day: CalendarDate
    package var part: DayPart
    package var reach: ContactReach
    /// What it took; by the kind of act where nobody said.
    package var minutes: Int

    package init(
        contact: RecordID, way: ContactWay, day: CalendarDate, part: DayPart, reach: ContactReach, minutes: Int? = nil
    ) {
        self.contact = contact
        self.way = way
        self.day = day
        self.part = part
        self.reach = reach
        self.minutes = minutes ?? [20, 4, 1, 1][way.rawValue]
    }

    /// A visit that went on for longer was not closed in time.
    package static let mostMinutes = 240
}
