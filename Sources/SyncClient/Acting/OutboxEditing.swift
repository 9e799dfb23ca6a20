package import FieldModel
package import SyncCore

/// Other values for an operation that is done again. What it creates gets new ids.
package enum OutboxEditing {
    package static func changed(
        _ intent: Intent, _ values: [(field: String, value: String)], _ state: AccountState, _ view: ActView
    ) throws -> Intent {
        var intent = intent
        if case .replaceOperation(let replace) = intent { intent = replace.intent }
        for (field, value) in values { intent = try changed(intent, field, value, state, view) }
        return renamed(intent, view)
    }

    private static func changed(
        _ intent: Intent, _ field: String, _ value: String, _ state: AccountState, _ view: ActView
    ) throws -> Intent {
        let currency = state.account.currency
        func moment() throws -> Instant { try MomentText.read(value, now: view.now, zone: state.zone) }
        switch (intent, field) {
        case (.recordVisit(var visit), _):
            switch field {
            case "outcome": visit.outcome = value
            case "person": visit.person = value
            case "place": visit.place = value
            case "note": visit.note = value
            case "purpose": visit.purpose = value
            case "started_at", "started": visit.startedAt = try moment()
            case "ended_at", "ended": visit.endedAt = value.isEmpty ? nil : try moment()
            default: throw unknown(field)
            }
            return .recordVisit(visit)
        case (.recordPayment(var payment), _):
            switch field {
            case "amount": payment.amount = try amountInMinorUnits(value, currency)
            case "method": payment.method = value
            case "reference": payment.reference = value
            case "claimed_at", "at": payment.claimedAt = try moment()
            default: throw unknown(field)
            }
            return .recordPayment(payment)
        case (.logContact(var contact), _):
            switch field {
            case "channel": contact.channel = value
            case "direction": contact.direction = value
            case "result": contact.result = value
            case "person": contact.person = value
            case "place": contact.place = value
            case "purpose": contact.purpose = value
            case "note": contact.note = value
            case "at": contact.at = try moment()
            default: throw unknown(field)
            }
            return .logContact(contact)
        case (.makePromise(var promise), "amount"), (.makePromise(var promise), "due"):
            guard promise.instalments.count == 1 else {
                throw ClientFailure.badInput(
                    "plan_not_editable", "A promise in several parts is not edited part by part.",
                    hint: "Withdraw it and make it again.")
            }
            if field == "amount" { promise.instalments[0].amount = try amountInMinorUnits(value, currency) }
            if field == "due" { promise.instalments[0].dueDay = try MomentText.day(value) }
            return .makePromise(promise)
        default: return try edited(intent, field, value)
        }
    }

    /// Operations that are edits themselves: the field is the one they write.
    private static func edited(_ intent: Intent, _ field: String, _ value: String) throws -> Intent {
        func changed(_ edits: [FieldEdit]) throws -> [FieldEdit] {
            guard let index = edits.firstIndex(where: { $0.field == field }) else { throw unknown(field) }
            var edits = edits
            edits[index].value = value
            return edits
        }
        switch intent {
        case .setAccountFields(let set): return .setAccountFields(SetAccountFields(edits: try changed(set.edits)))
        case .updateContactPoint(let update):
            return .updateContactPoint(UpdateContactPoint(point: update.point, edits: try changed(update.edits)))
        case .updateRelatedPerson(let update):
            return .updateRelatedPerson(UpdateRelatedPerson(person: update.person, edits: try changed(update.edits)))
        case .amendVisit(let amend): return .amendVisit(AmendVisit(visit: amend.visit, edits: try changed(amend.edits)))
        case .addContactPoint(var point):
            switch field {
            case "value": point.value = value
            case "label": point.label = value
            case "city": point.city = value
            default: throw unknown(field)
            }
            return .addContactPoint(point)
        case .openComplaint(var complaint) where field == "text":
            complaint.text = value
            return .openComplaint(complaint)
        case .setFlag(var flag) where field == "evidence":
            flag.evidence = value
            return .setFlag(flag)
        default: throw unknown(field)
        }
    }

    /// A record that was born of the operation taken back keeps its id: the new one needs another.
    package static func renamed(_ intent: Intent, _ view: ActView) -> Intent {
        switch intent {
        case .recordVisit(var intent):
            intent.visit = view.mint()
            return .recordVisit(intent)
        case .makePromise(var intent):
            intent.promise = view.mint()
            return .makePromise(intent)
        case .recordPayment(var intent):
            intent.payment = view.mint()
            return .recordPayment(intent)
        case .logContact(var intent):
            intent.contact = view.mint()
            return .logContact(intent)
        case .addContactPoint(var intent):
            intent.point = view.mint()
            return .addContactPoint(intent)
        case .setFlag(var intent):
            intent.flag = view.mint()
            return .setFlag(intent)
        case .recordConsent(var intent):
            intent.consent = view.mint()
            return .recordConsent(intent)
        case .addRestriction(var intent):
            intent.restriction = view.mint()
            return .addRestriction(intent)
        case .addRelatedPerson(var intent):
            intent.person = view.mint()
            return .addRelatedPerson(intent)
        case .openComplaint(var intent):
            intent.complaint = view.mint()
            return .openComplaint(intent)
        default: return intent
        }
    }

    private static func unknown(_ field: String) -> ClientFailure {
        .badInput(
            "bad_edit", "This operation has no field “\(printable(field))” to edit.",
            hint: "`cartera outbox show` lists what it says.")
    }
}

extension Acting {
    /// Does a refused operation again, as a new one; what is not refused is sent by every sync anyway.
    package func resendOperation(_ operation: OperationID) throws -> ActResult {
        try act { view in
            guard let entry = try view.reading.operation(operation) else {
                throw ClientFailure.badInput("unknown_operation", "There is no such operation of yours.")
            }
            guard entry.outcome.state == .refused else {
                throw ClientFailure.badInput(
                    "not_refused", "The operation was not refused; what waits is sent by the next sync.",
                    hint: "Run `cartera sync`.")
            }
            guard let intent = try? view.parts.intent(of: entry) else {
                throw ClientFailure.badInput("text_gone", "The operation's content is no longer on this laptop.")
            }
            let again = OutboxEditing.renamed(intent, view)
            return PlannedAct(account: entry.header.account, record: again.record ?? operation, intent: again)
        }
    }
}
