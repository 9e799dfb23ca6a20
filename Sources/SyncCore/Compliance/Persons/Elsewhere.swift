package import FieldModel
internal import FieldRules

/// What a person's other accounts tell that no record under this one does: plans, which are copied nowhere, and on a
/// laptop its own contacts until the server has copied them.
///
/// Whoever holds everything of a person may act under any of his accounts, because each plan is judged by all of them.
package struct Elsewhere: Sendable {
    /// By the names that the copies have, with the creditor of the debt.
    private var known: [RecordID: (fact: ContactFact, creditor: String)] = [:]

    package init() {}

    /// As an account of the creditor sees them.
    func facts(for creditor: String) -> [RecordID: ContactFact] {
        known.mapValues { fact, owner in
            var fact = fact
            fact.sameCreditor = owner == creditor
            return fact
        }
    }

    /// Adds what is known of `other` to what a plan under `account` is judged by.
    package mutating func add(_ other: AccountCase, to account: AccountID, hash: any Hashing) {
        for (id, fact) in other.history where fact.sameDebt {
            take(fact, RecordID.copy(of: id, under: account, hash: hash), other.creditor)
        }
        for (id, plan) in other.openPlans() { take(plan, id, other.creditor) }
    }

    private mutating func take(_ fact: ContactFact, _ id: RecordID, _ creditor: String) {
        var foreign = fact
        foreign.sameDebt = false
        foreign.id = id
        known[id] = (foreign, creditor)
    }
}

extension RecordID {
    /// The name of what the server copies of a record under another account of the person.
    static func copy(of id: RecordID, under account: AccountID, hash: any Hashing) -> RecordID {
        .derived(time48: id.time48, hash: hash.sha256(Array("cartera-copy-1".utf8) + id.bytes + account.bytes))
    }
}
