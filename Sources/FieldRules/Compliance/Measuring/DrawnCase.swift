internal import FieldModel

extension SampleCase {
    /// A case for a digest, by two of the packs that there are: half of them with everything that a rule can ask about.
    init(_ rng: inout SampleDice, among names: [String], zones: ZoneTable) {
        self.init(&rng, zones: zones)
        packs = names.isEmpty ? [] : [rng.pick(names), rng.pick(names)]
        guard rng.chance(50) else { return }
        act.at = act.at + Int64.random(in: 0..<1000, using: &rng)
        act.id = rng.chance(50) ? Self.name(&rng) : nil
        act.kind = rng.chance(80) ? .contact : rng.pick(ActKind.allCases)
        facts.creditor = rng.pick(CreditorKind.allCases)
        facts.daysPastDue = Int.random(in: 0...100, using: &rng)
        for _ in 0..<Int.random(in: 0..<20, using: &rng) {
            var fact = SampleCase.contact(act.at, &rng)
            fact.at = rng.chance(10) ? act.at : fact.at + Int64.random(in: 0..<1000, using: &rng)
            fact.id = rng.chance(50) ? Self.name(&rng) : nil
            facts.history.append(fact)
        }
        if rng.chance(30) {
            facts.flags.append(FlagFact(kind: rng.pick(FlagKind.allCases), since: moment(&rng)))
        }
        if rng.chance(30) { facts.restrictions.append(restriction(&rng)) }
        if rng.chance(30) { facts.notices = [NoticeFact(kind: "validation", at: moment(&rng))] }
        if rng.chance(30) {
            facts.allowance = AllowanceFact(
                heldBy: rng.chance(50) ? "another" : nil, unitsLeft: Int.random(in: 0...2, using: &rng),
                validUntil: rng.chance(50) ? moment(&rng) : nil)
        }
    }

    /// Within ten days of the act.
    private func moment(_ rng: inout SampleDice) -> Instant {
        act.at + Int64.random(in: -864_000_000...864_000_000, using: &rng)
    }

    /// Few, so that some stand twice in a history.
    private static func name(_ rng: inout SampleDice) -> Identifier {
        Identifier(high: UInt64.random(in: 1...12, using: &rng), low: 5)
    }

    private func restriction(_ rng: inout SampleDice) -> RestrictionFact {
        var restriction = RestrictionFact()
        let asked = moment(&rng)
        restriction.requestedAt = asked
        restriction.withdrawnAt = rng.chance(40) ? asked + 100_000_000 : nil
        restriction.channel = rng.pick(Channel.allCases)
        let from = Int32.random(in: 0..<24, using: &rng) * 3600
        restriction.hours = HourRange(from: from, to: Int32.random(in: 0...24, using: &rng) * 3600)
        return restriction
    }
}
