package import FieldModel
package import FieldRules

/// Who acts.
package struct Actor: Hashable, Sendable {
    package var person: PersonID
    package var device: DeviceID
    package var role: Role
    /// The branch's own device: imports, assignments, jobs and what administrators ask of the server.
    package var isSystem: Bool

    package init(person: PersonID, device: DeviceID, role: Role, isSystem: Bool = false) {
        self.person = person
        self.device = device
        self.role = role
        self.isSystem = isSystem
    }
}

package enum Side: Hashable, Sendable { case client, server }

/// An operation that was there before: what withdrawing, replacing and deciding it needs.
package struct PastOperation: Sendable {
    package var header: OperationHeader
    package var body: SubmittedBody
    package var actor: Actor
    package var clockOffset: Int64
    package var clockSuspect: Bool
    package var previousContact: Instant?
    package var accountWasHeld: Bool
    /// The operation with which it was taken back before it was sent.
    package var withdrawnBy: OperationID?
    /// As in `DecisionContext`, of whoever made it and not of whoever decides it; nil takes the latter's.
    package var wasSeen: (@Sendable (OperationID) -> Bool)?
    package var wasRecordSeen: (@Sendable (RecordID) -> Bool)?

    package init(
        header: OperationHeader, intent: Intent, actor: Actor, clockOffset: Int64 = 0, clockSuspect: Bool = false,
        previousContact: Instant? = nil, accountWasHeld: Bool = true
    ) {
        self.init(
            header: header, body: .intent(intent), actor: actor, clockOffset: clockOffset, clockSuspect: clockSuspect,
            previousContact: previousContact, accountWasHeld: accountWasHeld)
    }

    package init(
        header: OperationHeader, body: SubmittedBody, actor: Actor, clockOffset: Int64 = 0, clockSuspect: Bool = false,
        previousContact: Instant? = nil, accountWasHeld: Bool = true
    ) {
        self.header = header
        self.body = body
        self.actor = actor
        self.clockOffset = clockOffset
        self.clockSuspect = clockSuspect
        self.previousContact = previousContact
        self.accountWasHeld = accountWasHeld
    }
}

/// All that a decision depends on beside the account's records and the intent.
package struct DecisionContext: Sendable {
    /// The server's time; on a laptop the time at which the person acted, so that a rebuilt overlay has the same bytes.
    package var now: Instant
    package var actor: Actor
    package var header: OperationHeader
    package var settings: BranchSettings
    /// The zone that the account's dates are in.
    package var zone: Zone
    /// Server time less device time, in milliseconds.
    package var clockOffset: Int64 = 0
    /// Whether the device's clock has jumped since its previous contact.
    package var clockSuspect = false
    package var previousContact: Instant?
    /// Whether the account was in the device's scope at the cursor that the header says it had seen.
    package var accountWasHeld = true
    /// Whether the author has other devices in use: what one of them gives back another may have spent.
    package var holderHasOtherDevices = false
    /// The operation that takes this one back before it has had any effect.
    package var withdrawnBy: OperationID?
    package var hash: any Hashing
    package var side: Side
    /// What the branch has activated; nil judges nothing.
    package var rules: ActiveRules?
    /// What is known of the person under his other accounts, where a plan is decided.
    package var elsewhere = Elsewhere()
    /// Somebody with the authority has said yes: what a rule would hold for approval passes.
    package var isApproved = false
    /// Who did, in their order.
    package var approvers: [PersonID] = []
    /// Whether a record of a contact, as it stands, was within the cursor seen, or is the device's own.
    package var wasRecordSeen: @Sendable (RecordID) -> Bool = { _ in true }
    /// The latest outcome of another operation, nil when it has not arrived.
    package var outcomes: @Sendable (OperationID) -> OutcomeState? = { _ in nil }
    package var intentOf: @Sendable (OperationID) -> PastOperation? = { _ in nil }
    /// Whether the effect of an operation was within the cursor seen, or is the device's own earlier work.
    package var wasSeen: @Sendable (OperationID) -> Bool = { _ in true }

    package init(
        now: Instant, actor: Actor, header: OperationHeader, settings: BranchSettings, zone: Zone,
        hash: any Hashing, side: Side
    ) {
        self.now = now
        self.actor = actor
        self.header = header
        self.settings = settings
        self.zone = zone
        self.hash = hash
        self.side = side
    }
}

extension DecisionContext {
    /// The context in which `held` is decided now; `first` had said yes before.
    func standing(in held: PastOperation, after first: PersonID? = nil) -> DecisionContext {
        var context = self
        context.approvers = [first, actor.person].compactMap { $0 }
        context.header = held.header
        context.actor = held.actor
        context.clockOffset = held.clockOffset
        context.clockSuspect = held.clockSuspect
        context.previousContact = held.previousContact
        context.accountWasHeld = held.accountWasHeld
        context.wasSeen = held.wasSeen ?? wasSeen
        context.wasRecordSeen = held.wasRecordSeen ?? wasRecordSeen
        context.withdrawnBy = nil
        context.isApproved = true
        return context
    }
}

/// A branch's promise rule, with values that make sense whatever the settings say.
package struct PromiseRule: Sendable {
    package let graceDays: Int
    package let thresholdPercent: Int
    package let horizonDays: Int
    /// How many promises of an account may be open at once.
    package let mostOpen: Int
    /// Of each instalment.
    package let leastAmount: Int64
    package let mostInstalments: Int
    /// What moves deadlines.
    let row: PromiseTermsRow?

    /// The deadlines of instalments that fall on a day without business, where that moves them.
    func movedDeadlines(_ instalments: [Instalment]) -> [MovedDeadline] {
        instalments.compactMap { part in
            row?.moved(part.dueDay.later(by: graceDays)).map {
                MovedDeadline(dueDay: part.dueDay, deadlineDay: $0)
            }
        }
    }
}

extension Draft {
    /// What a promise of this account must be like today: the packs' most specific row, else as the branch has it.
    var promiseRule: PromiseRule {
        guard let rules = context.rules, let account, let found = AccountCase(aggregate, zone: context.zone) else {
            return PromiseRule(context.settings, nil)
        }
        let day = context.actedDay
        let edges = context.settings.agingEdges.isEmpty ? AgingBucket.defaultEdges : context.settings.agingEdges
        let row = PromiseTermsRow.deciding(
            rules.promiseTerms(for: found.jurisdictions, on: day),
            bucket: account.agingBucket(asOf: day, edges: edges).label,
            product: ProductKind(word: account.product.lowercased()) ?? .consumer)
        return PromiseRule(context.settings, row)
    }
}

extension PromiseRule {
    /// What the row of a pack says, else the branch. A threshold, horizon or number of 0 was not set.
    init(_ settings: BranchSettings, _ row: PromiseTermsRow?) {
        let threshold = settings.promiseThresholdPercent
        let horizon = settings.promiseHorizonDays
        let mostOpen = settings.promiseMostOpen
        graceDays = row?.graceDays ?? max(0, min(settings.promiseGraceDays, 366))
        thresholdPercent = row?.thresholdPercent ?? (threshold <= 0 ? 95 : min(threshold, 100))
        horizonDays = row?.horizonDays ?? (horizon <= 0 ? Limits.promiseHorizonDays : min(horizon, 36_600))
        self.mostOpen = row?.mostOpen ?? (mostOpen <= 0 ? 1 : min(mostOpen, 1000))
        leastAmount = row?.leastAmount ?? 1
        mostInstalments = row?.mostInstalments ?? Limits.instalments
        self.row = row
    }
}
