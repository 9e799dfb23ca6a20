package import FieldModel
package import FieldRules
package import SyncCore

/// Records as JSON objects: ids, days and moments as people write them, every one with its `state`.
package struct RecordView {
    /// The zone of the account's moments, and its currency.
    package var zone: Zone
    /// Nil where no amount is shown.
    package var currency: Currency?
    /// The name that is shown for a person.
    package var name: (PersonID) -> JSONValue

    package init(zone: Zone, currency: Currency?, name: @escaping (PersonID) -> JSONValue) {
        self.zone = zone
        self.currency = currency
        self.name = name
    }

    func moment(_ moment: Instant?) -> JSONValue {
        guard let moment, moment.isGiven else { return .null }
        return .string(zone.rfc3339(moment))
    }

    func money(_ minor: Int64) -> JSONValue {
        guard let currency else { return JSONValue(minor) }
        return JSONValue(Money(minor: minor, currency: currency))
    }
    private func money(_ minor: Int64?) -> JSONValue { minor.map { money($0) } ?? .null }

    private func place(_ point: GeoPoint?) -> JSONValue {
        guard let point else { return .null }
        return [
            "latitude": .string(degrees(point.latitudeE7)), "longitude": .string(degrees(point.longitudeE7)),
            "accuracy_m": JSONValue(point.accuracyM),
        ]
    }

    private func degrees(_ e7: Int32) -> String {
        let digits = String(e7.magnitude)
        let padded = String(repeating: "0", count: max(0, 8 - digits.count)) + digits
        return "\(e7 < 0 ? "-" : "")\(padded.dropLast(7)).\(padded.suffix(7))"
    }
}

extension RecordView {
    package func visit(_ visit: Visit, _ id: RecordID, _ state: RecordStatus) -> JSONValue {
        [
            "id": JSONValue(id), "outcome": .string(visit.outcome), "person": .text(visit.person),
            "place": .text(visit.place), "started_at": moment(visit.startedAt), "ended_at": moment(visit.endedAt),
            "note": .text(visit.note), "location": place(visit.location), "purpose": .text(visit.purpose),
            "author": name(visit.author), "recorded_at": moment(visit.recordedAt),
            "counted_at": moment(visit.counted),
            "contact_point": JSONValue(visit.contactPoint), "related_person": JSONValue(visit.relatedPerson),
            "revisions": JSONValue(visit.revisions.count), "withdrawn_by": JSONValue(visit.withdrawnBy),
            "state": .string(state.rawValue),
        ]
    }

    package func promise(_ promise: PromiseToPay, _ id: RecordID, _ state: RecordStatus) -> JSONValue {
        let total = promise.instalments.reduce(Int64(0)) { $0 &+ $1.amount }
        let terms = PromiseJudgement.Terms(id, promise)
        return [
            "id": JSONValue(id), "amount": money(total), "due": JSONValue(promise.instalments.last?.dueDay),
            "promise_state": .string(Self.word(promise.state)), "paid": money(promise.paid),
            "unconfirmed": .bool(promise.unconfirmed),
            "instalments": .array(
                promise.instalments.map { part in
                    [
                        "due": JSONValue(part.dueDay), "amount": money(part.amount),
                        "deadline": JSONValue(terms.deadline(of: part)),
                    ]
                }),
            "revision": JSONValue(promise.revision), "grace_days": JSONValue(promise.graceDays),
            "threshold_percent": JSONValue(promise.thresholdPercent), "author": name(promise.author),
            "made_at": moment(promise.madeAt), "reason": .text(promise.reason),
            "events": .array(
                promise.events.map {
                    [
                        "promise_state": .string(Self.word($0.state)), "at": moment($0.at),
                        "operation": JSONValue($0.operation), "reopened": .bool($0.reopened),
                    ]
                }),
            "state": .string(state.rawValue),
        ]
    }

    package static func word(_ state: PromiseState) -> String {
        switch state {
        case .open: "open"
        case .kept: "kept"
        case .partial: "partial"
        case .broken: "broken"
        case .withdrawn: "withdrawn"
        case .replaced: "replaced"
        case .keptLate: "kept_late"
        }
    }

    package func payment(_ payment: Payment, _ id: RecordID, _ state: RecordStatus) -> JSONValue {
        [
            "id": JSONValue(id), "amount": money(payment.amount), "method": .string(payment.method),
            "reference": .text(payment.reference), "voucher": .text(payment.voucher),
            "claimed_at": moment(payment.claimedAt), "effective_at": moment(payment.effectiveAt),
            "effective_on": JSONValue(payment.effectiveDay), "author": name(payment.author),
            "reversed_by": JSONValue(payment.reversedBy), "reversed_at": moment(payment.reversedAt),
            "reversal_reason": .text(payment.reversalReason), "from_lender": .bool(payment.fromLender),
            "external_reference": .text(payment.externalReference),
            "reversal_reference": .text(payment.reversalReference), "match": JSONValue(payment.match),
            "match_suspected": .bool(payment.matchSuspected),
            "clock_suspect": .bool(payment.clockSuspect), "state": .string(state.rawValue),
        ]
    }

    package func contact(_ contact: Contact, _ id: RecordID, _ state: RecordStatus) -> JSONValue {
        [
            "id": JSONValue(id), "channel": .string(contact.channel), "direction": .text(contact.direction),
            "result": .text(contact.result), "person": .text(contact.person), "place": .text(contact.place),
            "purpose": .text(contact.purpose), "point": JSONValue(contact.contactPoint),
            "related_person": JSONValue(contact.relatedPerson), "at": moment(contact.at),
            "counted_at": moment(contact.counted),
            "author": name(contact.author), "note": .text(contact.note),
            "withdrawn_by": JSONValue(contact.withdrawnBy), "state": .string(state.rawValue),
        ]
    }

    package func contactPoint(_ point: ContactPoint, _ id: RecordID, _ state: RecordStatus) -> JSONValue {
        let kind =
            switch point.kind {
            case .phone: "phone"
            case .email: "email"
            case .address: "address"
            case .workplace: "workplace"
            }
        return [
            "id": JSONValue(id), "kind": .string(kind), "value": .string(point.value), "label": .text(point.label),
            "city": .text(point.city), "region": .text(point.state), "country": .text(point.country),
            "postal_code": .text(point.postalCode), "location": place(point.location),
            "from_lender": .bool(point.fromLender), "added_at": moment(point.addedAt),
            "removed_at": moment(point.removedAt), "state": .string(state.rawValue),
        ]
    }

    package func flag(_ flag: Flag, _ id: RecordID, _ state: RecordStatus) -> JSONValue {
        [
            "id": JSONValue(id), "flag": .string(flag.kind), "since": JSONValue(flag.sinceDay),
            "written": .bool(flag.written), "evidence": .text(flag.evidence), "by": name(flag.author),
            "recorded_at": moment(flag.recordedAt), "cleared_at": moment(flag.clearedAt),
            "cleared_by": flag.clearedBy.map(name) ?? .null, "clear_evidence": .text(flag.clearEvidence),
            "state": .string(state.rawValue),
        ]
    }

    package func conflict(
        _ conflict: Conflict, _ id: RecordID, account: AccountID?, viewer: PersonID?, _ state: RecordStatus
    ) -> JSONValue {
        let mine = viewer.flatMap { viewer in conflict.values.last { $0.author == viewer } }
        let theirs = mine.flatMap { mine in conflict.values.last { $0.author != mine.author } }
        // Terms are amounts and days.
        func shown(_ value: String) -> String {
            guard conflict.recordKind == .promise, let currency else { return value }
            return PromiseField.words(value, in: currency)
        }
        return [
            "id": JSONValue(id), "account": JSONValue(account), "record": JSONValue(conflict.record),
            "record_kind": .string("\(conflict.recordKind)".snakeCased), "field": .string(conflict.field),
            "base": .string(shown(conflict.base)),
            "values": .array(
                conflict.values.map {
                    [
                        "value": .string(shown($0.value)), "author": name($0.author), "at": moment($0.at),
                        "operation": JSONValue($0.operation),
                    ]
                }),
            "mine": mine.map { .string(shown($0.value)) } ?? .null,
            "theirs": theirs.map { .string(shown($0.value)) } ?? .null,
            "status": .string(conflict.resolved ? "resolved" : "open"), "resolution": .text(shown(conflict.resolution)),
            "resolved_by": conflict.resolvedBy.map(name) ?? .null, "opened_at": moment(conflict.openedAt),
            "resolved_at": moment(conflict.resolvedAt), "state": .string(state.rawValue),
        ]
    }

    /// Moments and amounts are kept as numbers.
    private func fact(_ fact: Attribute) -> JSONValue {
        guard let number = Int64(fact.value) else { return .string(fact.value) }
        switch fact.key {
        case "amount", "field_amount", "owed": return money(number)
        case let key where key == "at" || key.hasSuffix("_at"): return moment(Instant(milliseconds: number))
        default: return .string(fact.value)
        }
    }

    package func finding(_ finding: Finding, _ id: RecordID, _ state: RecordStatus) -> JSONValue {
        [
            "id": JSONValue(id), "code": .string(finding.code), "rule": .text(finding.rule),
            "citation": .text(finding.citation), "knowable": .bool(finding.knowable),
            "assignee": finding.assignee.map(name) ?? .null, "closing_note": .text(finding.closingNote),
            "record": JSONValue(finding.record), "operation": JSONValue(finding.operation),
            "facts": .object(finding.facts.map { JSONMember($0.key, fact($0)) }),
            "status": .text(finding.status), "opened_at": moment(finding.openedAt), "state": .string(state.rawValue),
        ]
    }
}

extension RecordView {
    package func consent(_ consent: Consent, _ id: RecordID, _ state: RecordStatus) -> JSONValue {
        [
            "id": JSONValue(id), "channel": .text(consent.channel), "point": JSONValue(consent.contactPoint),
            "scope": .text(consent.scope), "given_at": moment(consent.givenAt),
            "revoked_at": moment(consent.revokedAt), "expires_at": moment(consent.expiresAt),
            "evidence": .text(consent.evidence), "author": name(consent.author), "state": .string(state.rawValue),
        ]
    }

    package func restriction(_ record: ContactRestriction, _ id: RecordID, _ state: RecordStatus) -> JSONValue {
        [
            "id": JSONValue(id), "channel": .text(record.channel), "place": .text(record.place),
            "weekdays": .array(record.weekdays.map { JSONValue($0) }),
            "from": .string(Self.minute(record.fromMinute)), "to": .string(Self.minute(record.toMinute)),
            "point": JSONValue(record.contactPoint), "requested_at": moment(record.requestedAt),
            "withdrawn_at": moment(record.withdrawnAt), "note": .text(record.note), "author": name(record.author),
            "state": .string(state.rawValue),
        ]
    }

    static func minute(_ minute: Int) -> String {
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        return "\(two(minute / 60)):\(two(minute % 60))"
    }

    package func relatedPerson(_ person: RelatedPerson, _ id: RecordID, _ state: RecordStatus) -> JSONValue {
        [
            "id": JSONValue(id), "role": .string(person.role), "name": .text(person.name),
            "phone": .text(person.phone), "agreed_place": .text(person.agreedPlace),
            "state": .string(state.rawValue),
        ]
    }

    package func complaint(_ complaint: Complaint, _ id: RecordID, _ state: RecordStatus) -> JSONValue {
        [
            "id": JSONValue(id), "channel": .text(complaint.channel), "text": .string(complaint.text),
            "opened_at": moment(complaint.openedAt), "due": JSONValue(complaint.dueDay),
            "answered_at": moment(complaint.answeredAt), "answer": .text(complaint.answer),
            "closed_at": moment(complaint.closedAt), "state": .string(state.rawValue),
        ]
    }

    package func score(_ score: Score, _ id: RecordID) -> JSONValue {
        [
            "id": JSONValue(id), "scorecard": .string(score.scorecard), "version": .text(score.scorecardVersion),
            "milli_points": JSONValue(score.milliPoints), "probability_ppm": JSONValue(score.probabilityPpm),
            "reasons": JSONValue(score.reasons), "as_of": JSONValue(score.asOfDay),
            "points": JSONValue(ScoreResult.wholePoints(Int(score.milliPoints))),
            "amount": score.amount == 0 ? .null : money(score.amount),
            "models": .array(score.models.map(model)),
            "best_channel": .text(bestOf(score, .bestChannel)), "best_hour": .text(bestOf(score, .bestHour)),
        ]
    }

    private func bestOf(_ score: Score, _ fact: FactName) -> String {
        guard case .text(let word)? = AccountFacts(score)?[fact] else { return "" }
        return word
    }

    private func model(_ score: ModelScore) -> JSONValue {
        [
            "scorecard": .string(score.scorecard), "version": .text(score.scorecardVersion),
            "points": JSONValue(ScoreResult.wholePoints(Int(score.milliPoints))),
            "milli_points": JSONValue(score.milliPoints), "probability_ppm": JSONValue(score.probabilityPpm),
            "amount": score.amount == 0 ? .null : money(score.amount), "reasons": JSONValue(score.reasons),
        ]
    }

    package func debtor(_ debtor: Debtor, _ id: RecordID, _ state: RecordStatus) -> JSONValue {
        [
            "id": JSONValue(id), "name": .string(debtor.name), "document": .text(debtor.document),
            "birth_date": JSONValue(debtor.birthDay), "language": .text(debtor.language),
            "employer": .text(debtor.employer), "income": money(debtor.income),
            "bureau_score": debtor.bureauScore == 0 ? .null : JSONValue(debtor.bureauScore),
            "net_worth": money(debtor.netWorth), "state": .string(state.rawValue),
        ]
    }

    package func account(
        _ account: Account, _ id: AccountID, today: CalendarDate, edges: [Int], version: String,
        registers: AccountRegisters?, _ state: RecordStatus
    ) -> JSONValue {
        let days = account.daysPastDue(asOf: today)
        return [
            "id": JSONValue(id), "number": .string(account.number), "creditor": .text(account.creditor),
            "product": .text(account.product), "creditor_type": .text(account.creditorType),
            "balance": money(account.shownBalance), "lender_balance": money(account.lenderBalance),
            "balance_as_of": JSONValue(account.balanceAsOfDay), "collected_since": money(account.collectedSince),
            "principal": money(account.principal), "interest": money(account.interest), "fees": money(account.fees),
            "penalty": money(account.penalty), "past_due": money(account.pastDue),
            "owed_cells": cells(account.owed), "days_past_due": JSONValue(days),
            "bucket": .string(AgingBucket(daysPastDue: days, edges: edges).label),
            "due_date": JSONValue(account.dueDay), "opened_on": JSONValue(account.openedDay),
            "jurisdictions": JSONValue(account.jurisdictions), "time_zone": .string(zone.name),
            "assignee": account.assignee.map(name) ?? .null, "closed": .bool(account.closed),
            "registers": .object((registers?.registers ?? []).map { JSONMember($0.field, .string($0.value)) }),
            "attributes": .object(account.attributes.map { JSONMember($0.key, .string($0.value)) }),
            "version": .string(version), "state": .string(state.rawValue),
        ]
    }
}

extension String {
    /// `contactPoint` as `contact_point`.
    var snakeCased: String {
        var out = ""
        for character in self {
            if character.isUppercase { out += "_" + character.lowercased() } else { out.append(character) }
        }
        return out
    }
}
