/// What a visit is expected to bring, before a day is planned with it.
package enum RecoveryEstimate {
    /// The chance of a payment where no scorecard has spoken, by days past due. A guess that falls with age, as such
    /// debts do everywhere; it only orders accounts until the server's scores arrive.
    package static let prior: [(daysPastDue: Int, chancePpm: Int)] = [
        (0, 400_000), (1, 350_000), (31, 250_000), (61, 180_000), (91, 110_000), (181, 60_000), (361, 30_000),
    ]

    package static func priorPpm(daysPastDue: Int) -> Int {
        (prior.last { $0.daysPastDue <= daysPastDue } ?? prior[0]).chancePpm
    }

    /// A debt of which nothing is due yet brings an instalment at best.
    private static let instalments: Int64 = 20

    /// What is past due; of a debt in arrears without that figure the balance, of any other a part of it.
    package static func collectable(balance: Int64, pastDue: Int64, daysPastDue: Int) -> Int64 {
        if pastDue > 0 { return min(pastDue, max(0, balance)) }
        return max(0, daysPastDue > 0 ? balance : balance / instalments)
    }

    /// Minor units: the chance times what can be asked for.
    package static func expected(chancePpm: Int, collectable: Int64) -> Int64 {
        let chance = Int64(max(0, min(1_000_000, chancePpm)))
        let product = chance.multipliedFullWidth(by: max(0, min(PlanLimits.mostExpected, collectable)))
        return Int64(1_000_000).dividingFullWidth(product).quotient
    }
}
