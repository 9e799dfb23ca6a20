internal import FieldModel
internal import SyncCore

extension PlantedBug {
    /// The server grants whoever comes a call of each account, whatever is out.
    static func grantsBlindly(_ plant: PlantedBug?, _ turn: AllowanceTurn, _ admission: inout Admission) throws {
        guard plant == .generousGrant else { return }
        for account in turn.accounts {
            guard let home = try admission.transaction.placement(account)?.branch,
                let branch = try admission.transaction.branch(home)
            else { continue }
            let now = admission.now
            let grant = GrantAllowance(
                allowance: admission.parts.mint(), person: account, rule: "cap/calls", holder: turn.holder, units: 1,
                validFrom: now, validUntil: now + Int64(Limits.allowanceDays) * 86_400_000)
            _ = try admission.submit(.grantAllowance(grant), account: account, branch: branch, author: turn.holder)
        }
    }
}
