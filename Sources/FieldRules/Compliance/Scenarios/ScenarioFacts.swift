import FieldModel

/// The parts of a scenario: debtor, contacts, act.
enum ScenarioFacts {
    static func facts(
        _ fields: inout FieldReader, _ zone: Zone, _ zones: ZoneTable
    ) throws(RuleFailure) -> Facts {
        var facts = Facts(addressZones: [zone])
        facts.phoneZone = try fields.optionalZone("phone_time_zone", zones)
        facts.jurisdictions = try fields.texts("jurisdictions") ?? []
        facts.age = try fields.optionalInteger("age", 0...150)
        facts.flags = try flags(&fields, zone)
        facts.consents = try fields.list("consents") { (fields) throws(RuleFailure) in try consent(&fields, zone) }
        facts.restrictions = try fields.list("restrictions") { (fields) throws(RuleFailure) in
            try restriction(&fields, zone)
        }
        if fields.has("notices") {
            facts.notices = try fields.list("notices") { (fields) throws(RuleFailure) in
                NoticeFact(kind: try fields.text("kind"), at: try fields.instant("at", zone))
            }
        }
        return facts
    }

    private static func flags(_ fields: inout FieldReader, _ zone: Zone) throws(RuleFailure) -> [FlagFact] {
        var flags: [FlagFact] = []
        for (index, node) in (try fields.optionalList("flags") ?? []).enumerated() {
            if case .map = node {
                var flag = try FieldReader(node, path: "\(fields.path).flags[\(index)]")
                flags.append(
                    FlagFact(
                        kind: try flag.word("flag"), since: try flag.optionalInstant("since", zone),
                        written: try flag.flag("written")))
                try flag.finish()
            } else {
                flags.append(FlagFact(kind: try fields.word(node, "flags[\(index)]")))
            }
        }
        return flags
    }

    private static func consent(_ fields: inout FieldReader, _ zone: Zone) throws(RuleFailure) -> ConsentFact {
        let channel: Channel = try fields.word("channel")
        let scope: ConsentScope? = try fields.optionalWord("scope")
        let given = try fields.instant("given_at", zone)
        let ends = [try fields.optionalInstant("revoked_at", zone), try fields.optionalInstant("expires_at", zone)]
        return ConsentFact(
            channel: channel, scope: scope ?? .contact, givenAt: given, endedAt: ends.compactMap { $0 }.min())
    }

    private static func restriction(
        _ fields: inout FieldReader, _ zone: Zone
    ) throws(RuleFailure) -> RestrictionFact {
        var out = RestrictionFact()
        out.channel = try fields.optionalWord("channel")
        out.place = try fields.optionalWord("place")
        if let text = try fields.optionalText("weekday") {
            guard let span = Weekday.span(text) else {
                throw fields.failure(.unknownWord, "no such weekday: \(text)", key: "weekday")
            }
            out.weekdays = Array(span)
        }
        let (from, to) = (try fields.optionalText("from"), try fields.optionalText("to"))
        if from != nil || to != nil {
            guard let range = HourRange(from: from ?? "00:00", to: to ?? "24:00") else {
                throw fields.failure(.badValue, "from and to must be HH:MM, 00:00 to 24:00", key: "from")
            }
            out.hours = range
        }
        out.requestedAt = try fields.optionalInstant("requested_at", zone)
        out.withdrawnAt = try fields.optionalInstant("withdrawn_at", zone)
        return out
    }

    /// `names` are the ids met so far: an item's id says only which items are one.
    static func contact(
        _ fields: inout FieldReader, _ zone: Zone, _ names: inout [String]
    ) throws(RuleFailure) -> ContactFact {
        var out = ContactFact(
            at: try fields.instant("at", zone), channel: try fields.word("channel"),
            result: try fields.optionalWord("result"), person: try fields.optionalWord("person") ?? .debtor)
        out.direction = try fields.optionalWord("direction") ?? .outbound
        out.place = try fields.optionalWord("place") ?? out.place
        out.purpose = try fields.optionalWord("purpose") ?? .collection
        out.sameDebt = try fields.optionalText("account") ?? "this" == "this"
        out.sameCreditor = try fields.choice("creditor", ["this", "other"]) == 0
        out.times = try fields.optionalInteger("times", 1...100_000) ?? 1
        if let name = try fields.optionalText("id") {
            let known = names.firstIndex(of: name)
            if known == nil { names.append(name) }
            out.id = OperationID(high: 0, low: UInt64(known ?? names.count - 1) + 1)
        }
        return out
    }

    static func act(_ fields: inout FieldReader, _ zone: Zone) throws(RuleFailure) -> Act {
        var act = Act(at: try fields.instant("at", zone), channel: try fields.word("channel"))
        act.direction = try fields.optionalWord("direction") ?? .outbound
        act.person = try fields.optionalWord("person") ?? .debtor
        act.place = try fields.optionalWord("place") ?? act.place
        act.purpose = try fields.optionalWord("purpose") ?? .collection
        act.kind = try fields.optionalWord("kind") ?? .contact
        act.result = try fields.optionalWord("result")
        // It names what is sent; no rule asks for it.
        _ = try fields.optionalText("template")
        return act
    }
}
