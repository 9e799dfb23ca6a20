package import FieldModel
package import FieldRules

/// What a card is to foretell.
package enum LearnedModel: String, Sendable, CaseIterable {
    /// Whether something is paid within the horizon.
    case propensity
    /// Whether a promise that was made is kept.
    case promiseKept = "promise_kept"
    /// Whether at least a tenth of what is owed is paid within the horizon.
    case recovery

    package var horizonDays: Int { self == .recovery ? 90 : 30 }
}

/// Rows to learn from: facts of the day before, and what came of it.
///
/// What was not known on that day is in no row, and a row whose horizon has not closed is not there at all. Columns are
/// kept as numbers and words' places, so that a row of 46 facts takes some 360 bytes, and there is a most of rows.
package struct TrainingRows: Sendable {
    /// Beyond it only a share of the accounts, always the same, gives rows.
    package static let most = 300_000
    package static let target = "outcome"
    package static let dayColumn = "facts_day"

    private var numbers = [[Int64]](repeating: [], count: FactName.numbers)
    private var codes = [[UInt16]](repeating: [], count: FactName.texts)
    private var words = [[String]](repeating: [""], count: FactName.texts)
    package private(set) var days: [CalendarDate] = []
    package private(set) var isBad: [Bool] = []
    package private(set) var units: [AccountID] = []
    /// Whom an experiment would draw each row by.
    package private(set) var people: [Identifier] = []
    /// Who had the account on the day of the facts.
    package private(set) var collectors: [PersonID?] = []

    package init() {}

    package var count: Int { isBad.count }

    package var daysPastDue: [Int64?] {
        numbers[FactName.daysPastDue.rawValue].map { $0 == .min ? nil : $0 / ScoreNumber.perOne }
    }

    package mutating func add(
        _ facts: AccountFacts, day: CalendarDate, isBad bad: Bool, account: AccountID, person: Identifier,
        collector: PersonID?
    ) {
        for index in numbers.indices {
            let value = facts.numbers[index]
            numbers[index].append(value == AccountFacts.missing ? .min : ScoreNumber(Int(value)).millionths)
        }
        for index in codes.indices { codes[index].append(code(facts.texts[index], index)) }
        days.append(day)
        isBad.append(bad)
        units.append(account)
        people.append(person)
        collectors.append(collector)
    }

    private mutating func code(_ text: String, _ column: Int) -> UInt16 {
        if let known = words[column].firstIndex(of: text) { return UInt16(known) }
        guard words[column].count < ScoringLimits.mostCategories else { return 0 }
        words[column].append(text)
        return UInt16(words[column].count - 1)
    }

    /// Only the rows of some accounts.
    package func keeping(_ isKept: (Identifier) -> Bool) -> TrainingRows {
        let rows = units.indices.filter { isKept(units[$0]) }
        var out = self
        out.numbers = numbers.map { column in rows.map { column[$0] } }
        out.codes = codes.map { column in rows.map { column[$0] } }
        out.days = rows.map { days[$0] }
        out.isBad = rows.map { isBad[$0] }
        out.units = rows.map { units[$0] }
        out.people = rows.map { people[$0] }
        out.collectors = rows.map { collectors[$0] }
        return out
    }

    /// With the columns that the trainer reads; `outcome` is 1 for bad.
    package func table() -> DataTable {
        var columns = numbers.indices.compactMap { index in
            FactName(rawValue: index).map {
                DataTable.Column(name: $0.name, values: .numbers(NumberCells(numbers[index])))
            }
        }
        columns += codes.indices.compactMap { index in
            FactName(rawValue: FactName.numbers + index).map {
                DataTable.Column(name: $0.name, values: .categories(codes[index], words: words[index]))
            }
        }
        let one = ScoreNumber(1).millionths
        columns.append(DataTable.Column(name: Self.target, values: .numbers(NumberCells(isBad.map { $0 ? one : 0 }))))
        let days = days.map { ScoreNumber(Int($0.daysSince1970)).millionths }
        columns.append(DataTable.Column(name: Self.dayColumn, values: .numbers(NumberCells(days))))
        return DataTable(columns: columns, rows: count)
    }
}

extension TrainingRows {
    /// The rows of one account at these days; `now` closes horizons and tells what came of promises.
    package mutating func add(
        _ history: CommittedHistory, _ model: LearnedModel, at days: [CalendarDate], horizon: Int, now: FactCutoff,
        hash: any Hashing
    ) {
        var today = FactDerivation(cutoff: now)
        today.take(history.events)
        if model == .promiseKept { return addPromises(history, today, days, hash) }
        for day in days {
            let window = OutcomeWindow(after: day, days: horizon)
            guard window.isClosed(on: now.day) else { continue }
            var then = FactDerivation(cutoff: .endOf(day, in: history.zone))
            then.take(history.events)
            guard let facts = then.facts(), then.balance > 0, let standing = then.standing, !standing.account.closed
            else { continue }
            let paid = today.paid(in: window)
            let isGood = model == .propensity ? paid > 0 : paid >= (then.balance + 9) / 10
            add(
                facts, day: day, isBad: !isGood, account: history.account,
                person: Experiment.unit(history.account, document: standing.document, hash: hash),
                collector: then.assignee)
        }
    }

    /// One row a promise: facts as of the day before it was made. Of one that is unconfirmed nobody knows what it was.
    private mutating func addPromises(
        _ history: CommittedHistory, _ today: FactDerivation, _ days: [CalendarDate],
        _ hash: any Hashing
    ) {
        guard let first = days.first, let last = days.last else { return }
        for promise in today.standings {
            let (terms, state) = (promise.terms, promise.state)
            let made = history.zone.localDate(at: terms.madeAt)
            let deadline = terms.lastDeadline ?? made
            guard made > first, made <= last, deadline + OutcomeWindow.lateSyncDays < today.cutoff.day,
                state != .open,
                let facts = history.facts(.endOf(made - 1, in: history.zone))
            else { continue }
            add(
                facts, day: made - 1, isBad: state != .kept && state != .keptLate, account: history.account,
                person: Experiment.unit(history.account, document: today.standing?.document ?? "", hash: hash),
                collector: today.assignee)
        }
    }
}
