package import FieldModel
package import FieldRules
internal import SyncCore

/// One account with all that hangs under it, from a replica or from the server.
package struct AccountSheet {
    let id: AccountID
    let aggregate: Aggregate
    let version: String
    let edges: [Int]
    let viewer: PersonID?
    let name: (PersonID) -> JSONValue
    let status: (RecordKind, RecordID) -> RecordStatus
    let accountStatus: RecordStatus

    package func json(now: Instant, zone: (Account) -> Zone) -> JSONValue {
        guard let account = aggregate[Account.self, id] else { return .null }
        let zone = zone(account)
        let view = RecordView(zone: zone, currency: account.currency, name: name)
        let head: JSONValue = [
            "account": view.account(
                account, id, today: zone.localDate(at: now), edges: edges, version: version,
                registers: aggregate[AccountRegisters.self, id], accountStatus),
            "debtor": aggregate.all(Debtor.self).first.map { view.debtor($0.value, $0.id, status(.debtor, $0.id)) }
                ?? .null,
            "stop_states": .array(
                StopStateView.states(
                    aggregate.all(Flag.self), duties: aggregate.all(Duty.self).map(\.value), zone: zone)),
            "contact_points": contactPoints(view),
            "visits": all(Visit.self, view.visit), "promises": all(PromiseToPay.self, view.promise),
            "payments": all(Payment.self, view.payment), "contacts": all(Contact.self, view.contact),
            "flags": all(Flag.self, view.flag),
        ]
        let conflicts = all(Conflict.self) { conflict, id, status in
            view.conflict(conflict, id, account: self.id, viewer: viewer, status)
        }
        return head.adding("conflicts", conflicts)
            .adding("findings", all(Finding.self, view.finding))
            .adding("consents", all(Consent.self, view.consent))
            .adding("restrictions", all(ContactRestriction.self, view.restriction))
            .adding("related_persons", all(RelatedPerson.self, view.relatedPerson))
            .adding("complaints", all(Complaint.self, view.complaint))
            .adding("letters", all(Letter.self, view.letter))
            .adding("notices", all(Notice.self, view.notice))
            .adding("offers", all(SettlementOffer.self, view.offer))
            .adding("attachments", all(Attachment.self, view.attachment))
            .adding("duties", all(Duty.self) { view.duty($0, $1, now: now, $2) })
            .adding("legal_holds", all(LegalHold.self, view.hold))
            .adding("overrides", all(Override.self) { view.override($0, $1, now: now, $2) })
            .adding("score", aggregate.all(Score.self).first.map { view.score($0.value, $0.id) } ?? .null)
    }

    /// Phones first; those of one kind by when they came, since names of one import are in no order.
    private func contactPoints(_ view: RecordView) -> JSONValue {
        let points = aggregate.all(ContactPoint.self).sorted {
            ($0.value.kind.rawValue, $0.value.addedAt, $0.value.value)
                < ($1.value.kind.rawValue, $1.value.addedAt, $1.value.value)
        }
        return .array(points.map { view.contactPoint($0.value, $0.id, status(.contactPoint, $0.id)) })
    }

    private func all<Value: RecordValue>(
        _ type: Value.Type, _ view: (Value, RecordID, RecordStatus) -> JSONValue
    ) -> JSONValue {
        .array(aggregate.all(type).map { view($0.value, $0.id, status(Value.rowKind, $0.id)) })
    }
}
