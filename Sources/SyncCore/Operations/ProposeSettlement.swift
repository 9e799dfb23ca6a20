package import FieldModel
internal import FieldRules

/// An offer to forgive a part for the rest by a day.
package struct ProposeSettlement: Sendable, Hashable, Codable {
    package var offer: RecordID
    package var principalPercent: Int
    package var interestPercent: Int
    package var feesPercent: Int
    package var payByDay: CalendarDate?

    package init(
        offer: RecordID, principalPercent: Int = 0, interestPercent: Int = 0, feesPercent: Int = 0,
        payByDay: CalendarDate? = nil
    ) {
        self.offer = offer
        self.principalPercent = principalPercent
        self.interestPercent = interestPercent
        self.feesPercent = feesPercent
        self.payByDay = payByDay
    }
}

extension ProposeSettlement: Decidable {
    /// The rules that hold an offer: beyond the author's limits, and where his row asks for another person anyway.
    package static var authority: String { "settlement/authority" }
    package static var secondApprover: String { "settlement/second-approver" }

    /// Beyond the author's own limit it is held for somebody whose limit it is within.
    func decide(_ draft: inout Draft) {
        guard let account = draft.account else { return }
        let context = draft.context
        let percents = [principalPercent, interestPercent, feesPercent]
        draft.require(!account.closed, .accountClosed)
        draft.require(percents.allSatisfy((0...100).contains) && percents.contains { $0 > 0 }, .badRange)
        draft.check(day: payByDay)
        draft.require(payByDay.map { $0 >= context.actedDay } ?? false, .dueDatePast)
        guard draft.isSound, let payByDay else { return }
        let horizon = context.actedDay.later(by: draft.promiseRule.horizonDays)
        draft.require(payByDay <= horizon, .dueDateBeyondHorizon)
        guard let rules = context.rules,
            let check = SettlementCheck(
                self, draft.aggregate, rules, zone: context.zone, edges: context.settings.agingEdges,
                on: context.actedDay),
            !check.rows.isEmpty
        else { return draft.reject(.noSettlementAuthority) }
        draft.require(check.total.amount <= Money.mostMinor, .amountTooLarge)
        let row = check.row(context.actor.role.rawValue)
        if let most = row?.validDays { draft.require(payByDay - context.actedDay <= most, .dueDateBeyondHorizon) }
        if !context.isApproved {
            if !check.isWithin(context.actor.role.rawValue) {
                draft.hold(.approval, rule: Self.authority)
            } else if row?.secondApprover ?? false {
                draft.hold(.approval, rule: Self.secondApprover)
            }
        }
        var made = SettlementOffer(
            principalPercent: principalPercent, interestPercent: interestPercent, feesPercent: feesPercent,
            payByDay: payByDay, forgiven: check.own.amount, state: "offered", author: draft.author,
            balanceCommit: context.header.seen.commit, matrixVersion: check.matrix)
        (made.owed, made.forgivenCells, made.split) = (check.owed, check.forgiven, check.split)
        (made.bucket, made.balance) = (check.bucket, account.shownBalance)
        (made.assumedPastDue, made.waterfallVersion) = (check.isAssumedPastDue, check.waterfall)
        made.approvedBy = context.approvers.first
        made.secondApprovalBy = context.approvers.dropFirst().first
        draft.create(made, offer)
    }
}
