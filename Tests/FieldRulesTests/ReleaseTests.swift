import FieldModel
import Testing

@testable import FieldRules

/// The search for `allowed_from` jumps over boundaries at which a rule cannot let the act pass: it must not jump too far.
@Suite("A rule that blocks")
struct ReleaseTests {
    @Test("blocks at every boundary before its next release, and has one whenever it ever lets the act pass")
    func everyBoundaryBefore() throws {
        let packs = try Library.rules.get().packs
        var dice = SampleDice(17)
        var (jumps, passed) = (0, 0)
        for _ in 0..<600 {
            var item = SampleCase(&dice)
            for _ in 0..<20 { item.facts.history.append(SampleCase.contact(item.act.at, &dice)) }
            let zone = item.facts.addressZones[0]
            let ledger = Ledger(facts: item.facts, sorted: Ledger.sorted(item.facts.history), zone: zone)
            let moment = Moment(Frozen(facts: item.facts, act: item.act, ledger: ledger), at: item.act.at)
            for rule in packs.flatMap(\.rules) where rule.body is CapRule && rule.scope.holds(item.act, item.facts) {
                guard rule.body.concerns(item.act, item.facts) else { continue }
                guard rule.speak(moment)?.word.blocks == true else { continue }
                let release = rule.nextRelease(moment)
                var at = moment
                while let boundary = next(rule, at), boundary - item.act.at < 100 * 86_400_000 {
                    at = moment.moved(to: boundary)
                    if let release, boundary >= release { break }
                    jumps += 1
                    let isBlocked = rule.speak(at)?.word.blocks == true
                    #expect(isBlocked, "\(rule.id) lets it pass at \(boundary), before \(String(describing: release))")
                }
                if release != nil { passed += 1 }
            }
        }
        #expect(jumps > 100 && passed > 100, "\(jumps) \(passed)")
    }

    /// The first whole second at which something changes for the rule.
    private func next(_ rule: Rule, _ moment: Moment) -> Instant? {
        rule.body.nextBoundary(moment).map { Instant(seconds: ($0 - 1).seconds + 1) }
    }
}
