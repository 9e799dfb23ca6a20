package import FieldModel
internal import FieldRules

/// A row of the lender's file: the account, its debtor, and the contact points and consents that the lender knows,
/// and what else he tells that rules read.
package struct ImportAccount: Sendable, Hashable, Codable {
    package var account: Account
    package var debtorID: RecordID
    package var debtor: Debtor
    /// Ids for elements that are new; those that are there are matched by id, else by kind and value.
    package var points: [ImportedPoint]
    /// The digest of the row's canonical form: importing it again changes nothing.
    package var rowDigest: [UInt8]
    package var consents: [ImportedConsent]
    package var records: [ImportedRecord]

    package init(
        account: Account, debtorID: RecordID, debtor: Debtor, points: [ImportedPoint] = [], rowDigest: [UInt8] = [],
        consents: [ImportedConsent] = [], records: [ImportedRecord] = []
    ) {
        self.account = account
        self.debtorID = debtorID
        self.debtor = debtor
        self.points = points
        self.rowDigest = rowDigest
        self.consents = consents
        self.records = records
    }
}

package struct ImportedPoint: Sendable, Hashable, Codable {
    package var point: RecordID
    package var content: ContactPoint

    package init(point: RecordID, content: ContactPoint) {
        self.point = point
        self.content = content
    }
}

package struct ImportedConsent: Sendable, Hashable, Codable {
    package var consent: RecordID
    package var content: Consent

    package init(consent: RecordID, content: Consent) {
        self.consent = consent
        self.content = content
    }
}

extension ImportAccount: Decidable {
    func decide(_ draft: inout Draft) {
        guard let id = draft.aggregate.account else { return draft.reject(.unknownAccount) }
        checkTexts(&draft)
        let before = draft.account
        if let before {
            draft.require(before.currency == account.currency, .otherCurrency)
            draft.require(before.creditor == account.creditor && before.number == account.number, .idTaken)
        }
        guard draft.isSound else { return }
        let taken = taken(over: before, draft.context)
        draft.set(taken, id)
        if let before { draft.voidOffers(before: before, after: taken) }
        writeDebtor(&draft)
        for imported in points { write(imported, &draft) }
        for imported in consents { write(imported, &draft) }
        for imported in records { draft.take(imported) }
        draft.recount()
        guard let before, before.balance != taken.balance else { return }
        draft.followBalance(from: before.balance, to: taken.balance)
        draft.judgePromises()
    }

    private func checkTexts(_ draft: inout Draft) {
        draft.check(text: account.creditor, most: Limits.nameBytes)
        draft.check(text: account.number, most: Limits.accountNumberBytes, required: true)
        draft.check(text: debtor.name, most: Limits.nameBytes, required: true)
        for text in [account.product, account.creditorType, account.timeZone, debtor.document, debtor.employer] {
            draft.check(text: text, most: Limits.valueBytes)
        }
        let amounts = [
            account.lenderBalance, account.principal, account.interest, account.fees, account.penalty, account.pastDue,
            debtor.income, debtor.netWorth,
        ]
        for case let amount? in amounts {
            draft.require(amount.magnitude <= Money.mostMinor.magnitude, .amountTooLarge)
        }
        draft.require(account.owed.count <= Waterfall.statuses.count * Waterfall.parts.count, .badRange)
        for cell in account.owed {
            draft.check(word: cell.status, in: Waterfall.statuses)
            draft.check(word: cell.part, in: Waterfall.parts)
            draft.require((0...Money.mostMinor).contains(cell.amount), .amountTooLarge)
        }
        for point in points { draft.check(ContactPoint.self, field: "value", point.content.value) }
        for consent in consents { draft.check(word: consent.content.channel, in: Vocabulary.channels) }
    }

    /// The file is the system of record of all but who the account is assigned to and what the field collected.
    private func taken(over before: Account?, _ context: DecisionContext) -> Account {
        var taken = account
        taken.balanceAsOfAt = balanceMoment(over: before, in: context.zone, now: context.now)
        guard let before else {
            taken.collectedSince = 0
            return taken
        }
        taken.assignee = before.assignee
        taken.collectedSince = before.collectedSince
        taken.unknownFields = before.unknownFields
        if taken.resolvedZone.isEmpty { taken.resolvedZone = before.resolvedZone }
        return taken
    }

    /// A file of an earlier day speaks of the whole of it; one of today, of what the lender knew when it was imported.
    /// The same balance of the same day keeps its moment, so that importing a file again changes nothing.
    func balanceMoment(over before: Account?, in zone: Zone, now: Instant) -> Instant {
        let day = account.balanceAsOfDay
        if let before, before.balanceAsOfDay == day, before.lenderBalance == account.lenderBalance,
            let moment = before.balanceAsOfAt
        {
            return moment
        }
        return day < zone.localDate(at: now) ? zone.startOfDay(day + 1) : now
    }

    private func writeDebtor(_ draft: inout Draft) {
        let before = draft.aggregate.all(Debtor.self).first
        var taken = debtor
        if let before { taken.unknownFields = before.value.unknownFields }
        draft.set(taken, before?.id ?? debtorID)
    }

    /// What collectors did to an element stands: it stays removed, and fields that they wrote keep their values.
    private func write(_ imported: ImportedPoint, _ draft: inout Draft) {
        let content = imported.content
        let there =
            draft.aggregate[ContactPoint.self, imported.point].map { (id: imported.point, value: $0) }
            ?? draft.aggregate.all(ContactPoint.self).first {
                $0.value.kind == content.kind && $0.value.value == content.value
            }
        guard let there else {
            var new = content
            new.fromLender = true
            new.author = draft.author
            new.addedAt = draft.context.actedAt
            new.removedBy = nil
            new.removedAt = nil
            new.stamps = []
            return draft.set(new, imported.point)
        }
        var point = there.value
        point.fromLender = true
        for field in ContactPoint.fields where point.stamp(of: field) == nil && !content[field: field].isEmpty {
            point[field: field] = content[field: field]
        }
        if let location = content.location { point.location = location }
        draft.set(point, there.id)
    }

    /// A consent that the debtor has taken back since is not given again by an old row.
    private func write(_ imported: ImportedConsent, _ draft: inout Draft) {
        let content = imported.content
        if draft.aggregate[Consent.self, imported.consent] != nil { return }
        let there = draft.aggregate.all(Consent.self).contains { _, consent in
            consent.channel == content.channel && consent.scope == content.scope
                && consent.contactPoint == content.contactPoint
                && (consent.givenAt == content.givenAt || content.givenAt == nil || consent.revokedAt == nil)
        }
        guard !there else { return }
        var new = content
        new.author = draft.author
        new.givenAt = content.givenAt ?? draft.context.actedAt
        draft.set(new, imported.consent)
    }
}
