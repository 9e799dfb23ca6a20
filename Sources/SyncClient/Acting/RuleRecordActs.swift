package import FieldModel
package import SyncCore

/// The records that rules read. Each intent comes without its record's id, which is minted here.
extension Acting {
    /// `planned` names the planned contact that it is the outcome of.
    package func logContact(
        _ account: AccountID, _ contact: LogContact, planned: String? = nil
    ) throws -> ActResult {
        try act { view in
            var contact = contact
            contact.contact = view.mint()
            contact.at = contact.at ?? view.now
            if contact.direction != "inbound", contact.planned == nil {
                contact.planned = try view.plan(
                    account, channel: contact.channel, at: contact.at, named: planned)
            }
            return PlannedAct(account: account, record: contact.contact, intent: .logContact(contact))
        }
    }

    package func recordConsent(_ account: AccountID, _ consent: RecordConsent) throws -> ActResult {
        try act { view in
            var consent = consent
            consent.consent = view.mint()
            return PlannedAct(account: account, record: consent.consent, intent: .recordConsent(consent))
        }
    }

    package func revokeConsent(_ consent: RecordID, at: Instant?) throws -> ActResult {
        try act { view in
            let (account, before, state) = try view.record(Consent.self, consent)
            if let known = before.revokedAt, at.map({ $0 >= known }) ?? true { throw ClientFailure.alreadySo }
            return PlannedAct(
                account: account, record: consent,
                intent: .revokeConsent(RevokeConsent(consent: consent, revokedAt: at ?? view.now)),
                dependsOn: [state.pendingOperation(of: consent, .consent)])
        }
    }

    package func addRestriction(_ account: AccountID, _ restriction: AddRestriction) throws -> ActResult {
        try act { view in
            var restriction = restriction
            restriction.restriction = view.mint()
            return PlannedAct(account: account, record: restriction.restriction, intent: .addRestriction(restriction))
        }
    }

    package func withdrawRestriction(_ restriction: RecordID, at: Instant?) throws -> ActResult {
        try act { view in
            let (account, before, state) = try view.record(ContactRestriction.self, restriction)
            let withdraw = WithdrawRestriction(restriction: restriction, withdrawnAt: at ?? view.now)
            // An earlier withdrawal than the one that is known still says something.
            if let known = before.withdrawnAt, at.map({ $0 >= known }) ?? true { throw ClientFailure.alreadySo }
            return PlannedAct(
                account: account, record: restriction, intent: .withdrawRestriction(withdraw),
                dependsOn: [state.pendingOperation(of: restriction, .restriction)])
        }
    }

    package func openComplaint(_ account: AccountID, _ complaint: OpenComplaint) throws -> ActResult {
        try act { view in
            var complaint = complaint
            complaint.complaint = view.mint()
            return PlannedAct(account: account, record: complaint.complaint, intent: .openComplaint(complaint))
        }
    }

    package func answerComplaint(_ complaint: RecordID, answer: String) throws -> ActResult {
        try act { view in
            let (account, _, state) = try view.record(Complaint.self, complaint)
            return PlannedAct(
                account: account, record: complaint,
                intent: .answerComplaint(AnswerComplaint(complaint: complaint, answer: answer)),
                dependsOn: [state.pendingOperation(of: complaint, .complaint)])
        }
    }

    package func closeComplaint(_ complaint: RecordID) throws -> ActResult {
        try act { view in
            let (account, before, state) = try view.record(Complaint.self, complaint)
            if before.closedAt != nil { throw ClientFailure.alreadySo }
            return PlannedAct(
                account: account, record: complaint, intent: .closeComplaint(CloseComplaint(complaint: complaint)),
                dependsOn: [state.pendingOperation(of: complaint, .complaint)])
        }
    }

    package func setFlag(_ account: AccountID, _ flag: SetFlag) throws -> ActResult {
        try act { view in
            var flag = flag
            flag.flag = view.mint()
            return PlannedAct(account: account, record: flag.flag, intent: .setFlag(flag))
        }
    }

    /// `flag` is the kind of the account's flag that is set, or a flag's id or ending.
    package func clearFlag(_ account: AccountID, _ flag: String, evidence: String) throws -> ActResult {
        try act { view in
            let state = try view.state(account)
            let set = state.aggregate(view.parts).all(Flag.self).filter { $0.value.clearedBy == nil }
            let digits = flag.lowercased().filter { $0 != "-" }
            let named = set.filter { id, value in
                value.kind == flag
                    || digits.utf8.count >= Naming.shortestEnding
                        && id.description.filter { $0 != "-" }.hasSuffix(digits)
            }
            guard let last = named.last else {
                throw ClientFailure.badInput("unknown_flag", "The account has no such flag that is set.")
            }
            return PlannedAct(
                account: account, record: last.id, intent: .clearFlag(ClearFlag(flag: last.id, evidence: evidence)),
                dependsOn: [state.pendingOperation(of: last.id, .flag)])
        }
    }
}
