internal import FieldModel

/// What can be taken back of an operation, by who did it, a supervisor or the system.
extension Draft {
    /// One without effect is left as it is; one that is held is decided as withdrawn; one in effect is undone.
    /// `successor` is what is done in its place: a promise that another one follows is replaced, not withdrawn.
    mutating func undo(_ target: OperationID, reason: String, for successor: Intent? = nil) {
        require(target != operation, .malformed)
        guard isSound else { return }
        guard let state = context.outcomes(target) else { return hold(.dependsOn) }
        guard let past = context.intentOf(target) else {
            return require(state == .refused || state == .withdrawn, .unknownOperation)
        }
        require(isAuthor(past.header.author, or: .supervisor), .notPermitted)
        require(past.header.account == context.header.account, .unknownOperation)
        guard isSound else { return }
        switch state {
        case .refused, .withdrawn: return
        case .held: decide(target, of: past.header.device, by: past.header.author, Outcome(state: .withdrawn))
        case .applied, .merged, .conflicted:
            guard case .intent(let intent) = past.body else { return reject(.unknownOperation) }
            undo(intent, of: target, reason: reason, for: successor)
        }
    }

    private mutating func undo(
        _ intent: Intent, of target: OperationID, reason: String, for successor: Intent?
    ) {
        switch intent {
        case .recordVisit(let made):
            guard var visit = existing(Visit.self, made.visit) else { return }
            visit.withdrawnBy = visit.withdrawnBy ?? operation
            set(visit, made.visit)
        case .logContact(let made):
            guard var contact = existing(Contact.self, made.contact) else { return }
            contact.withdrawnBy = contact.withdrawnBy ?? operation
            set(contact, made.contact)
        case .makePromise(let made):
            guard let promise = existing(PromiseToPay.self, made.promise) else { return }
            withdraw(made.promise, promise, reason: reason, baseRevision: 1, as: successor.ending)
        case .recordPayment(let made):
            guard let payment = existing(Payment.self, made.payment) else { return }
            reverse(made.payment, payment, reason: reason)
        case .addContactPoint(let made):
            guard let point = existing(ContactPoint.self, made.point) else { return }
            remove(point, made.point, seen: [target])
        case .planContact(let made): giveBack(made.plan)
        case .addAttachment(let made):
            guard var attachment = existing(Attachment.self, made.attachment) else { return }
            attachment.withdrawnBy = attachment.withdrawnBy ?? operation
            set(attachment, made.attachment)
        case .replaceOperation(let replaced): undo(replaced.intent, of: target, reason: reason, for: successor)
        default: reject(.notWithdrawable)
        }
    }
}

extension Intent? {
    /// How a promise ends when this is done in its place.
    fileprivate var ending: PromiseState {
        if case .makePromise? = self { .replaced } else { .withdrawn }
    }
}
