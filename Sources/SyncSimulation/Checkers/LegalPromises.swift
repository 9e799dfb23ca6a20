internal import FieldModel
internal import FieldRules
internal import SyncCore

/// `legal-promises`: no illegal edge in any promise's history; kept and broken follow from payments and dates alone.
///
/// Judged a second time here, unit by unit of money.
enum LegalPromises {
    static func violation(_ world: World) -> String? {
        let today = world.server.zone.localDate(at: world.now)
        for account in world.server.accounts {
            let aggregate = world.server.aggregate(of: account)
            let promises = aggregate.all(PromiseToPay.self)
            let money = world.auditor.money(account, aggregate)
            for (id, promise) in promises {
                if let wrong = edges(promise) { return "promise \(id.ending): \(wrong)" }
            }
            let judged = promises.filter { $0.value.state != .withdrawn && $0.value.state != .replaced }
            let paid = pay(judged, money, today)
            for (position, (id, promise)) in judged.enumerated() {
                var state = state(promise, paid[position], today)
                if isUnconfirmed(promise, aggregate, money) {
                    if state == .broken { state = .open }
                    let isDoubtful = state != .kept && state != .keptLate
                    if promise.unconfirmed != isDoubtful { return "promise \(id.ending) hides that a balance fell" }
                } else if promise.unconfirmed {
                    return "promise \(id.ending) is unconfirmed, and every fall of the balance is explained"
                }
                if state != promise.state || paid[position].count != Int(promise.paid) {
                    return "promise \(id.ending) is \(promise.state) with \(promise.paid); "
                        + "by its payments it is \(state) with \(paid[position].count)"
                }
            }
        }
        return nil
    }

    /// Whether the balance fell by more than was paid, from the highest that the promise remembers.
    private static func isUnconfirmed(
        _ promise: PromiseToPay, _ aggregate: Aggregate, _ money: [MoneyUnit]
    ) -> Bool {
        guard let id = aggregate.account, let account = aggregate[Account.self, id], let high = promise.balance,
            promise.instalments.contains(where: { high.asOfDay - $0.dueDay < promise.graceDays })
        else { return false }
        func owed(_ balance: Int64, _ day: CalendarDate, _ asOf: Instant?) -> Int64 {
            balance - money.reduce(0) { $0 + $1.missing(in: day, asOf) }
        }
        return owed(high.amount, high.asOfDay, high.asOfAt)
            > owed(account.lenderBalance, account.balanceAsOfDay, account.balanceAsOfAt)
    }

    private static func edges(_ promise: PromiseToPay) -> String? {
        let states = promise.events.map(\.state)
        if states.first != .open { return "it does not begin open" }
        for (from, to) in zip(states, states.dropFirst()) {
            let isEnd = from == .withdrawn || from == .replaced
            let needsOpen = to == .withdrawn || to == .replaced
            if isEnd || from == to || needsOpen && from != .open { return "\(from) became \(to)" }
        }
        return states.last == promise.state ? nil : "it is \(promise.state), its history ends \(states.last ?? .open)"
    }

    /// The days on which the units of money that count for each promise were paid.
    private static func pay(
        _ promises: [(id: RecordID, value: PromiseToPay)], _ money: [MoneyUnit], _ today: CalendarDate
    ) -> [[CalendarDate]] {
        var days = [[CalendarDate]](repeating: [], count: promises.count)
        var open: [(day: CalendarDate, promise: Int, index: Int, left: Int64)] = []
        for (position, promise) in promises.enumerated() {
            for (index, part) in promise.value.instalments.enumerated() {
                open.append((part.dueDay, position, index, part.amount))
            }
        }
        open.sort { ($0.day, promises[$0.promise].id, $0.index) < ($1.day, promises[$1.promise].id, $1.index) }
        let counted = money.filter { !$0.isReversed && $0.day <= today }
        for payment in counted.sorted(by: { ($0.at, $0.id) < ($1.at, $1.id) }) {
            for _ in 0..<payment.amount {
                let next = open.firstIndex { part in
                    let promise = promises[part.promise].value
                    let last = promise.instalments.map(\.dueDay).max() ?? today
                    return part.left > 0 && payment.at > promise.madeAt && payment.day - last <= promise.graceDays
                }
                guard let next else { break }
                open[next].left -= 1
                days[open[next].promise].append(payment.day)
            }
        }
        return days
    }

    private static func state(_ promise: PromiseToPay, _ paid: [CalendarDate], _ today: CalendarDate) -> PromiseState {
        let order: [PromiseState] = [.kept, .keptLate, .open, .partial, .broken]
        var worst = 0
        var due = 0
        for part in promise.instalments {
            let before = due
            due += Int(part.amount)
            let needed = (due * promise.thresholdPercent + 99) / 100
            let onTime = paid.count { $0 <= part.dueDay }
            let inGrace = paid.count { $0 - part.dueDay <= promise.graceDays }
            let state: Int
            if onTime >= needed {
                state = 0
            } else if inGrace >= needed {
                state = 1
            } else if today - part.dueDay <= promise.graceDays {
                state = 2
            } else {
                state = inGrace > before ? 3 : 4
            }
            worst = max(worst, state)
        }
        return order[worst]
    }
}
