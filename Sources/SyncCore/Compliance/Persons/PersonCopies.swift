internal import FieldModel
internal import FieldRules

/// Contacts and flags belong to the person: the server writes them under his other accounts too, by commits of its own
/// in the transaction that admits. No caps per person without them, and no stop state that holds for one debt only.
extension Admission {
    /// Flags of one debt alone; all others are the person's.
    private static let flagsOfTheDebt: [FlagKind] = [.timeBarred, .dispute]

    /// What follows, under other accounts, from the records that an operation has written.
    mutating func spread(_ verdict: Verdict, _ header: OperationHeader) throws {
        guard !verdict.changes.isEmpty, header.kind != Intent.copyKind else { return }
        let records = verdict.changes.map(\.record)
        if header.account.isNil {
            let changesRules = records.contains { $0.kind == .rulePack }
            if changesRules, let branch = verdict.place { try AllowanceTurn.askAll(of: branch.record.id, transaction) }
            return
        }
        let kinds = Set(records.map(\.kind))
        if kinds.contains(.debtor) { try joinPerson(header.account) }
        if kinds.contains(.allowance) { try offerWhatCameBack(records, header) }
        guard !kinds.isDisjoint(with: [.visit, .contact, .letter, .flag]) else { return }
        for sibling in try siblings(of: header.account) { try copy(records, of: header.account, to: sibling) }
    }

    /// What came back is offered to whoever may want it next; to him who gave it back only when it had ended.
    private mutating func offerWhatCameBack(_ records: [Record], _ header: OperationHeader) throws {
        let back = records.compactMap { record -> Allowance? in
            if case .allowance(let allowance) = record.content, allowance.closed { allowance } else { nil }
        }
        guard !back.isEmpty else { return }
        let hasEnded = back.contains { $0.validUntil.map { $0 <= now } ?? false }
        for account in try [header.account] + siblings(of: header.account) {
            guard let audience = try load(account).placement?.audience else { continue }
            if hasEnded || audience != .collector(header.author) { try AllowanceTurn.ask(audience, transaction) }
        }
    }

    /// An account whose debtor is known by another shares with it what both have.
    private mutating func joinPerson(_ account: AccountID) throws {
        let document = try load(account).aggregate.document
        guard let person = persons.person(document: document), try persons.add(account, to: person) else { return }
        for sibling in try siblings(of: account) {
            try copy(load(account).aggregate.records, of: account, to: sibling)
            try copy(load(sibling).aggregate.records, of: sibling, to: account)
        }
    }

    private mutating func copy(_ records: [Record], of account: AccountID, to sibling: AccountID) throws {
        let related = Dictionary(
            try load(account).aggregate.all(RelatedPerson.self).map { ($0.id, $0.value) }, uniquingKeysWith: { $1 })
        let isOther = try load(account).aggregate.creditor != load(sibling).aggregate.creditor
        for record in records {
            guard var copied = try copied(record, to: sibling, related) else { continue }
            if case .foreignContact(var contact) = copied.content {
                contact.otherCreditor = isOther
                copied.content = .foreignContact(contact)
            }
            guard let placement = try load(sibling).placement, let branch = try place(placement.branch) else { return }
            _ = try submitIfChanging(
                .copyRecord(copied), account: sibling, branch: branch.record, author: branch.record.systemDevice)
        }
    }

    /// Nil for what stays with its own debt, or is too old to matter.
    private func copied(
        _ record: Record, to sibling: AccountID, _ related: [RecordID: RelatedPerson]
    ) throws -> CopyRecord? {
        let name = RecordID.copy(of: record.id, under: sibling, hash: parts.hash)
        switch record.content {
        case .visit(let visit):
            return foreign(ContactFact(visit, record.id, related), visit.withdrawnBy != nil, name)
        case .contact(let contact):
            return foreign(ContactFact(contact, record.id, related), contact.withdrawnBy != nil, name)
        case .letter(let letter): return ContactFact(letter, record.id).flatMap { foreign($0, false, name) }
        case .flag(var flag):
            guard !Self.flagsOfTheDebt.contains(where: { $0.description == flag.kind }) else { return nil }
            let root = flag.origin ?? record.id
            let isHome = try transaction.row(kind: .flag, id: root)?.account == sibling
            flag.origin = isHome ? nil : root
            let copy = RecordID.copy(of: root, under: sibling, hash: parts.hash)
            return CopyRecord(id: isHome ? root : copy, content: .flag(flag))
        default: return nil
        }
    }

    private func foreign(_ fact: ContactFact, _ isWithdrawn: Bool, _ name: RecordID) -> CopyRecord? {
        let oldest = now + Int64(-Draft.rejudgedDays) * 86_400_000
        guard fact.at >= oldest else { return nil }
        let contact = ForeignContact(
            at: fact.at, channel: fact.channel.description, direction: fact.direction.description,
            result: fact.result.description, person: fact.person.description, place: fact.place?.description ?? "",
            purpose: fact.purpose.description, withdrawn: isWithdrawn)
        return CopyRecord(id: name, content: .foreignContact(contact))
    }
}

extension Aggregate {
    fileprivate var creditor: String? { account.flatMap { self[Account.self, $0] }?.creditor }
}
