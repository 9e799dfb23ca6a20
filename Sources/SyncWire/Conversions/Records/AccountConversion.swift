package import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf

extension Account {
    package func proto() throws -> Cartera_V1_Account {
        try .with {
            $0.creditor = creditor
            $0.number = number
            $0.product = product
            $0.creditorType = creditorType
            $0.currency = currency.code
            $0.lenderBalance = lenderBalance
            $0.balanceAsOfDay = balanceAsOfDay.rataDie
            $0.collectedSince = collectedSince
            $0.balanceAsOfAt = balanceAsOfAt?.milliseconds ?? 0
            if let principal { $0.principal = .of(principal) }
            if let interest { $0.interest = .of(interest) }
            if let fees { $0.fees = .of(fees) }
            if let penalty { $0.penalty = .of(penalty) }
            if let pastDue { $0.pastDue = .of(pastDue) }
            $0.dueDay = dueDay.rataDie
            $0.openedDay = openedDay.rataDie
            $0.daysPastDue = UInt32(clamping: daysPastDue)
            $0.jurisdictions = jurisdictions
            $0.timeZone = timeZone
            $0.assignee = assignee.data
            $0.closed = closed
            $0.attributes = attributes.map { $0.proto() }
            $0.resolvedZone = resolvedZone
            $0.owed = owed.map { $0.proto() }
            try $0.keep(unknownFields)
        }
    }
}

extension Cartera_V1_Account {
    package func native() throws -> Account {
        Account(
            creditor: creditor, number: number, product: product, creditorType: creditorType,
            currency: try currency.currency("Account.currency"),
            lenderBalance: try lenderBalance.amount("Account.lender_balance"),
            balanceAsOfDay: try balanceAsOfDay.day("Account.balance_as_of_day"), collectedSince: collectedSince,
            balanceAsOfAt: balanceAsOfAt == 0 ? nil : Instant(milliseconds: balanceAsOfAt),
            principal: hasPrincipal ? try principal.native("Account.principal") : nil,
            interest: hasInterest ? try interest.native("Account.interest") : nil,
            fees: hasFees ? try fees.native("Account.fees") : nil,
            penalty: hasPenalty ? try penalty.native("Account.penalty") : nil,
            pastDue: hasPastDue ? try pastDue.native("Account.past_due") : nil,
            dueDay: try dueDay.optionalDay("Account.due_day"),
            openedDay: try openedDay.optionalDay("Account.opened_day"), daysPastDue: Int(daysPastDue),
            jurisdictions: jurisdictions, timeZone: timeZone,
            assignee: try assignee.optionalIdentifier("Account.assignee"), closed: closed,
            attributes: attributes.map { $0.native() }, resolvedZone: resolvedZone,
            owed: try owed.map { try $0.native("Account.owed") },
            unknownFields: [UInt8](unknownFields.data))
    }
}
