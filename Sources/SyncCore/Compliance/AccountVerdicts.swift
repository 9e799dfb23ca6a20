package import FieldModel
package import FieldRules

/// A pack's or a calendar's bytes in a document record.
package protocol RuleCoding: Sendable {
    func encode(_ node: RuleNode) throws -> [UInt8]
    /// Throws for bytes that cannot be read.
    func decode(_ bytes: [UInt8]) throws -> RuleNode
}

extension RuleDocument {
    package static let mediaType = "application/vnd.cartera.rule"

    /// Nil for a record that is no rule. Bytes that cannot be read make a document without
    /// content, which holds what it may be about.
    package init?(_ content: RecordContent, _ coding: any RuleCoding) {
        let (kind, document): (Kind, DataDocument)
        switch content {
        case .rulePack(let pack): (kind, document) = (.pack, pack)
        case .calendar(let calendar): (kind, document) = (.calendar, calendar)
        case .letterTemplate(let template): (kind, document) = (.template, template)
        case .zoneTable(let zones): (kind, document) = (.zones, zones)
        default: return nil
        }
        self.init(
            kind: kind, name: document.name, version: document.version,
            days: ValidDays(from: document.validFromDay, to: document.validToDay),
            content: document.mediaType == Self.mediaType ? try? coding.decode(document.content) : nil)
    }
}

extension ActiveRules {
    /// Judges an act on an account; `leavingOut` are contacts that are not to count, `passed` rules that overrides let it
    /// pass. With a `holder`, what is planned needs his allowances.
    package func verdict(
        on judged: JudgedAct, _ account: AccountCase, by holder: AllowanceHolder? = nil,
        leavingOut: Set<RecordID> = [], passed: Set<String> = []
    ) -> FieldRules.Verdict {
        var facts = account.facts(for: judged, leavingOut: leavingOut)
        if let holder {
            facts.allowance =
                account.purse(
                    for: judged, facts, self, holder: holder.person, margin: holder.margin)?.fact
        }
        let verdict = judge(judged.act, facts, passed: passed)
        return holder == nil ? verdict : respectingPlans(verdict, judged.act, facts, account)
    }

    /// What the holder has for an act; nil when the act needs no allowance.
    package func allowance(
        for judged: JudgedAct, _ account: AccountCase, by holder: AllowanceHolder
    ) -> AllowanceFact? {
        let facts = account.facts(for: judged)
        return account.purse(for: judged, facts, self, holder: holder.person, margin: holder.margin)?.fact
    }

    /// Everything that is asked about an act: `name@version` of each pack in force on its day, and the zones' table.
    package func versions(for judged: JudgedAct, _ account: AccountCase) -> [String] {
        let day = account.day(of: judged.act.at)
        return packs(for: account.jurisdictions).filter { $0.isInForce(on: day) }.map { "\($0.name)@\($0.version)" }
            + ["zones@\(account.zoneVersion)"]
    }
}

/// Whose allowances count, and how long before their end he stops.
package struct AllowanceHolder: Sendable, Hashable {
    package let person: PersonID
    package let margin: Int64

    /// A laptop's own clock may be slow; the server takes what is dated inside.
    package init(_ person: PersonID, _ side: Side) {
        self.person = person
        margin = side == .client ? Limits.clockSkewMilliseconds : 0
    }
}
