internal import FieldModel
internal import FieldRules
internal import SyncCore

/// The lender's file.
extension World {
    mutating func importAccount(_ dice: inout Dice) {
        let id = AccountID.version7(at: now, using: &dice)
        let collectors = collectors(of: server.branch)
        accountNumbers[id] = accountNumbers.count + 1
        let row = row(id, assignee: dice.pick(collectors), debtor: .version7(at: now, using: &dice), &dice)
        act(.importAccount(row), id, &dice)
    }

    mutating func importAgain(_ account: AccountID, _ dice: inout Dice) {
        let row = row(account, assignee: nil, debtor: .version7(at: now, using: &dice), &dice)
        act(.importAccount(row), account, &dice)
    }

    private func row(_ id: AccountID, assignee: PersonID?, debtor: RecordID, _ dice: inout Dice) -> ImportAccount {
        guard let currency = Currency("MXN") else { preconditionFailure("there is no peso") }
        let number = accountNumbers[id] ?? 0
        let account = Account(
            creditor: "Banco", number: "A-\(number)", currency: currency, lenderBalance: Int64(dice.within(50...2000)),
            balanceAsOfDay: server.zone.localDate(at: now) - dice.within(1...5), daysPastDue: 30, assignee: assignee,
            resolvedZone: server.zone.name)
        var person = Debtor(name: "Debtor \(number)")
        // Two persons have all the accounts, where that matters.
        if additions.hasAllowances { person.document = number % 2 == 0 ? "RFC-2" : "RFC-1" }
        return ImportAccount(account: account, debtorID: debtor, debtor: person)
    }
}
