package import FieldModel
package import FieldRules

/// A branch with what decisions in it need.
struct BranchPlace {
    var record: BranchRecord
    var settings: BranchSettings
    var zone: Zone
}

extension BranchPlace {
    /// Where an account's days are: in the zone that was found for it, else in the branch's.
    func zone(of account: Account?) -> Zone { account.flatMap { zone.table.zone($0.resolvedZone) } ?? zone }
}

/// Finds the zone table that a branch has activated, in the transaction that admits.
package typealias ZoneLookup = (any ServerTransaction, BranchID) throws -> ZoneTable

/// Zones by name for what no debtor's verdict depends on, with UTC where a name is not known: a branch's name is checked
/// when the branch is added.
package enum Zones {
    package static func zone(_ name: String) -> Zone { ZoneTable.standard.clock(name) }
}
