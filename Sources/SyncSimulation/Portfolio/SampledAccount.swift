package import FieldModel
internal import FieldRules
package import SyncCore

/// One account's months: what the lender said, what collectors did, and whether the debtor paid, which he does with a
/// probability that is known because it is planted.
///
/// The probability depends on the account's facts as of the day before, computed by the same function that the server
/// uses, and on who has the account: nothing else, so that no model can know more than the truth.
package struct SampledAccount: Sendable {
    /// What is true of one month.
    package struct Truth: Hashable, Sendable {
        package var account: AccountID
        /// The day of the facts.
        package var day: CalendarDate
        package var probability: Double
        package var paid: Bool
        package var collector: Int
        package var segment: Int
    }

    package let id: AccountID
    /// In the order in which the server takes them in.
    package private(set) var operations: [ToldOperation] = []
    package private(set) var truths: [Truth] = []

    private let settings: SampleSettings
    private let skills: PlantedSkills
    private var dice: ShuffleGenerator
    private let debtor: RecordID
    private let collector: Int
    private let currency: Currency
    private let product: String
    private let bureauScore: Int
    private let income: Int64
    private let hourLiked: DayPart
    private var balance: Int64
    private var daysPastDue: Int
    private let number: String
    private let openedDay: CalendarDate

    /// The same settings and index give the same account, whatever came before. The first one is there from the start.
    package init(_ index: Int, _ settings: SampleSettings, _ skills: PlantedSkills, currency: Currency) {
        self.settings = settings
        self.skills = skills
        self.currency = currency
        dice = ShuffleGenerator(seed: settings.seed &* 1_000_003 &+ UInt64(index) &* 0xD134_2543_DE82_EF95 &+ 11)
        let first = settings.snapshots[0]
        id = Identifier.version7(at: settings.zone.startOfDay(first - 10), using: &dice)
        debtor = Identifier.version7(at: settings.zone.startOfDay(first - 10), using: &dice)
        collector = dice.whole(0...(settings.collectors - 1))
        product = ["consumer", "card", "microcredit"][dice.whole(0...2)]
        bureauScore = 600 + Int(dice.normal() * 60)
        income = Int64(dice.whole(5_000...40_000)) * 100
        hourLiked = DayPart.allCases[dice.whole(0...3)]
        balance = Int64(dice.whole(2_000...60_000)) * 100
        daysPastDue = dice.whole(5...200)
        number = "S-\(1_000_000 + index)"
        openedDay = first - dice.whole(200...2_000)
        let arrives = index == 0 || dice.share() < 0.5 ? 0 : dice.whole(0...max(0, settings.months / 2))
        for month in arrives..<settings.months { live(settings.snapshots[month]) }
        operations.sort { ($0.committedAt, $0.id) < ($1.committedAt, $1.id) }
    }

    package func history(_ settings: BranchSettings) -> CommittedHistory {
        CommittedHistory(account: id, zone: self.settings.zone, settings: settings, told: operations)
    }
}

extension SampledAccount {
    private mutating func live(_ day: CalendarDate) {
        guard balance > 0 else { return }
        let opening = settings.zone.startOfDay(day) + Int64(8 * 3_600_000)
        tell(at: opening, by: .nil_, .importAccount(lenderRow(day)))
        let branch = BranchSettings(name: "", timeZone: settings.zone.name)
        guard let facts = history(branch).facts(.endOf(day, in: settings.zone)) else { return }
        let segment = SampledAccount.segment(facts.number(.daysPastDue))
        let probability = Elementary.logistic(SampledAccount.logOdds(facts) + skills.shifts[collector][segment])
        let paid = dice.share() < probability
        truths.append(
            Truth(
                account: id, day: day, probability: probability, paid: paid, collector: collector, segment: segment))
        let promise = work(day)
        daysPastDue += SampleSettings.monthDays
        if paid { pay(day, promise) }
    }

    package static func segment(_ daysPastDue: Int64?) -> Int {
        switch daysPastDue ?? 0 {
        case ...60: 0
        case ...120: 1
        default: 2
        }
    }

    /// The planted law of payment.
    private static func logOdds(_ facts: AccountFacts) -> Double {
        var sum = -1.1
        sum += 0.55 * Double(min(3, facts.number(.payments90) ?? 0))
        sum -= 0.007 * Double(min(240, facts.number(.daysPastDue) ?? 0) - 60)
        sum += 0.007 * Double((facts.number(.bureauScore) ?? 600) - 600)
        sum += 0.010 * Double((facts.number(.keptPercent) ?? 50) - 50)
        sum += 0.06 * Double(min(3, facts.number(.rightParty90) ?? 0))
        if case .text("card") = facts[.product] { sum += 0.35 }
        if case .text("microcredit") = facts[.product] { sum -= 0.35 }
        return sum
    }

    private func lenderRow(_ day: CalendarDate) -> ImportAccount {
        let account = Account(
            creditor: "Crédito de muestra", number: number, product: product, creditorType: "first_party",
            currency: currency, lenderBalance: balance, balanceAsOfDay: day, pastDue: balance / 3,
            openedDay: openedDay, daysPastDue: daysPastDue, timeZone: settings.zone.name,
            assignee: skills.people[collector], resolvedZone: settings.zone.name)
        return ImportAccount(
            account: account, debtorID: debtor,
            debtor: Debtor(name: "Deudor \(number)", income: income, bureauScore: bureauScore))
    }

    private typealias Promise = (day: CalendarDate, amount: Int64)

    /// Attempts of a month; returns the promise that one of them won, if any did.
    private mutating func work(_ day: CalendarDate) -> Promise? {
        var promise: Promise?
        for _ in 0..<dice.whole(1...5) {
            let on = day + dice.whole(1...20)
            let part = DayPart.allCases[dice.whole(0...3)]
            let way: ContactWay = dice.share() < 0.45 ? .visit : dice.share() < 0.75 ? .call : .message
            let chance = (way == .visit ? 0.40 : way == .call ? 0.28 : 0.12) + (part == hourLiked ? 0.25 : 0)
            let reached = dice.share() < chance
            let isDebtor = reached && dice.share() < 0.75
            let hour = [9, 12, 16, 19][part.rawValue]
            let at = settings.zone.startOfDay(on) + Int64(hour * 3_600_000 + dice.whole(0...50) * 60_000)
            tell(at: at, by: skills.people[collector], contact(way, at: at, reached: reached, isDebtor: isDebtor))
            if isDebtor, promise == nil, way != .message, dice.share() < 0.4 {
                let amount = max(10_000, balance / 12)
                promise = (on, amount)
                let made = MakePromise(
                    promise: name(), instalments: [Instalment(dueDay: on + 7, amount: amount)],
                    currency: currency.code)
                tell(at: at + 60_000, by: skills.people[collector], .makePromise(made))
            }
        }
        return promise
    }

    private mutating func contact(_ way: ContactWay, at: Instant, reached: Bool, isDebtor: Bool) -> Intent {
        guard way == .visit else {
            return .logContact(
                LogContact(
                    contact: name(), channel: way == .call ? "call" : "sms",
                    result: reached ? isDebtor ? "conversation" : "third_party" : "no_answer",
                    person: reached ? isDebtor ? "debtor" : "third_party" : "", at: at))
        }
        let minutes = reached ? dice.whole(10...35) : dice.whole(3...9)
        return .recordVisit(
            RecordVisit(
                visit: name(), outcome: reached ? isDebtor ? "callback" : "third_party" : "not_home",
                person: reached ? isDebtor ? "debtor" : "third_party" : "nobody", place: "home",
                startedAt: at, endedAt: at + Int64(minutes * 60_000)))
    }

    private mutating func pay(_ day: CalendarDate, _ promise: Promise?) {
        let on = promise.map { min(day + 30, $0.day + dice.whole(1...10)) } ?? day + dice.whole(1...30)
        let amount = min(balance, promise?.amount ?? max(10_000, balance * Int64(dice.whole(4...18)) / 100))
        let at = settings.zone.startOfDay(on) + Int64(17 * 3_600_000)
        let made = RecordPayment(
            payment: name(), amount: amount, currency: currency.code, method: "cash", claimedAt: at)
        tell(at: at, by: skills.people[collector], .recordPayment(made))
        balance -= amount
        daysPastDue = max(0, daysPastDue - 45)
    }

    /// The server hears of it within the evening; of one in twenty after a day or two.
    private mutating func tell(at: Instant, by author: PersonID, _ intent: Intent) {
        let isLender = author.isNil
        let late = isLender ? 0 : dice.share() < 0.05 ? Int64(dice.whole(1...2)) * 86_400_000 : 1_800_000
        let received = at + late
        operations.append(
            ToldOperation(
                id: name(), author: author, wallClock: received, receivedAt: received, committedAt: received,
                intent: intent))
    }

    private mutating func name() -> Identifier {
        Identifier.version7(at: settings.zone.startOfDay(settings.snapshots[0]), using: &dice)
    }
}
