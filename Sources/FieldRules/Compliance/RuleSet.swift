internal import FieldModel

/// All packs that are known, in order, and the choice among them for a debtor.
package struct RuleSet: Sendable {
    package let packs: [RulePack]

    /// Packs that judge every act, whatever else is chosen.
    package static let alwaysOn = ["stop-states", "allowance"]

    /// Refuses two packs of one name that are valid on the same day, and a set without those that are always on.
    package init(_ packs: [RulePack]) throws(RuleFailure) {
        for (index, pack) in packs.enumerated() {
            for other in packs[..<index] where other.name == pack.name && !pack.isApart(from: other) {
                throw RuleFailure(
                    .overlap, "\(pack.name): versions \(other.version) and \(pack.version) are valid on the same days",
                    file: pack.file.isEmpty ? nil : pack.file, line: pack.document.line)
            }
        }
        for name in RuleSet.alwaysOn where !packs.contains(where: { $0.name == name }) {
            throw RuleFailure(.unknownPack, "the pack \(name), which is always on, is missing")
        }
        self.packs = packs
    }

    /// The packs of these names, in that order; all versions of a name, of which the date chooses.
    package func named(_ names: [String]) throws(RuleFailure) -> [RulePack] {
        var chosen: [RulePack] = []
        for (index, name) in names.enumerated() where !names[..<index].contains(name) {
            let found = packs.filter { $0.name == name }
            guard !found.isEmpty else {
                let near = Spelling.nearest(to: name, among: packs.map(\.name))
                throw RuleFailure(.unknownPack, "no pack \(name)" + (near.map { "; did you mean \($0)?" } ?? ""))
            }
            chosen += found
        }
        return withAlwaysOn(chosen)
    }

    /// Only the packs of these names and those that are always on; all of them where none is named.
    package func only(_ names: [String]) throws(RuleFailure) -> RuleSet {
        try names.isEmpty ? self : RuleSet(named(names))
    }

    /// The packs of these places and of the places that they lie in: `US-MA` has those of `US` too.
    package func forJurisdictions(_ places: [String]) throws(RuleFailure) -> [RulePack] {
        guard !places.isEmpty else {
            throw RuleFailure(.noJurisdiction, "neither packs nor jurisdictions are given; one of them is needed")
        }
        var wanted: [String] = []
        for place in places {
            let around = RuleSet.around(place)
            guard packs.contains(where: { !$0.jurisdictions.filter(around.contains).isEmpty }) else {
                throw RuleFailure(.noJurisdiction, "no pack is for the jurisdiction \(place)")
            }
            wanted += around
        }
        return withAlwaysOn(packs.filter { !$0.jurisdictions.filter(wanted.contains).isEmpty })
    }

    private func withAlwaysOn(_ chosen: [RulePack]) -> [RulePack] {
        let base = RuleSet.alwaysOn.flatMap { name in packs.filter { $0.name == name } }
        return base + chosen.filter { !RuleSet.alwaysOn.contains($0.name) }
    }

    /// `US-NY-NYC`, `US-NY`, `US`.
    static func around(_ place: String) -> [String] {
        let parts = place.uppercased().split(separator: "-")
        return parts.indices.map { parts[...$0].joined(separator: "-") }.reversed()
    }
}

extension RulePack {
    func isApart(from other: RulePack) -> Bool {
        (validFrom.flatMap { from in other.validTo.map { $0 < from } } ?? false)
            || (other.validFrom.flatMap { from in validTo.map { $0 < from } } ?? false)
    }
}
