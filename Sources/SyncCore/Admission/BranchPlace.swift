internal import FieldModel
package import FieldRules

/// A branch with what decisions in it need.
struct BranchPlace {
    var record: BranchRecord
    var settings: BranchSettings
    var zone: Zone
}

/// Zones by name, with UTC where a name is not known: a branch's name is checked when the branch is added.
package enum Zones {
    static func known(_ name: String) -> Zone? { name.isEmpty ? nil : ZoneTable.standard.zone(name) }

    package static func zone(_ name: String) -> Zone {
        if let zone = known(name) ?? known("Etc/UTC") { return zone }
        preconditionFailure("the zone table has no UTC")
    }
}
