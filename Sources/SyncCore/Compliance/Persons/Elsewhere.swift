package import FieldModel
internal import FieldRules

/// What a person's other accounts tell that no record under this one does: plans, which are copied nowhere, and on a
/// laptop its own contacts until the server has copied them.
///
/// Whoever holds everything of a person may act under any of his accounts, because each plan is judged by all of them.
package struct Elsewhere: Sendable {
    /// By the names that the copies have.
    private(set) var facts: [RecordID: ContactFact] = [:]

    package init() {}

    /// Adds what is known of `other` to what a plan under `account` is judged by.
    package mutating func add(_ other: AccountCase, to account: AccountID, hash: any Hashing) {
        for (id, fact) in other.history where fact.sameDebt {
            take(fact, RecordID.copy(of: id, under: account, hash: hash))
        }
        for (id, plan) in other.openPlans() { take(plan, id) }
    }

    private mutating func take(_ fact: ContactFact, _ id: RecordID) {
        var foreign = fact
        foreign.sameDebt = false
        foreign.id = id
        facts[id] = foreign
    }
}

extension RecordID {
    /// The name of what the server copies of a record under another account of the person.
    static func copy(of id: RecordID, under account: AccountID, hash: any Hashing) -> RecordID {
        .derived(time48: id.time48, hash: hash.sha256(Array("cartera-copy-1".utf8) + id.bytes + account.bytes))
    }
}
