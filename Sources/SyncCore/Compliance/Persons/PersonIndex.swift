internal import FieldModel

/// Which accounts are of one person: those whose debtor has the same document, in the whole organisation.
///
/// Kept beside the records, because the document is in many branches' rows and its link is the server's alone. A
/// document that changes leaves its account in the list of the old one: whoever reads the list looks again.
struct PersonIndex {
    let transaction: any ServerTransaction
    let hash: any Hashing

    /// The person's name in allowances; nil without a document. Spaces, signs and case do not tell documents apart.
    func person(document: String) -> Identifier? {
        let plain = document.uppercased().unicodeScalars.filter {
            $0.properties.isAlphabetic || ("0"..."9").contains($0)
        }
        guard !plain.isEmpty else { return nil }
        let text = String(String.UnicodeScalarView(plain))
        return .derived(time48: 0, hash: hash.sha256(Array("cartera-person-1".utf8) + Array(text.utf8)))
    }

    /// By id, which is by age: the first one's branch is the person's home branch.
    func accounts(of person: Identifier) throws -> [AccountID] {
        try (transaction.setting(Self.key(person)) ?? "").split(separator: ",").compactMap { Identifier($0) }
    }

    /// False when it was known, or when the person has as many accounts as are kept together.
    func add(_ account: AccountID, to person: Identifier) throws -> Bool {
        var accounts = try accounts(of: person)
        guard !accounts.contains(account), accounts.count < Limits.accountsPerPerson else { return false }
        accounts.append(account)
        let text = accounts.sorted().map(\.description).joined(separator: ",")
        try transaction.setSetting(Self.key(person), text)
        return true
    }

    private static func key(_ person: Identifier) -> String { "person_accounts.\(person)" }
}

extension Aggregate {
    var document: String { all(Debtor.self).first?.value.document ?? "" }
}

extension Admission {
    var persons: PersonIndex { PersonIndex(transaction: transaction, hash: parts.hash) }

    /// The person's other accounts, by age.
    mutating func siblings(of account: AccountID) throws -> [AccountID] {
        guard let person = persons.person(document: try load(account).aggregate.document) else { return [] }
        return try persons.accounts(of: person).filter { other in
            guard other != account, persons.person(document: try load(other).aggregate.document) == person else {
                return false
            }
            return try load(other).placement != nil
        }
    }

    func hasOtherDevices(_ actor: Actor) throws -> Bool {
        try transaction.devices().contains {
            $0.person == actor.person && $0.id != actor.device && $0.state != .revoked
        }
    }
}
